"""The sentence that says why: true to the verdict, and the same words for both sides."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from governance.counting.formula import GivenDate, Promise, Verdict, Wait, delay_of, judge
from governance.ledger.entries import SIGNS, Entry
from governance.ledger.reasons import reason
from partners.models import Side
from tests.governance.ledger.test_ledger import (
    DUE,
    LATER,
    MADE,
    anything_promised,
    day,
    days,
    moved,
    promise,
    swapped,
)

MONTH_LATER = LATER + timedelta(days=30)
FIVE_DAYS = Wait(Side.OURS, day(-5), day(5))


@pytest.mark.parametrize(
    "facts, as_of, said",
    [
        ({"reported_on": DUE}, DUE, "Reported 20 Mar, on its first date."),
        ({"reported_on": day(-3)}, day(9), "Reported 17 Mar, three days before its first date."),
        ({"reported_on": day(6)}, day(9), "Reported 26 Mar, six days after its first date."),
        ({}, day(1), "Still to be reported, one day after its first date."),
        ({"reported_on": day(5)}, day(3), "Still to be reported, three days after its first date."),
        ({"withdrawn_on": day(12)}, day(20), "Released 1 Apr, 12 days after its first date."),
        ({"withdrawn_on": day(-1)}, day(9), "Released 19 Mar, by its first date: it never fell due."),
        ({}, day(-1), "Its first date, 20 Mar, has not passed yet."),
        ({"reported_on": day(10), "waits": (FIVE_DAYS,)}, day(20),
         "Reported 30 Mar, ten days after its first date; it waited on the other side for ten days."),
        ({"reported_on": day(11), "waits": (FIVE_DAYS,)}, day(20),
         "Reported 31 Mar, 11 days after its first date; "
         "it waited on the other side for ten days, which does not cover it."),
        ({"kind": "decision"}, day(9), "Still to be made, nine days after its first date."),
        ({"kind": "decision", "reported_on": DUE}, day(9), "Made 20 Mar, on its first date."),
    ],
)  # fmt: skip
def test_it_is_said_why(facts: dict[str, object], as_of: date, said: str) -> None:
    assert reason(promise(**facts), as_of) == said


@pytest.mark.parametrize(
    "with_notice, facts, as_of, said",
    [
        (True, {}, day(5),
         "Moved on 12 Mar with at least five working days’ notice; the new date is 3 Apr."),
        (True, {"reported_on": LATER - timedelta(days=2)}, MONTH_LATER,
         "Moved on 12 Mar with at least five working days’ notice; "
         "reported 1 Apr, two days before its new date, 3 Apr."),
        (True, {"reported_on": LATER + timedelta(days=4)}, MONTH_LATER,
         "Moved on 12 Mar with at least five working days’ notice; "
         "reported 7 Apr, four days after its new date, 3 Apr."),
        (False, {"reported_on": LATER}, MONTH_LATER,
         "Reported 3 Apr, 14 days after its first date; the date given on 12 Mar came without notice."),
    ],
)  # fmt: skip
def test_a_new_date_is_told_with_its_notice(
    with_notice: bool, facts: dict[str, object], as_of: date, said: str
) -> None:
    assert reason(moved(with_notice=with_notice, **facts), as_of) == said


def test_several_moves_are_counted() -> None:
    dates = tuple(GivenDate(MADE + timedelta(days=n), DUE + timedelta(days=20 * n), True) for n in range(3))
    twice = promise(dates=dates, due_on=dates[-1].due_on)
    assert reason(twice, day(9)) == (
        "Moved twice, always with at least five working days’ notice, last on 4 Mar; the new date is 29 Apr."
    )


def test_another_year_is_named() -> None:
    assert reason(promise(reported_on=DUE), date(2027, 1, 5)) == "Reported 20 Mar 2026, on its first date."


# Any facts at all.


@given(anything_promised(), days)
def test_the_sentence_is_the_same_whichever_side_promised(one: Promise, as_of: date) -> None:
    assert reason(one, as_of) == reason(swapped(one), as_of)


@given(anything_promised(), days)
def test_the_sentence_never_contradicts_the_verdict(one: Promise, as_of: date) -> None:
    said, verdict = reason(one, as_of), judge(one, as_of)
    assert said.endswith(".")
    assert said[0].isupper()
    assert said.startswith("Moved") or verdict is not Verdict.MOVED
    assert ("waited on the other side" in said and "does not cover" not in said) == (
        verdict is Verdict.HELD_UP
    )
    late = verdict in (Verdict.HELD_UP, Verdict.MISSED)
    assert (" after its " in said) == late
    assert late == (verdict in SIGNS and delay_of(one, as_of).days > 0 and verdict is not Verdict.KEPT)


@given(anything_promised(), days)
def test_only_what_is_kept_can_be_still_to_be_confirmed(one: Promise, as_of: date) -> None:
    entry = Entry(one, as_of)
    if entry.is_unconfirmed:
        assert entry.verdict is Verdict.KEPT
