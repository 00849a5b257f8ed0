"""Answers counted together by side, told so that no single one is given away: of a review, and of a quarter.

Of each side only this is told of a question: whether its answers lie above the middle, taken together. Any finer figure
gives answers away: an average of 4.0 is everybody's 4, and of three people the third is what is missing from the other
two. As it is, whoever knows the answers of fewer than half of a side, and all of the other's, cannot tell for anybody
else what they answered (tests/reviews/rating/test_unmasking.py and tests/governance/pulse/ try every set of answers).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from partners.isolation.scope import SYSTEM, entered
from partners.models import Side
from partners.models.base import PartnerOwned
from partners.voice import called

LEAST = 3
"""From how many answers of each side anything is told."""


@dataclass(frozen=True)
class SidesFound:
    """Whether each side found it to be so."""

    ours: bool
    theirs: bool

    @property
    def wide(self) -> bool:
        return self.ours != self.theirs

    def by(self, side: Side) -> bool:
        return self.ours if side is Side.OURS else self.theirs


@dataclass(frozen=True)
class FoundInWords:
    """How both sides found it, in words, and whether one did and the other did not."""

    words: str
    wide: bool


def sides_found(ours: Sequence[int], theirs: Sequence[int]) -> SidesFound | None:
    """How the sides answered a question, by how many gave each step from 1 on; None where either gave too few."""
    if min(sum(ours), sum(theirs)) < LEAST:
        return None
    return SidesFound(found_so(ours), found_so(theirs))


def found_so(counts: Sequence[int]) -> bool:
    """Whether the answers lie above the middle of the steps, taken together."""
    return 2 * sum(step * count for step, count in enumerate(counts, 1)) > (len(counts) + 1) * sum(counts)


def in_words(found: SidesFound, reader: str, what: str) -> FoundInWords:
    """ "Both sides found it fair.", "We found it fair, they did not.": `what` is "found it fair"."""
    if not found.wide:
        return FoundInWords(f"{'Both sides' if found.ours else 'Neither side'} {what}.", wide=False)
    side = next(side for side in Side if found.by(side))
    names = called(reader)
    return FoundInWords(f"{names[side]} {what}, {names[side.other].lower()} did not.", wide=True)


def one_more(
    model: type[PartnerOwned],
    answers: Mapping[str, int | None],
    steps: int,
    also: Callable[[Any], None] = lambda row: None,
    **of: Any,
) -> None:
    """One more answer to each question that was answered, in the row of a side: it has one, however many answer.

    `also` is what else becomes of the row, in the same change of it.
    """
    nobody = {question: [0] * steps for question in answers}
    with entered(SYSTEM):
        row: Any = model._base_manager.select_for_update().get_or_create(**of, defaults=nobody)[0]
        for question, step in answers.items():
            if step is not None:
                getattr(row, question)[step - 1] += 1
        also(row)
        row.save()
