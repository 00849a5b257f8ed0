"""How the two sides found a review, told so that it gives no single answer away. Pure: answers in, words out.

Of each side only this is told: whether its answers lie above the middle, taken together. Any finer figure gives answers
away: an average of 4.0 is everybody's 4, and of three people the third is what is missing from the other two. As it is,
whoever knows the answers of fewer than half of a side, and all of the other's, cannot tell for anybody else what they
answered (tests/reviews/rating/test_unmasking.py tries every set of answers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from partners.models import Side

LEAST = 3
"""From how many answers of each side anything is told."""
MIDDLE = 2.5
"""Above it a side says yes, taken together. The gap is wide where one side lies above and the other does not."""


class Step(IntEnum):
    """What can be answered, of tough and of fair alike."""

    NOT_AT_ALL = 1
    RATHER_NOT = 2
    RATHER = 3
    VERY = 4

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class SideAnswers:
    """How many of a side gave each step, of each question."""

    tough: tuple[int, ...] = (0,) * len(Step)
    fair: tuple[int, ...] = (0,) * len(Step)

    @property
    def count(self) -> int:
        return sum(self.tough)

    @property
    def enough(self) -> bool:
        """Whether anything that this side said may be shown."""
        return self.count >= LEAST


@dataclass(frozen=True)
class SidesFound:
    """Whether each side found the review to be so."""

    ours: bool
    theirs: bool

    @property
    def wide(self) -> bool:
        return self.ours != self.theirs

    def by(self, side: Side) -> bool:
        return self.ours if side is Side.OURS else self.theirs


@dataclass(frozen=True)
class Gap:
    tough: SidesFound
    fair: SidesFound

    @property
    def wide(self) -> bool:
        return self.tough.wide or self.fair.wide


def gap(answers: Mapping[Side, SideAnswers]) -> Gap | None:
    """How the sides found it; None where either of them gave too few answers to tell."""
    ours, theirs = answers[Side.OURS], answers[Side.THEIRS]
    if not (ours.enough and theirs.enough):
        return None
    return Gap(
        SidesFound(found_so(ours.tough), found_so(theirs.tough)),
        SidesFound(found_so(ours.fair), found_so(theirs.fair)),
    )


def found_so(counts: tuple[int, ...]) -> bool:
    """Whether the answers lie above the middle, taken together."""
    return sum(step * count for step, count in zip(Step, counts, strict=True)) > MIDDLE * sum(counts)
