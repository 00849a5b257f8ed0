"""The mirror ledger on the day before, the day and the day after: verdicts, the waiting-on clock, periods and sums."""

from datetime import date, timedelta

import pytest

from governance.counting.formula import (
    GivenDate,
    Promise,
    Tally,
    Verdict,
    Wait,
    by_function,
    by_month,
    days_waited_on,
    delay_of,
    judge,
    months_of,
    settled_on,
    tally,
)
from partners.models import Side

DUE = date(2026, 3, 20)
"""A Friday."""


def day(offset: int, since: date = DUE) -> date:
    return since + timedelta(days=offset)


# --- the mirror ledger ------------------------------------------------------------------------------------------------


def promise(**facts: object) -> Promise:
    given = {"kind": "action", "side": Side.THEIRS, "first_due_on": DUE, "due_on": DUE}
    return Promise(**{**given, "dates": (GivenDate(day(-18), DUE, True),), **facts})


def moved(*dates: tuple[int, int, bool], **facts: object) -> Promise:
    """Dates given on a day for a day, counted from the first due day."""
    given = tuple(GivenDate(day(on), day(due), notice) for on, due, notice in dates)
    return promise(dates=(GivenDate(day(-18), DUE, True), *given), **facts)


@pytest.mark.parametrize(
    ("told", "one", "as_of", "verdict"),
    [
        ("the day before its first", promise(), -1, Verdict.PENDING),
        ("on its first day", promise(), 0, Verdict.PENDING),
        ("the day after it", promise(), 1, Verdict.MISSED),
        ("reported the day before", promise(reported_on=day(-1)), -1, Verdict.PENDING),
        ("reported that day", promise(reported_on=DUE), 0, Verdict.KEPT),
        ("reported the day after", promise(reported_on=day(1)), 1, Verdict.MISSED),
        ("withdrawn the day before", promise(withdrawn_on=day(-1)), 5, Verdict.PENDING),
        ("withdrawn that day", promise(withdrawn_on=DUE), 5, Verdict.PENDING),
        ("withdrawn the day after", promise(withdrawn_on=day(1)), 5, Verdict.MISSED),
        ("withdrawn after the day we look at", promise(withdrawn_on=day(9)), 5, Verdict.MISSED),
        ("moved, on the day before the new date", moved((-8, 14, True)), 13, Verdict.MOVED),
        ("moved, on the new date", moved((-8, 14, True)), 14, Verdict.MOVED),
        ("moved, the day after the new date", moved((-8, 14, True)), 15, Verdict.MISSED),
        ("moved, and met on the day", moved((-8, 14, True), reported_on=day(14)), 60, Verdict.MOVED),
        ("moved, and met a day late", moved((-8, 14, True), reported_on=day(15)), 60, Verdict.MISSED),
        ("moved twice, both with notice", moved((-8, 14, True), (2, 28, True), reported_on=day(28)), 60, Verdict.MOVED),
        ("the second without", moved((-8, 14, True), (12, 28, False), reported_on=day(28)), 60, Verdict.MISSED),
        ("the first without", moved((-1, 14, False), (2, 28, True), reported_on=day(28)), 60, Verdict.MISSED),
        ("moved forward is no way out", moved((-9, -3, True), reported_on=DUE), 60, Verdict.KEPT),
        ("given on the day we look at", moved((1, 14, True)), 1, Verdict.MOVED),
        ("given the day after we look", moved((2, 14, True)), 1, Verdict.MISSED),
    ],
)  # fmt: skip
def test_a_verdict_turns_on_its_day(told: str, one: Promise, as_of: int, verdict: Verdict) -> None:
    assert judge(one, day(as_of)) is verdict, told


@pytest.mark.parametrize(
    ("waits", "reported", "verdict"),
    [
        ([(Side.OURS, -5, 5)], 10, Verdict.HELD_UP), ([(Side.OURS, -5, 5)], 11, Verdict.MISSED),
        ([(Side.OURS, -5, 4)], 10, Verdict.MISSED), ([(Side.OURS, 0, None)], 10, Verdict.HELD_UP),
        ([(Side.OURS, 1, None)], 10, Verdict.MISSED), ([(Side.OURS, -30, -18)], 1, Verdict.MISSED),
        ([(Side.OURS, -30, -17)], 1, Verdict.HELD_UP), ([(Side.OURS, 2, 4), (Side.OURS, 5, 7)], 4, Verdict.MISSED),
        ([(Side.OURS, -4, -2), (Side.OURS, 1, 3)], 4, Verdict.HELD_UP), ([(Side.THEIRS, -9, None)], 4, Verdict.MISSED),
    ],
)  # fmt: skip
def test_a_delay_is_held_up_when_every_day_of_it_was(
    waits: list[tuple[Side, int, int | None]], reported: int, verdict: Verdict
) -> None:
    held = tuple(
        Wait(side, day(began), None if ended is None else day(ended)) for side, began, ended in waits
    )
    assert judge(promise(waits=held, reported_on=day(reported)), day(90)) is verdict


