"""How the two sides found a review, told so that it gives no single answer away (governance/together.py). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from governance.together import LEAST, SidesFound, sides_found
from partners.models import Side


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
class Gap:
    tough: SidesFound
    fair: SidesFound

    @property
    def wide(self) -> bool:
        return self.tough.wide or self.fair.wide


def gap(answers: Mapping[Side, SideAnswers]) -> Gap | None:
    """How the sides found it; None where either of them gave too few answers to tell."""
    ours, theirs = answers[Side.OURS], answers[Side.THEIRS]
    tough, fair = sides_found(ours.tough, theirs.tough), sides_found(ours.fair, theirs.fair)
    return Gap(tough, fair) if tough and fair else None
