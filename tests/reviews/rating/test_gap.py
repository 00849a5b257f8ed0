"""How the two sides found a review: what is told, from how many answers on, and the same of both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.together import LEAST, found_so
from partners.models import Side
from reviews.rating.gap import Gap, SideAnswers, gap

COUNTS = st.tuples(*[st.integers(0, 4)] * 4)
"""How many said 1, 2, 3, 4."""


@st.composite
def answers(draw: st.DrawFn) -> SideAnswers:
    tough, fair = draw(COUNTS), draw(COUNTS)
    return SideAnswers(tough, fair)


@pytest.mark.parametrize(
    ("counts", "so"),
    [
        ((0, 0, 3, 0), True),
        ((0, 3, 0, 0), False),
        ((0, 2, 2, 0), False),
        ((0, 1, 2, 0), True),
        ((1, 0, 0, 1), False),
        ((1, 0, 1, 1), True),
        ((0, 2, 1, 0), False),
    ],
)
def test_a_side_finds_it_so_where_its_answers_lie_above_the_middle(counts: tuple[int, ...], so: bool) -> None:
    assert found_so(counts) is so


def said(step: int, times: int) -> SideAnswers:
    counts = tuple(times if each == step else 0 for each in (1, 2, 3, 4))
    return SideAnswers(counts, counts)


@pytest.mark.parametrize(("ours", "theirs"), [(LEAST - 1, 9), (9, LEAST - 1), (0, 9)])
def test_nothing_is_told_from_too_few_of_either_side(ours: int, theirs: int) -> None:
    assert gap({Side.OURS: said(4, ours), Side.THEIRS: said(1, theirs)}) is None


def test_from_the_least_on_it_is_told() -> None:
    told = gap({Side.OURS: said(4, LEAST), Side.THEIRS: said(1, LEAST)})
    assert told is not None
    assert told.wide
    assert told.tough.by(Side.OURS)
    assert not told.tough.by(Side.THEIRS)


@pytest.mark.parametrize("step", [1, 4])
def test_the_gap_is_not_wide_where_both_find_the_same(step: int) -> None:
    told = gap({Side.OURS: said(step, LEAST), Side.THEIRS: said(step, LEAST + 1)})
    assert told is not None
    assert not told.wide


def test_a_gap_in_one_question_is_wide() -> None:
    fair = SideAnswers(tough=(0, 0, 0, 3), fair=(3, 0, 0, 0))
    told = gap({Side.OURS: said(4, 3), Side.THEIRS: fair})
    assert told is not None
    assert (told.tough.wide, told.fair.wide, told.wide) == (False, True, True)


@given(answers(), answers())
def test_swapping_the_sides_swaps_what_is_told(one: SideAnswers, other: SideAnswers) -> None:
    told = gap({Side.OURS: one, Side.THEIRS: other})
    swapped = gap({Side.OURS: other, Side.THEIRS: one})
    if told is None:
        assert swapped is None
        return
    assert swapped == Gap(
        tough=type(told.tough)(told.tough.theirs, told.tough.ours),
        fair=type(told.fair)(told.fair.theirs, told.fair.ours),
    )
