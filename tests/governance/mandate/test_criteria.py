"""What speaks for a wider mandate: each threshold just before, on and after it; and the months in a row."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.mandate.criteria import IN_A_ROW, Months, criteria, speaks_for_it

GOOD = Months(date(2026, 10, 1), due=12, kept=9, readings=9, on_target=6, outcomes=1, on_track=1)


def holds(**changed: int) -> tuple[bool, ...]:
    return tuple(criterion.holds for criterion in criteria(replace(GOOD, **changed)))


@pytest.mark.parametrize(
    ("number", "changed", "expected"),
    [
        (0, {"kept": 8}, False),
        (0, {"kept": 9}, True),
        (0, {"kept": 10}, True),
        (0, {"due": 11, "kept": 11}, False),
        (0, {"due": 13, "kept": 9}, False),
        (1, {"on_target": 5}, False),
        (1, {"on_target": 6}, True),
        (1, {"on_target": 7}, True),
        (1, {"readings": 8, "on_target": 8}, False),
        (1, {"readings": 10, "on_target": 6}, False),
        (2, {"outcomes": 0, "on_track": 0}, False),
        (2, {"outcomes": 2, "on_track": 1}, False),
        (2, {"outcomes": 2, "on_track": 2}, True),
    ],
)
def test_each_threshold(number: int, changed: dict[str, int], expected: bool) -> None:
    found = holds(**changed)
    assert found[number] is expected
    assert [each for place, each in enumerate(found) if place != number] == [True, True]


def test_it_takes_every_criterion_in_each_of_the_months_in_a_row() -> None:
    bad = replace(GOOD, kept=8)
    assert speaks_for_it([GOOD] * IN_A_ROW)
    assert not speaks_for_it([GOOD] * (IN_A_ROW - 1))
    assert speaks_for_it([GOOD] * IN_A_ROW + [bad])
    for place in range(IN_A_ROW):
        months = [GOOD] * IN_A_ROW
        months[place] = bad
        assert not speaks_for_it(months)


def test_a_figure_says_what_it_is_of_and_what_is_asked() -> None:
    kept, target, outcomes = criteria(replace(GOOD, readings=4, on_target=4))
    assert (kept.figure, kept.words) == ("9 of 12", "promises kept, asked 3 in 4")
    assert (target.figure, target.words) == ("4 of 4", "readings on target, asked 2 in 3, at least 9")
    assert outcomes.words == "outcomes on track or achieved, asked all"


COUNT = st.integers(0, 60)


@given(COUNT, COUNT, COUNT)
def test_one_more_kept_never_speaks_against_them(due: int, kept: int, more: int) -> None:
    kept = min(kept, due)
    better = min(kept + more, due)
    if holds(due=due, kept=kept)[0]:
        assert holds(due=due, kept=better)[0]
