"""What `verify` says of columns that come and go, of rows that differ from their history, and of absent guards."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection

from partners.history import chain, columns
from partners.history.chain import verify
from partners.history.tables import history_of_rows
from partners.isolation.scope import acting_as
from partners.models import AuditEvent, Partner, PartnerNote
from partners.verbs import start_partnership, write_note
from tests.cast import Cast
from tests.tampering import as_the_owner, past_the_guards

WATCHED = (Partner, history_of_rows(Partner), PartnerNote, history_of_rows(PartnerNote), AuditEvent)


@pytest.fixture
def as_owner(cast: Cast, now: datetime) -> Iterator[Callable[[str], None]]:
    """Runs SQL as whoever owns the tables, past the triggers of partners and notes; there is one note."""
    with acting_as(cast.cio):
        start_partnership("Öresund Data", by=cast.cio, now=now)
    with acting_as(cast.lead):
        write_note(cast.partner, text="between us", by=cast.lead, now=now)

    def run(statement: str) -> None:
        with past_the_guards(*WATCHED), connection.cursor() as cursor:
            cursor.execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")

    connection.check_constraints()
    with as_the_owner():
        yield run


# --- columns that come and go -------------------------------------------------------------------------------------


def test_a_column_added_with_a_value_makes_nobody_a_forger(as_owner: Callable[[str], None]) -> None:
    for table in (model._meta.db_table for model in WATCHED[:-1]):
        as_owner(f"ALTER TABLE {table} ADD COLUMN later jsonb NOT NULL DEFAULT '[]', ADD COLUMN empty text")
    assert verify() == []


def test_a_column_that_was_renamed_is_known_by_its_older_name_once_that_is_written_down(
    as_owner: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_owner("ALTER TABLE partners_partnernoteevent RENAME COLUMN text TO words")
    assert verify() == [
        "Links of partners_partnernoteevent cover the column text, which is gone, and nothing says where it went."
    ]
    monkeypatch.setattr(columns, "RENAMED", {"partners_partnernoteevent": {"text": "words"}})
    assert verify() == []
    as_owner("UPDATE partners_partnernoteevent SET words = 'something else'")
    assert "is not what was recorded" in verify()[0]


def test_a_column_that_was_removed_is_missed_and_what_is_beyond_proof_is_said(
    as_owner: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_owner("ALTER TABLE partners_partnernoteevent DROP COLUMN text")
    assert "cover the column text, which is gone" in verify()[0]
    gone = {"partners_partnernoteevent": {"text": "notes were given up in 2027"}}
    monkeypatch.setattr(columns, "REMOVED", gone)
    monkeypatch.setattr(chain, "REMOVED", gone)
    assert verify() == []
    call_command("verify_audit")
    assert "cover text, which is gone (notes were given up in 2027)" in capsys.readouterr().out


# Nothing that was empty is free to be filled in, and no list of columns may be cut to leave out what was changed.
SHAPES = {
    "fill in what was empty": "UPDATE partners_partnerevent SET expertise = 'everything' WHERE expertise = ''",
    "fill in what was null": "UPDATE partners_partnernoteevent SET pgh_context_id = gen_random_uuid()",
    "leave a column out": "UPDATE partners_eventshape SET columns = columns - 'text' "
    "WHERE table_name = 'partners_partnernoteevent'",
    "add a column": """UPDATE partners_eventshape SET columns = columns || '["more"]' """
    "WHERE table_name = 'partners_partnernoteevent'",
    "lose the list": "DELETE FROM partners_eventshape WHERE table_name = 'partners_partnernoteevent'",
    "call them early": "UPDATE partners_auditevent SET shape_id = NULL",
    "name another list": "UPDATE partners_auditevent SET shape_id = (SELECT min(id) FROM partners_eventshape)",
    "show it to the other side": "UPDATE partners_auditevent SET side = 'ours' WHERE side = 'theirs'",
    "move it to a rival": "UPDATE partners_auditevent SET partner_id = partner_id + 1 WHERE verb = 'write_note'",
    "speak of another table": "UPDATE partners_auditevent SET table_name = 'nothing' WHERE verb = 'write_note'",
}


@pytest.mark.parametrize("statement", SHAPES.values(), ids=SHAPES.keys())
def test_tampering_with_what_a_link_covers_is_found(as_owner: Callable[[str], None], statement: str) -> None:
    as_owner(statement)
    assert verify() != []


# --- rows that are not what their history says --------------------------------------------------------------------

ROWS = {
    "UPDATE partners_partnernote SET text = 'nothing of the kind', side = 'ours'": "is not what its newest event says: "
    "side, text changed past the triggers.",
    "DELETE FROM partners_partnernote": "is gone, and no event says that it was deleted.",
    "INSERT INTO partners_partnernote (partner_id, side, text, author_id, written_at) "
    "SELECT partner_id, side, 'planted', author_id, written_at FROM partners_partnernote": "has no history: it was "
    "written past the triggers.",
}


@pytest.mark.parametrize(("statement", "words"), ROWS.items(), ids=["changed", "deleted", "planted"])
def test_a_row_changed_past_the_triggers_is_found(
    as_owner: Callable[[str], None], statement: str, words: str
) -> None:
    as_owner(statement)
    [problem] = verify()
    assert problem.startswith("partners_partnernote ")
    assert problem.endswith(words)
    assert verify(rows=False) == []


def test_a_row_that_came_back_after_it_was_deleted_is_found(as_owner: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE kept AS SELECT * FROM partners_partnernote")
        cursor.execute("DELETE FROM partners_partnernote")
    connection.check_constraints()
    assert verify() == []
    as_owner("INSERT INTO partners_partnernote SELECT * FROM kept")
    [problem] = verify()
    assert "is there, although its newest event says that it was deleted" in problem


# --- guards -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE partners_partnernote DISABLE TRIGGER USER",
        "ALTER TABLE reviews_seal ENABLE REPLICA TRIGGER pgtrigger_never_deleted_40114",
        "DROP TRIGGER tandem_chain ON partners_partnerevent",
    ],
)
def test_a_guard_that_is_gone_or_off_is_missed(as_owner: Callable[[str], None], statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert all("is gone or switched off" in problem for problem in verify())
    assert verify() != []


def test_the_library_s_own_way_past_the_triggers_is_missed(as_owner: Callable[[str], None]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean "
            "LANGUAGE sql AS $$ SELECT current_setting('pgtrigger.ignore', true) <> '' $$"
        )
    [problem] = verify()
    assert "can be passed by" in problem
