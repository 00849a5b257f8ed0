from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.counting.covered_days import CoveredDays
from governance.counting.formula import (
    GivenDate,
    Promise,
    Tally,
    Verdict,
    Wait,
    by_month,
    days_waited_on,
    judge,
    settled_on,
    tally,
)
from partners.models import Side

MADE = date(2026, 3, 2)
DUE = date(2026, 3, 20)
LATER = date(2026, 4, 3)


def day(offset: int) -> date:
    return DUE + timedelta(days=offset)


def promise(**facts: object) -> Promise:
    given = {"kind": "action", "side": Side.THEIRS, "first_due_on": DUE, "due_on": DUE}
    return Promise(**{**given, "dates": (GivenDate(MADE, DUE, True),), **facts})


def moved(*, with_notice: bool, **facts: object) -> Promise:
    dates = (GivenDate(MADE, DUE, True), GivenDate(day(-8), LATER, with_notice))
    return promise(dates=dates, due_on=LATER, **facts)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    "told, facts, as_of, verdict",
    [
        ("not yet due", {}, day(-1), Verdict.PENDING),
        ("due today and still to do", {}, DUE, Verdict.PENDING),
        ("due today and reported", {"reported_on": DUE}, DUE, Verdict.KEPT),
        ("reported in time, not yet confirmed", {"reported_on": day(-2)}, day(9), Verdict.KEPT),
        ("reported in time, confirmed later", {"reported_on": DUE, "confirmed_on": day(5)}, day(9), Verdict.KEPT),
        ("reported a day late", {"reported_on": day(1)}, day(9), Verdict.MISSED),
        ("never reported", {}, day(1), Verdict.MISSED),
        ("reported after the day we look at", {"reported_on": day(5)}, day(3), Verdict.MISSED),
        ("released before it was due", {"withdrawn_on": day(-1)}, day(9), Verdict.PENDING),
        ("released once it was late", {"withdrawn_on": day(3)}, day(9), Verdict.MISSED),
    ],
)  # fmt: skip
def test_a_promise_is_judged_by_its_first_date(
    told: str, facts: dict[str, object], as_of: date, verdict: Verdict, side: Side
) -> None:
    assert judge(promise(side=side, **facts), as_of) is verdict, told


def test_a_new_date_with_notice_is_moved_while_it_stands_and_when_it_is_met() -> None:
    assert judge(moved(with_notice=True), day(5)) is Verdict.MOVED
    assert judge(moved(with_notice=True, reported_on=LATER), LATER + timedelta(days=30)) is Verdict.MOVED


def test_a_new_date_with_notice_that_is_not_met_either_is_missed() -> None:
    assert judge(moved(with_notice=True), LATER + timedelta(days=1)) is Verdict.MISSED


def test_a_new_date_without_notice_does_not_help() -> None:
    assert judge(moved(with_notice=False, reported_on=LATER), LATER) is Verdict.MISSED


def test_done_by_the_first_date_is_kept_though_a_later_one_was_given() -> None:
    assert judge(moved(with_notice=True, reported_on=day(-1)), LATER) is Verdict.KEPT


def test_a_delay_covered_by_the_other_side_is_held_up() -> None:
    wait = Wait(Side.OURS, day(-5), day(5))
    assert judge(promise(waits=(wait,), reported_on=day(10)), day(20)) is Verdict.HELD_UP
    assert judge(promise(waits=(wait,), reported_on=day(11)), day(20)) is Verdict.MISSED


def test_waiting_on_one_s_own_side_covers_nothing() -> None:
    wait = Wait(Side.THEIRS, day(-5), None)
    assert judge(promise(waits=(wait,)), day(5)) is Verdict.MISSED


def test_waiting_that_ended_before_a_new_date_was_given_is_used_up_by_it() -> None:
    wait = Wait(Side.OURS, MADE, day(-8))
    late = moved(with_notice=True, waits=(wait,), reported_on=LATER + timedelta(days=4))
    assert judge(late, LATER + timedelta(days=9)) is Verdict.MISSED


def test_no_promises_is_a_ledger_of_zeroes() -> None:
    assert tally([], MADE, DUE, DUE) == {Side.OURS: Tally(), Side.THEIRS: Tally()}


def test_what_awaits_its_confirmation_is_told_apart() -> None:
    counts = tally([promise(reported_on=DUE)], DUE, DUE, day(1))
    assert counts[Side.THEIRS] == Tally(due=1, kept=1, unconfirmed=1)


@pytest.mark.parametrize(
    ("began_on", "last_on", "counted"),
    [(day(-3), day(3), 1), (DUE, DUE, 1), (day(-9), day(-1), 0), (day(1), day(9), 0), (DUE, day(-1), 0)],
    ids=[
        "around its first date",
        "on that very day",
        "over before it",
        "given after it",
        "taken back before it",
    ],
)
def test_what_fell_due_under_cover_is_counted_apart_and_judged_as_ever(
    began_on: date, last_on: date, counted: int
) -> None:
    late = promise(covers=(CoveredDays(began_on, last_on),))
    assert judge(late, day(9)) is Verdict.MISSED
    count = tally([late], DUE, DUE, day(9))[Side.THEIRS]
    assert count == (Tally(covered=1) if counted else Tally(due=1, missed=1))


