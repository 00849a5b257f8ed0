"""Nobody is unmasked: whoever puts answers together that they know learns nobody else's from what is told."""

from collections.abc import Callable, Iterator
from itertools import combinations, product

import pytest

from governance.together import LEAST
from partners.models import Side
from reviews.rating.gap import SideAnswers, Step, gap

STEPS = tuple(int(step) for step in Step)
MOST = 6
"""Every set of answers of as many people is tried: 4,096 of six."""


def counted(given: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(given.count(step) for step in STEPS)


def told(given: tuple[int, ...], other: tuple[int, ...]) -> object:
    """What is told of the side that gave these answers, and of the other beside it."""
    one, two = counted(given), counted(other)
    return gap({Side.OURS: SideAnswers(one, one), Side.THEIRS: SideAnswers(two, two)})


def conspiracies(people: int) -> Iterator[tuple[int, ...]]:
    """Every set of fewer than half of a side's people."""
    for size in range((people + 1) // 2):
        yield from combinations(range(people), size)


def unmasked(tell: Callable[[tuple[int, ...]], object], people: int) -> bool:
    """Whether somebody's answer follows from what is told and from what fewer than half of their side know."""
    for knowing in conspiracies(people):
        possible: dict[object, list[set[int]]] = {}
        for given in product(STEPS, repeat=people):
            known = (tuple(given[at] for at in knowing), tell(given))
            seen = possible.setdefault(known, [set() for _ in range(people)])
            for at, step in enumerate(given):
                seen[at].add(step)
        others = [at for at in range(people) if at not in knowing]
        if any(len(seen[at]) == 1 for seen in possible.values() for at in others):
            return True
    return False


@pytest.mark.parametrize("other", [(1, 1, 1), (2, 3, 2), (3, 3, 3), (4, 4, 4, 4)])
@pytest.mark.parametrize("people", range(LEAST, MOST + 1))
def test_fewer_than_half_of_a_side_with_the_whole_other_side_learn_nobody_s_answer(
    people: int, other: tuple[int, ...]
) -> None:
    assert not unmasked(lambda given: told(given, other), people)


@pytest.mark.parametrize("people", range(LEAST))
def test_below_the_least_whatever_was_answered_the_same_is_told(people: int) -> None:
    other = (4, 4, 4)
    assert {told(given, other) for given in product(STEPS, repeat=people)} == {None}


@pytest.mark.parametrize(
    "figure",
    [lambda given: sum(given) / len(given), counted, max, lambda given: sum(given) >= 3 * len(given)],
)
def test_any_finer_figure_would_give_answers_away(figure: Callable[[tuple[int, ...]], object]) -> None:
    assert unmasked(figure, LEAST)
