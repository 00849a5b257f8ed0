"""What is settled is read from closed books, and never other than the ledger judges it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.ledger.rollup import close_books, latest_close
from governance.ledger.tallies import Period, tallies
from governance.models import ActionDate, ActionItem, BookedMonth, Cover, WaitingPeriod
from governance.tasks import keep_books
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side
from tests.cast import Cast
from tests.governance.ledger.closed_books.kept import LATER, books, is_what_the_ledger_judges
from tests.governance.scene import NOW, at, in_days

CLOSED, BEFORE = date(2027, 3, 5), date(2027, 3, 1)
"""A day on which books are closed, and the day before which all that is settled is in them."""
AROUND = [BEFORE + timedelta(days=offset) for offset in (-30, -2, -1, 0, 1, 2, 5, 40)]

# Most of them at the edge of the books, where a day or an hour decides on which side of it something lies.
days = st.integers(-4, 3).map(lambda offset: BEFORE + timedelta(days=offset)) | st.integers(0, 150).map(
    in_days
)
moments = st.builds(lambda day, hour: datetime.combine(day, time(hour), UTC), days, st.integers(0, 23))
zones = st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Honolulu"])
ends = st.sampled_from(["open", "reported", "closed", "closed", "withdrawn"])


@st.composite
def actions_of_any_kind(draw: st.DrawFn) -> dict:
    reported_at, closed_at = sorted([draw(moments), draw(moments)])
    given_on = sorted(min(draw(days), reported_at.date()) for _ in range(draw(st.integers(1, 3))))
    marks = sorted(draw(st.lists(days, max_size=3)))
    return {
        "ours": draw(st.booleans()), "state": draw(ends), "reported_at": reported_at, "closed_at": closed_at,
        "dates": [(on, draw(days), draw(st.booleans())) for on in given_on], "zone": draw(zones),
        "promised_on": draw(st.none() | st.just(given_on[0]) | days),
        "wait": (draw(st.sampled_from(list(Side))), marks[0], marks[1] if marks[1:] else None) if marks else None,
    }  # fmt: skip


def written(cast: Cast, facts: dict) -> None:
    """The rows of an action, past every rule of the verbs: whatever the database can keep."""
    owner, state, zone = cast.manager if facts["ours"] else cast.lead, facts["state"], ZoneInfo(facts["zone"])
    item = ActionItem.objects.create(
        partner=cast.partner,
        title="Anything",
        owner=owner,
        created_by=owner,
        created_at=NOW,
        promised_at=NOW,
        side=owner.side,
        state=state,
        first_due_on=facts["dates"][0][1],
        due_on=facts["dates"][-1][1],
        promised_on=facts["promised_on"],
        reported_at=facts["reported_at"] if state in ("reported", "closed") else None,
        reported_on=facts["reported_at"].astimezone(zone).date() if state in ("reported", "closed") else None,
        closed_at=facts["closed_at"] if state in ("closed", "withdrawn") else None,
        closed_on=facts["closed_at"].astimezone(zone).date() if state in ("closed", "withdrawn") else None,
        confirmed_by=cast.cio if state == "closed" else None,
    )
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
        partner=cast.partner,
        words="Let it wait",
        began_on=began_on,
        until=began_on + timedelta(days=length),
        given_by=cast.cio,
    )


@given(
    st.lists(actions_of_any_kind(), min_size=4, max_size=16),
    st.none() | st.tuples(days, st.integers(0, 56)),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_books_closed_every_figure_is_what_the_ledger_judges(
    cast: Cast, every: list[dict], cover: tuple[date, int] | None
) -> None:
    with taken_back_afterwards():
        with entered(SYSTEM):
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
                       "dates": [(in_days(0), date(2027, 2, 26), True)], "wait": None, "zone": "UTC",
                       "promised_on": in_days(0)})  # fmt: skip
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
            partner=cast.partner,
            item=settled,
            due_on=in_days(200),
            given_on=in_days(150),
            given_by=cast.lead,
            with_notice=True,
        )
    assert close_books(now=LATER) == 1  # the rival's
    assert is_what_the_ledger_judges(cast, LATER.date())


@pytest.mark.parametrize(("due_on", "booked"), [(BEFORE - timedelta(days=1), True), (BEFORE, False)])
def test_what_is_done_long_before_its_day_keeps_no_books_open(cast: Cast, due_on: date, booked: bool) -> None:
    done_at = datetime(2027, 1, 12, 9, tzinfo=UTC)
    with entered(SYSTEM):
        written(cast, {"ours": True, "state": "closed", "reported_at": done_at, "closed_at": done_at,
                       "dates": [(in_days(0), due_on, True)], "wait": None, "zone": "UTC",
                       "promised_on": in_days(0)})  # fmt: skip
    close_books(now=at(CLOSED))
    assert (books(cast).before, books(cast).stale) == (BEFORE, False)
    with entered(SYSTEM):
        assert books(cast).months.exists() is booked
    assert is_what_the_ledger_judges(cast, CLOSED)