def test_what_has_not_fallen_due_yet_is_not_counted_under_cover_either() -> None:
    assert tally([promise(covers=(CoveredDays(MADE, LATER),))], MADE, LATER, day(-1)) == tally(
        [], MADE, LATER, DUE
    )


# Any facts at all: the four kinds, the mirror and the clock hold for every promise the database can keep.
days = st.integers(-60, 300).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
sides = st.sampled_from(list(Side))


@st.composite
def waits(draw: st.DrawFn) -> tuple[Wait, ...]:
    marks = sorted(draw(st.lists(days, max_size=6)))
    periods = [Wait(draw(sides), *pair) for pair in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        periods.append(Wait(draw(sides), marks[-1], None))
    return tuple(periods)


covers = st.lists(
    st.builds(
        lambda began_on, length: CoveredDays(began_on, began_on + timedelta(length)), days, st.integers(0, 56)
    ),
    max_size=3,
).map(tuple)


@st.composite
def anything_promised(draw: st.DrawFn) -> Promise:
    given_on = sorted(draw(st.lists(days, min_size=1, max_size=4)))
    dates = tuple(GivenDate(on, draw(days), draw(st.booleans())) for on in given_on)
    reported_on = draw(st.none() | days)
    return Promise(
        kind=draw(st.sampled_from(["action", "decision"])),
        side=draw(sides),
        first_due_on=dates[0].due_on,
        due_on=dates[-1].due_on,
        dates=dates,
        reported_on=reported_on,
        confirmed_on=draw(st.none() | days) if reported_on else None,
        withdrawn_on=None if reported_on else draw(st.none() | days),
        waits=draw(waits()),
        covers=draw(covers),
    )


many = st.lists(anything_promised(), max_size=12)


def swapped(one: Promise) -> Promise:
    turned = tuple(wait._replace(on_side=wait.on_side.other) for wait in one.waits)
    return replace(one, side=one.side.other, waits=turned)


@given(many, days, days, days)
def test_swapping_the_sides_swaps_every_figure(
    promises: list[Promise], first: date, last: date, as_of: date
) -> None:
    there = tally(promises, first, last, as_of)
    back = tally(map(swapped, promises), first, last, as_of)
    assert there == {side: back[side.other] for side in Side}


@given(many, days)
def test_whatever_fell_due_is_of_one_kind_or_under_cover(promises: list[Promise], as_of: date) -> None:
    fell_due = [one for one in promises if judge(one, as_of) is not Verdict.PENDING]
    for side, count in tally(promises, date.min, date.max, as_of).items():
        assert count.due + count.covered == sum(one.side is side for one in fell_due)
        assert count.covered == sum(one.side is side and one.covered for one in fell_due)


@given(many, days, covers)
def test_a_cover_that_begins_later_changes_no_figure_of_the_days_before(
    promises: list[Promise], as_of: date, more: tuple[CoveredDays, ...]
) -> None:
    later = tuple(cover for cover in more if cover.began_on > as_of)
    shielded = [replace(one, covers=(*one.covers, *later)) for one in promises]
    assert tally(promises, date.min, as_of, as_of) == tally(shielded, date.min, as_of, as_of)


@given(many, days)
def test_the_four_kinds_add_up_to_what_fell_due(promises: list[Promise], as_of: date) -> None:
    for count in tally(promises, date.min, date.max, as_of).values():
        assert count.due == count.kept + count.moved + count.held_up + count.missed


@given(many, days, days, days)
def test_the_months_add_up_to_the_period(
    promises: list[Promise], first: date, last: date, as_of: date
) -> None:
    months = by_month(promises, first, last, as_of).values()
    for side, whole in tally(promises, first, last, as_of).items():
        assert sum((month[side] for month in months), Tally()) == whole


@given(many, days)
def test_the_order_of_promises_does_not_matter(promises: list[Promise], as_of: date) -> None:
    assert tally(promises, date.min, date.max, as_of) == tally(promises[::-1], date.min, date.max, as_of)


@given(anything_promised(), days)
def test_the_two_sides_days_add_up_to_the_days_since_it_was_promised(one: Promise, as_of: date) -> None:
    end = min([as_of, *filter(None, (one.reported_on, one.withdrawn_on))])
    held = days_waited_on(one, as_of)
    assert sum(held.values()) == max(0, (end - one.given_first.given_on).days)
    assert min(held.values()) >= 0


@given(anything_promised(), days)
def test_kept_is_reported_by_the_first_date(one: Promise, as_of: date) -> None:
    if judge(one, as_of) is Verdict.KEPT:
        assert one.reported_on is not None
        assert one.reported_on <= min(one.first_due_on, as_of)


@given(anything_promised(), days)
def test_what_is_settled_is_counted_alike_for_ever(one: Promise, as_of: date) -> None:
    settled = settled_on(one)
    if settled is not None:
        later = max(settled, as_of)
        assert tally([one], date.min, date.max, later) == tally([one], date.min, date.max, settled)


def test_what_is_not_yet_confirmed_or_withdrawn_is_not_settled() -> None:
    assert settled_on(promise(reported_on=DUE)) is None
    assert settled_on(promise(reported_on=DUE, confirmed_on=day(2))) == day(2)
    assert settled_on(promise(withdrawn_on=day(-9))) == DUE
