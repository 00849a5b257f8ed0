"""Whatever changes what is in the books is counted anew, and nobody writes them by hand."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import override_settings

from governance import verbs
from governance.counting.formula import Tally
from governance.ledger.rollup import close_books
from governance.models import ActionItem, BookedMonth, ClosedBooks, OutcomeIntent
from governance.models.rollup_triggers import LOCK
from partners.isolation.scope import SYSTEM, acting_as, entered, oneself
from partners.models import User
from tests.cast import Cast
from tests.governance.ledger.closed_books.kept import LATER, books, is_what_the_ledger_judges
from tests.governance.scene import promised
from tests.tampering import as_the_owner

# --- what changes them -----------------------------------------------------------------------------------------------


def change(sql: str) -> Callable[[Cast, ActionItem], None]:
    """A change past the verbs and past Django."""

    def do(cast: Cast, item: ActionItem) -> None:
        with entered(SYSTEM), connection.cursor() as cursor:
            cursor.execute(sql, {"item": item.pk})

    return do


_DATE = """INSERT INTO governance_actiondate (partner_id, item_id, due_on, given_on, given_by_id, reason, with_notice)
           SELECT partner_id, id, due_on + 9, first_due_on - 20, owner_id, '', true FROM governance_actionitem
           WHERE id = %(item)s"""
_WAIT = """INSERT INTO governance_waitingperiod
           (partner_id, item_id, on_side, what_for, began_on, ended_on, said_by_id, dispute)
           SELECT partner_id, id, 'ours', '', first_due_on - 9, first_due_on, owner_id, '' FROM governance_actionitem
           WHERE id = %(item)s"""
_COVER = """INSERT INTO governance_cover
            (partner_id, words, number, began_on, until, given_by_id, cause, concession, version)
            SELECT partner_id, 'Let it wait', '', first_due_on - 3, first_due_on, owner_id, '', '', 1
            FROM governance_actionitem WHERE id = %(item)s"""
_COPY = """INSERT INTO governance_actionitem
           (partner_id, title, detail, owner_id, side, state, first_due_on, due_on, promised_at, reported_at,
            reported_on, closed_at, closed_on, confirmed_by_id, returned, reference, never_was, created_by_id,
            created_at, version)
           SELECT partner_id, 'Brought in', '', owner_id, side, state, first_due_on, due_on, promised_at, reported_at,
           reported_on, closed_at, closed_on, confirmed_by_id, 0, '', false, created_by_id, created_at, 1
           FROM governance_actionitem WHERE id = %(item)s"""


@pytest.mark.parametrize(
    ("told", "sql"),
    [
        ("it was reported later", "UPDATE governance_actionitem SET reported_on = reported_on + 5,"
                                  " closed_on = closed_on + 5 WHERE id = %(item)s"),
        ("it was taken over", "UPDATE governance_actionitem SET promised_on = first_due_on + 1 WHERE id = %(item)s"),
        ("it is open again", "UPDATE governance_actionitem SET state = 'open' WHERE id = %(item)s"),
        ("it is the other side's", "UPDATE governance_actionitem SET side = 'ours' WHERE id = %(item)s"),
        ("it had another date", _DATE),
        ("its first date was with notice", "UPDATE governance_actiondate SET with_notice = NOT with_notice"
                                           " WHERE item_id = %(item)s"),
        ("it waited", _WAIT),
        ("it fell due under a cover", _COVER),
        ("another one is brought in", _COPY),
        ("its owner serves another function", "UPDATE partners_user SET business_function = 'Finance' WHERE id ="
                                              " (SELECT owner_id FROM governance_actionitem WHERE id = %(item)s)"),
        ("it is somebody else's", "UPDATE governance_actionitem SET owner_id = (SELECT id FROM partners_user"
                                  " WHERE full_name = 'Hanna Weiss') WHERE id = %(item)s"),
    ],
)  # fmt: skip
def test_books_in_which_something_changes_are_not_read_until_they_are_closed_anew(
    cast: Cast, closed: ActionItem, told: str, sql: str
) -> None:
    change(sql)(cast, closed)
    assert books(cast).stale, told
    assert is_what_the_ledger_judges(cast, LATER.date())
    assert close_books(now=LATER) == 1
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_an_outcome_that_is_another_function_s_is_so_in_the_books(cast: Cast, closed: ActionItem) -> None:
    with entered(SYSTEM):
        outcome = OutcomeIntent.objects.create(partner=cast.partner, statement="One", target="x")
    change(f"UPDATE governance_actionitem SET outcome_id = {outcome.pk} WHERE id = %(item)s")(cast, closed)
    assert books(cast).stale
    close_books(now=LATER)
    change(f"UPDATE governance_outcomeintent SET statement = 'Two' WHERE {outcome.pk} <> %(item)s")(
        cast, closed
    )
    assert not books(cast).stale
    change(
        f"UPDATE governance_outcomeintent SET business_function = 'Sales' WHERE id = {outcome.pk} OR id = %(item)s"
    )(cast, closed)
    assert books(cast).stale
    close_books(now=LATER)
    assert is_what_the_ledger_judges(cast, LATER.date())
    with entered(SYSTEM):
        assert BookedMonth.objects.filter(function="Sales").exists()


def test_a_cover_that_is_taken_out_of_the_database_is_no_cover_any_more(
    cast: Cast, settled: ActionItem
) -> None:
    change(_COVER)(cast, settled)
    close_books(now=LATER)
    with entered(SYSTEM):
        covers = sum(month.covered for month in BookedMonth.objects.filter(function=None))
    with as_the_owner():
        change("DELETE FROM governance_cover WHERE %(item)s IS NOT NULL")(cast, settled)
    assert (covers, books(cast).stale) == (5, True)
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_what_a_leader_says_of_a_cover_leaves_the_books_alone(cast: Cast, closed: ActionItem) -> None:
    with acting_as(cast.cio):
        cover = verbs.give_cover(
            cast.partner, words="Let it wait", until=LATER.date() + timedelta(days=7), by=cast.cio, now=LATER
        )
        verbs.add_to_cover(
            cover, cause="Seen at night", concession="A week", version=cover.version, by=cast.cio, now=LATER
        )
    assert not books(cast).stale


def test_whoever_moves_to_another_time_zone_changes_nothing_that_was_settled(
    cast: Cast, closed: ActionItem
) -> None:
    with entered(oneself(cast.lead)):
        User.objects.filter(pk=cast.lead.pk).update(time_zone="Pacific/Kiritimati")
    assert not books(cast).stale
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_what_happens_to_open_actions_leaves_the_books_alone(cast: Cast, closed: ActionItem) -> None:
    with acting_as(cast.lead):
        new = promised(cast, cast.lead, due_on=date(2027, 3, 9))
        verbs.move_date(new, due_on=date(2027, 3, 20), reason="Hardware", by=cast.lead, now=LATER)
        verbs.report_done(new, by=cast.lead, now=LATER)
    with acting_as(cast.manager):
        verbs.confirm(new, by=cast.manager, now=LATER)
        waiting = ActionItem.objects.filter(partner=cast.partner, state="reported")[0]
        ActionItem.objects.filter(pk=waiting.pk).update(title="Another word for it")
        ActionItem.objects.filter(pk=closed.pk).update(title="Another word for what is settled")
    assert not books(cast).stale
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_books_closed_in_another_house_s_time_zone_say_the_same(cast: Cast, closed: ActionItem) -> None:
    with override_settings(TIME_ZONE="Pacific/Auckland"):
        assert close_books(now=LATER) == 0
        assert is_what_the_ledger_judges(cast, LATER.date())


@pytest.mark.django_db(transaction=True)
def test_books_are_not_closed_while_a_change_of_what_is_settled_is_under_way(
    transactional_db: None, cast: Cast, settled: ActionItem
) -> None:
    given = connection.get_connection_params() | {"dbname": connection.settings_dict["NAME"]}
    options = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
    with psycopg.connect(**options) as other:
        other.execute("UPDATE governance_actionitem SET state = 'open' WHERE id = %s", [settled.pk])
        assert not _may_close(cast)
        other.rollback()
        assert _may_close(cast)


def _may_close(cast: Cast) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, cast.partner.pk])
        return bool(cursor.fetchone()[0])


# --- who reads and keeps them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lead", "manager", "cio"])
@pytest.mark.parametrize("model", [BookedMonth, ClosedBooks])
def test_nobody_writes_books_by_hand(cast: Cast, closed: ActionItem, who: str, model: type[Model]) -> None:
    with acting_as(getattr(cast, who)):
        mine = model._base_manager.filter(partner=cast.partner)
        assert mine.exists()
        for write in (mine._raw_delete, lambda _: mine.update(partner=cast.rival)):
            with (
                pytest.raises(DatabaseError, match=r"background work|permission denied"),
                transaction.atomic(),
            ):
                write("default")


def test_a_rival_reads_no_books(cast: Cast, closed: ActionItem) -> None:
    with acting_as(cast.rival_lead):
        assert not BookedMonth.objects.exists()
        assert set(ClosedBooks.objects.values_list("partner", flat=True)) == {cast.rival.pk}


# --- the check -------------------------------------------------------------------------------------------------------


def test_the_check_says_that_the_books_hold(closed: ActionItem) -> None:
    said = StringIO()
    call_command("check_ledger", stdout=said)
    assert "The books hold" in said.getvalue()


def test_the_check_names_wrong_books(cast: Cast, closed: ActionItem) -> None:
    with entered(SYSTEM):
        month = BookedMonth.objects.filter(side="theirs").first()
        BookedMonth.objects.filter(pk=month.pk).update(due=9, kept=9, moved=0, held_up=0, missed=0)
    with pytest.raises(
        CommandError, match=r"Meridian Systems, December 2026, theirs: the books say Tally\(due=9"
    ):
        call_command("check_ledger")


def test_stale_books_are_nobody_s_and_not_checked(cast: Cast, closed: ActionItem) -> None:
    change("UPDATE governance_actionitem SET state = 'open' WHERE id = %(item)s")(cast, closed)
    call_command("check_ledger", stdout=StringIO())


def test_a_side_without_promises_has_no_month_in_the_books(cast: Cast, closed: ActionItem) -> None:
    with entered(SYSTEM):
        assert not BookedMonth.objects.filter(partner=cast.rival).exists()
        months = list(BookedMonth.objects.all())
        assert months
        assert all(month.tally != Tally() for month in months)
