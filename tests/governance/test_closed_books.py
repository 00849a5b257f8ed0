"""What is settled stands in closed books: read instead of judged again, and never other than the ledger judges it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import actions
from governance.bookkeeping import close_books, latest_close
from governance.ledger import Tally, tally
from governance.models import ActionDate, ActionItem, BookedMonth, ClosedBooks, Cover, WaitingPeriod
from governance.models.reopening import LOCK
from governance.queries import promises
from governance.tallies import Period, tallies
from governance.tasks import keep_books
from partners.models import Side, User
from partners.scope import SYSTEM, acting_as, entered, oneself
from tests.cast import Cast
from tests.governance.scene import NOW, at, counterpart, in_days, promised

LATER = at(date(2027, 2, 20))
"""Everything of `settled` has long been over."""


def reported(cast: Cast, owner: User, *, on: date, confirmed: bool = True) -> ActionItem:
    other = counterpart(cast, owner)
    item = promised(cast, owner)
    with acting_as(owner):
        actions.report_done(item, by=owner, now=at(on))
    if confirmed:
        with acting_as(other):
            actions.confirm(item, by=other, now=at(on + timedelta(days=1)))
    return item


@pytest.fixture
def settled(cast: Cast) -> ActionItem:
    """One of several settled actions of both sides; others of each side are open or only reported."""
    for owner in (cast.lead, cast.manager):
        with acting_as(owner):
            reported(cast, owner, on=in_days(30))
            reported(cast, owner, on=in_days(10), confirmed=False)
            promised(cast, owner)
            moved = promised(cast, owner)
            actions.move_date(moved, due_on=in_days(40), reason="Hardware", by=owner, now=NOW)
        with acting_as(counterpart(cast, owner)):
            actions.withdraw(
                moved, reason="No longer needed", by=counterpart(cast, owner), now=at(in_days(30))
            )
    with acting_as(cast.lead):
        return reported(cast, cast.lead, on=in_days(21))


@pytest.fixture
def closed(cast: Cast, settled: ActionItem) -> ActionItem:
    close_books(now=LATER)
    return settled


def books(cast: Cast) -> ClosedBooks:
    with entered(SYSTEM):
        return ClosedBooks.objects.get(partner=cast.partner)


def is_what_the_ledger_judges(cast: Cast, as_of: date) -> bool:
    """Of the year up to the day, of a month that is over, and of some days, which can rest on no books."""
    month = as_of.replace(day=1)
    over = month - timedelta(days=1)
    of_months = [
        Period(month.replace(year=month.year - 1), as_of, as_of), Period(over.replace(day=1), over, as_of),
    ]  # fmt: skip
    of_days = [Period(as_of - timedelta(days=9), as_of, as_of)]
    of_the_whole_month = [
        Period(month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1), as_of)
    ]
    of_a_part = [Period(over.replace(day=1), over - timedelta(days=1), as_of)]
    with acting_as(cast.manager):
        facts = promises(cast.partner)
        return all(
            tallies([cast.partner, cast.rival], periods)[cast.partner.pk]
            == [tally(facts, *period) for period in periods]
            for periods in (of_months, of_the_whole_month, of_a_part, of_days)
        )


# --- the books and the formula ---------------------------------------------------------------------------------------

CLOSED, BEFORE = date(2027, 3, 5), date(2027, 3, 1)
"""A day on which books are closed, and the day before which all that is settled is in them."""
AROUND = [BEFORE + timedelta(days=offset) for offset in (-30, -2, -1, 0, 1, 2, 5, 40)]

# Most of them at the edge of the books, where a day or an hour decides on which side of it something lies.
days = st.integers(-4, 3).map(lambda offset: BEFORE + timedelta(days=offset)) | st.integers(0, 150).map(
    in_days
)
moments = st.builds(lambda day, hour: datetime.combine(day, time(hour), UTC), days, st.integers(0, 23))
zones = st.sampled_from(["", "Pacific/Kiritimati", "Pacific/Honolulu", "Mars/Olympus"])
ends = st.sampled_from(["open", "reported", "closed", "closed", "withdrawn"])


@st.composite
def actions_of_any_kind(draw: st.DrawFn) -> dict:
    reported_at, closed_at = sorted([draw(moments), draw(moments)])
    given_on = sorted(min(draw(days), reported_at.date()) for _ in range(draw(st.integers(1, 3))))
    marks = sorted(draw(st.lists(days, max_size=3)))
    return {
        "ours": draw(st.booleans()), "state": draw(ends), "reported_at": reported_at, "closed_at": closed_at,
        "dates": [(on, draw(days), draw(st.booleans())) for on in given_on],
        "wait": (draw(st.sampled_from(list(Side))), marks[0], marks[1] if marks[1:] else None) if marks else None,
    }  # fmt: skip


def written(cast: Cast, facts: dict) -> None:
    """The rows of an action, past every rule of the verbs: whatever the database can keep."""
    owner, state = cast.manager if facts["ours"] else cast.lead, facts["state"]
    item = ActionItem.objects.create(
        partner=cast.partner, title="Anything", owner=owner, created_by=owner, created_at=NOW, promised_at=NOW,
        side=owner.side, state=state, first_due_on=facts["dates"][0][1], due_on=facts["dates"][-1][1],
        reported_at=facts["reported_at"] if state in ("reported", "closed") else None,
        closed_at=facts["closed_at"] if state in ("closed", "withdrawn") else None,
        confirmed_by=cast.cio if state == "closed" else None,
    )  # fmt: skip
    for on, due_on, noticed in facts["dates"]:
        ActionDate.objects.create(
            partner=cast.partner, item=item, due_on=due_on, given_on=on, given_by=owner, with_notice=noticed
        )
    if facts["wait"]:
        side, began_on, ended_on = facts["wait"]
        WaitingPeriod.objects.create(
            partner=cast.partner, item=item, on_side=side, began_on=began_on, ended_on=ended_on, said_by=owner
        )


@contextmanager
def taken_back_afterwards() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def covered(cast: Cast, began_on: date, length: int) -> None:
    Cover.objects.create(
        partner=cast.partner, words="Let it wait", began_on=began_on, until=began_on + timedelta(days=length),
        given_by=cast.cio,
    )  # fmt: skip


@given(
    st.lists(actions_of_any_kind(), min_size=4, max_size=16),
    zones,
    st.none() | st.tuples(days, st.integers(0, 56)),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_books_closed_every_figure_is_what_the_ledger_judges(
    cast: Cast, every: list[dict], zone: str, cover: tuple[date, int] | None
) -> None:
    with taken_back_afterwards():
        with entered(SYSTEM):
            User.objects.filter(pk=cast.lead.pk).update(time_zone=zone)
            if cover:
                covered(cast, *cover)
            for facts in every:
                written(cast, facts)
        close_books(now=at(CLOSED))
        assert (books(cast).before, books(cast).stale) == (BEFORE, False)
        for day in AROUND:
            assert is_what_the_ledger_judges(cast, day)


@pytest.mark.parametrize("as_of", [in_days(offset) for offset in (0, 20, 21, 30, 31, 38, 68, 69, 100, 400)])
def test_a_year_with_books_is_the_year_without_them(cast: Cast, closed: ActionItem, as_of: date) -> None:
    assert is_what_the_ledger_judges(cast, as_of)


def test_a_figure_of_a_day_before_the_last_in_the_books_is_judged(cast: Cast) -> None:
    in_time, confirmed_at = datetime(2027, 2, 25, 9, tzinfo=UTC), datetime(2027, 2, 28, 3, tzinfo=UTC)
    with entered(SYSTEM):
        written(cast, {"ours": True, "state": "closed", "reported_at": in_time, "closed_at": confirmed_at,
                       "dates": [(in_days(0), date(2027, 2, 26), True)], "wait": None})  # fmt: skip
    close_books(now=at(CLOSED))
    assert is_what_the_ledger_judges(cast, date(2027, 2, 27))
    assert is_what_the_ledger_judges(cast, date(2027, 2, 28))


def test_what_is_in_the_books_is_read_from_them(cast: Cast, closed: ActionItem) -> None:
    with entered(SYSTEM):
        BookedMonth.objects.filter(side="theirs").update(due=7, kept=7, missed=0, moved=0, held_up=0)
    with acting_as(cast.manager):
        read = tallies([cast.partner], [Period(date(2026, 12, 1), date(2027, 2, 20), date(2027, 2, 20))])
        assert read[cast.partner.pk][0][Side.THEIRS].kept >= 7


def test_books_are_of_a_month_that_is_over_everywhere() -> None:
    assert latest_close(at(date(2027, 2, 1))) == date(2027, 1, 1)
    assert latest_close(at(date(2027, 2, 3))) == date(2027, 2, 1)


def test_closing_them_again_changes_nothing(cast: Cast, closed: ActionItem) -> None:
    before = books(cast)
    assert close_books(now=LATER + timedelta(hours=1)) == 0
    assert books(cast).closed_at == before.closed_at


def test_the_clock_closes_them(cast: Cast, settled: ActionItem) -> None:
    cache.clear()
    keep_books()
    assert not books(cast).stale


def test_a_month_later_they_are_closed_anew(cast: Cast, closed: ActionItem) -> None:
    assert close_books(now=LATER + timedelta(days=31)) == 2
    assert books(cast).before == date(2027, 3, 1)
    assert is_what_the_ledger_judges(cast, date(2027, 3, 23))


def test_books_are_not_closed_over_a_date_that_is_still_to_come(cast: Cast, settled: ActionItem) -> None:
    with entered(SYSTEM):
        ActionDate.objects.create(
            partner=cast.partner, item=settled, due_on=in_days(200), given_on=in_days(150), given_by=cast.lead,
            with_notice=True,
        )  # fmt: skip
    assert close_books(now=LATER) == 1  # the rival's
    assert is_what_the_ledger_judges(cast, LATER.date())


# --- what changes them -----------------------------------------------------------------------------------------------


def change(sql: str) -> Callable[[Cast, ActionItem], None]:
    """A change past the verbs and past Django."""

    def do(cast: Cast, item: ActionItem) -> None:
        with entered(SYSTEM), connection.cursor() as cursor:
            cursor.execute(sql, {"item": item.pk, "lead": cast.lead.pk, "other": cast.contributor.pk})

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
           (partner_id, title, detail, owner_id, side, state, first_due_on, due_on, promised_at, reported_at, closed_at,
            confirmed_by_id, returned, reference, created_by_id, created_at, version)
           SELECT partner_id, 'Brought in', '', owner_id, side, state, first_due_on, due_on, promised_at, reported_at,
           closed_at, confirmed_by_id, 0, '', created_by_id, created_at, 1
           FROM governance_actionitem WHERE id = %(item)s"""


