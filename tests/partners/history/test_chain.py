"""Whoever can write to the tables themselves is found out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partners.history.chain import Head, head, verify
from partners.history.tables import history_of_rows
from partners.isolation.scope import acting_as
from partners.models import AuditEvent, Partner, PartnerNote
from partners.verbs import start_partnership, write_note
from tests.cast import Cast, assemble
from tests.ground import laid
from tests.tampering import as_the_owner, past_the_guards

WRITERS, NOTES_EACH = 8, 10
WATCHED = PartnerNote, history_of_rows(Partner), history_of_rows(PartnerNote)


@laid
def story(cast: Cast, now: datetime) -> None:
    """A few changes of several tables, chained."""
    with acting_as(cast.cio):
        start_partnership("Öresund Data", by=cast.cio, now=now)
    with acting_as(cast.lead):
        write_note(cast.partner, text="between us", by=cast.lead, now=now + timedelta(hours=1))
    connection.check_constraints()


@pytest.fixture
def as_owner(story: None) -> Iterator[Callable[[str], None]]:
    """Runs SQL as whoever owns the tables, with the triggers that guard them switched off meanwhile."""

    def run(statement: str) -> None:
        with past_the_guards(AuditEvent, *WATCHED), connection.cursor() as cursor:
            cursor.execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    with as_the_owner():
        yield run


# What somebody might do, and how.
TAMPERING = {
    "edit what was recorded": "UPDATE partners_partnerevent SET name = 'Other'",
    "blame another person": "UPDATE partners_partnerevent SET pgh_context = jsonb_set(pgh_context, '{person}', '1') "
    "WHERE pgh_context IS NOT NULL",
    "blame another person in the chain": "UPDATE partners_auditevent SET person_id = 1 WHERE verb = 'write_note'",
    "call it something else": "UPDATE partners_auditevent SET verb = 'thank' WHERE verb = 'write_note'",
    "move it to another day": "UPDATE partners_auditevent SET happened_at = happened_at - interval '1 day' "
    "WHERE verb = 'write_note'",
    "remove an event": "DELETE FROM partners_partnernoteevent",
    "remove a link": "DELETE FROM partners_auditevent WHERE sequence = 5",
    "add an event": "INSERT INTO partners_partnernoteevent SELECT "
    """(jsonb_populate_record(event, '{"pgh_id": 900000}')).* FROM partners_partnernoteevent AS event""",
    "swap two links": "UPDATE partners_auditevent SET sequence = -7 + sequence WHERE sequence IN (3, 4); "
    "UPDATE partners_auditevent SET sequence = -sequence WHERE sequence < 0",
    "cut the end of the chain": "DELETE FROM partners_auditevent "
    "WHERE sequence = (SELECT max(sequence) FROM partners_auditevent)",
}


def test_an_untouched_history_holds(as_owner: Callable[[str], None]) -> None:
    assert verify() == []
    assert head().sequence > 10


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(as_owner: Callable[[str], None], statement: str) -> None:
    as_owner(statement)
    assert verify() != []


def test_a_tail_cut_from_chain_history_and_rows_alike_is_found_by_the_head_kept_elsewhere(
    as_owner: Callable[[str], None],
) -> None:
    known = head()
    as_owner("DELETE FROM partners_partnernoteevent")
    as_owner("DELETE FROM partners_auditevent WHERE table_name = 'partners_partnernoteevent'")
    as_owner("DELETE FROM partners_partnernote")
    assert verify() == []
    assert "gone" in verify(known=known)[0]


def test_a_chain_written_anew_is_found_by_the_head_kept_elsewhere(as_owner: Callable[[str], None]) -> None:
    newest = head()
    assert "another hash" in verify(known=Head(newest.sequence, "0" * 64))[0]


def test_the_command_says_what_does_not_hold(as_owner: Callable[[str], None]) -> None:
    as_owner("DELETE FROM partners_partnernoteevent")
    with pytest.raises(CommandError, match="missing from the history"):
        call_command("verify_audit")


def test_the_command_takes_the_head_it_printed(
    as_owner: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("audit_head")
    call_command("verify_audit", "--head", capsys.readouterr().out.strip())
    assert "The history holds" in capsys.readouterr().out


def test_a_head_that_is_none_is_not_understood(db: None) -> None:
    with pytest.raises(CommandError, match="could not be understood"):
        call_command("verify_audit", "--head", "12:nonsense")


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_the_chain_does_not_fork_under_eight_writers() -> None:
    cast = assemble()
    before = _last_link()
    together = Barrier(WRITERS)

    def write(number: int) -> None:
        try:
            together.wait(timeout=20)
            for note in range(NOTES_EACH):
                with acting_as(cast.lead):
                    write_note(cast.partner, text=f"{number}: {note}", by=cast.lead, now=datetime.now(UTC))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS)))
    after = _last_link()
    assert after.sequence - before.sequence == WRITERS * NOTES_EACH
    assert verify(known=before) == []


def _last_link() -> Head:
    """Read as the owner, who sees every link."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    newest = head()
    assert newest is not None
    return newest