def test_a_delay_is_counted_from_the_last_date_with_notice() -> None:
    late = moved(
        (-8, 14, True), (12, 28, False), reported_on=day(20), waits=(Wait(Side.OURS, day(10), day(12)),)
    )
    delay = delay_of(late, day(90))
    assert (delay.since.due_on, delay.end, delay.days, delay.waited) == (day(14), day(20), 6, 2)
    assert delay_of(late, day(16)).days == 2


def test_the_clock_gives_each_day_to_whoever_held_the_ball() -> None:
    one = promise(
        waits=(Wait(Side.OURS, day(-8), day(-3)), Wait(Side.THEIRS, day(-3), day(0))), reported_on=day(2)
    )
    assert days_waited_on(one, day(30)) == {Side.THEIRS: 15, Side.OURS: 5}
    assert days_waited_on(one, day(-5)) == {Side.THEIRS: 10, Side.OURS: 3}


@pytest.mark.parametrize(
    ("facts", "settled"),
    [
        ({}, None), ({"reported_on": day(1)}, None), ({"reported_on": day(1), "confirmed_on": day(3)}, 3),
        ({"reported_on": day(-9), "confirmed_on": day(-8)}, 0), ({"withdrawn_on": day(-4)}, 0),
        ({"withdrawn_on": day(4)}, 4), ({"confirmed_on": day(4)}, None),
        ({"dates": (GivenDate(day(-9), DUE, True), GivenDate(day(6), day(9), True)), "withdrawn_on": day(4)}, 6),
    ],
)  # fmt: skip
def test_it_is_settled_from_the_last_day_anything_of_it_happened(
    facts: dict[str, object], settled: int | None
) -> None:
    assert settled_on(promise(**facts)) == (None if settled is None else day(settled))


@pytest.mark.parametrize(("first", "last", "counts"), [(-5, -1, 0), (-5, 0, 1), (0, 5, 1), (1, 5, 0)])
def test_both_ends_of_a_period_count(first: int, last: int, counts: int) -> None:
    missed = [promise(function="Sales")]
    period = (day(first), day(last), day(30))
    assert tally(missed, *period)[Side.THEIRS] == Tally(due=counts, missed=counts)
    assert sum(month[Side.THEIRS].due for month in by_month(missed, *period).values()) == counts
    assert list(by_function(missed, *period)) == ["Sales"] * counts


def test_a_promise_is_counted_in_the_month_and_for_the_function_of_its_first_date() -> None:
    missed = [promise(function="Sales"), moved((-8, 14, True), function="Sales"), promise(side=Side.OURS)]
    months = by_month(missed, day(-40), day(40), day(60))
    assert {month: (each[Side.OURS].due, each[Side.THEIRS].due) for month, each in months.items()} == {
        date(2026, 2, 1): (0, 0), date(2026, 3, 1): (1, 2), date(2026, 4, 1): (0, 0),
    }  # fmt: skip
    functions = by_function(missed, day(-40), day(40), day(60))
    assert {name: (each[Side.OURS].due, each[Side.THEIRS].due) for name, each in functions.items()} == {
        "Sales": (0, 2),
        "": (1, 0),
    }


def test_a_tally_adds_up_field_by_field() -> None:
    one, two = (
        Tally(15, 1, 2, 4, 8, unconfirmed=16, covered=32),
        Tally(1500, 100, 200, 400, 800, unconfirmed=1600, covered=3200),
    )
    assert one + two == Tally(1515, 101, 202, 404, 808, unconfirmed=1616, covered=3232)
    assert one.fell_due == 47


@pytest.mark.parametrize(("confirmed", "unconfirmed"), [(None, 1), (4, 0), (5, 0), (6, 1)])
def test_a_yes_counts_from_its_day(confirmed: int | None, unconfirmed: int) -> None:
    one = promise(reported_on=DUE, confirmed_on=None if confirmed is None else day(confirmed))
    assert tally([one], DUE, DUE, day(5))[Side.THEIRS].unconfirmed == unconfirmed


def test_the_months_of_a_period_are_all_that_it_touches() -> None:
    assert list(months_of(date(2026, 11, 30), date(2027, 2, 1))) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip
    assert list(months_of(date(2026, 11, 1), date(2026, 11, 1))) == [date(2026, 11, 1)]