@pytest.mark.parametrize(
    ("told", "sql"),
    [
        ("it was reported later", "UPDATE governance_actionitem SET reported_at = reported_at + interval '5 days',"
                                  " closed_at = closed_at + interval '5 days' WHERE id = %(item)s"),
        ("it is open again", "UPDATE governance_actionitem SET state = 'open' WHERE id = %(item)s"),
        ("it is the other side's", "UPDATE governance_actionitem SET side = 'ours' WHERE id = %(item)s"),
        ("it is somebody else's", "UPDATE governance_actionitem SET owner_id = %(other)s WHERE id = %(item)s"),
        ("it had another date", _DATE),
        ("its first date was with notice", "UPDATE governance_actiondate SET with_notice = NOT with_notice"
                                           " WHERE item_id = %(item)s"),
        ("it waited", _WAIT),
        ("it fell due under a cover", _COVER),
        ("another one is brought in", _COPY),
        ("its owner moved", "UPDATE partners_user SET time_zone = 'Pacific/Auckland' WHERE id = %(lead)s"),
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


def test_a_cover_that_is_taken_out_of_the_database_is_no_cover_any_more(
    cast: Cast, settled: ActionItem
) -> None:
    change(_COVER)(cast, settled)
    close_books(now=LATER)
    with entered(SYSTEM):
        covers = sum(month.covered for month in BookedMonth.objects.all())
    change("DELETE FROM governance_cover WHERE %(item)s IS NOT NULL")(cast, settled)
    assert (covers, books(cast).stale) == (5, True)
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_what_a_leader_says_of_a_cover_leaves_the_books_alone(cast: Cast, closed: ActionItem) -> None:
    with acting_as(cast.cio):
        cover = actions.give_cover(
            cast.partner, words="Let it wait", until=LATER.date() + timedelta(days=7), by=cast.cio, now=LATER
        )
        actions.add_to_cover(
            cover, cause="Seen at night", concession="A week", version=cover.version, by=cast.cio, now=LATER
        )
    assert not books(cast).stale


def test_whoever_moves_to_another_time_zone_marks_books_they_do_not_see_as_well(
    cast: Cast, closed: ActionItem
) -> None:
    with entered(oneself(cast.lead)):
        assert not ClosedBooks.objects.exists()
        User.objects.filter(pk=cast.lead.pk).update(time_zone="Asia/Kolkata")
    assert books(cast).stale


def test_what_happens_to_open_actions_leaves_the_books_alone(cast: Cast, closed: ActionItem) -> None:
    with acting_as(cast.lead):
        new = promised(cast, cast.lead, due_on=date(2027, 3, 9))
        actions.move_date(new, due_on=date(2027, 3, 20), reason="Hardware", by=cast.lead, now=LATER)
        actions.report_done(new, by=cast.lead, now=LATER)
    with acting_as(cast.manager):
        actions.confirm(new, by=cast.manager, now=LATER)
        waiting = ActionItem.objects.filter(partner=cast.partner, state="reported")[0]
        ActionItem.objects.filter(pk=waiting.pk).update(title="Another word for it")
        ActionItem.objects.filter(pk=closed.pk).update(title="Another word for what is settled")
    assert not books(cast).stale
    assert is_what_the_ledger_judges(cast, LATER.date())


def test_books_closed_in_another_house_s_time_zone_are_not_read(cast: Cast, closed: ActionItem) -> None:
    with override_settings(TIME_ZONE="Pacific/Auckland"):
        assert is_what_the_ledger_judges(cast, LATER.date())
        assert close_books(now=LATER) == 2
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
            with pytest.raises(DatabaseError, match="background work"), transaction.atomic():
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
        assert all(month.tally != Tally() for month in BookedMonth.objects.all())
