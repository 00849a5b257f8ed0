"""What kinds of faults are drawn, and one of them as a cut in a text."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a careless change does."""

    FILTER = "filter dropped"
    COMPARISON = "comparison flipped"
    DAY = "one more or less"
    AND_OR = "and for or"
    GUARD = "guard removed"
    PERMISSION = "permission widened"
    LOCK = "lock dropped"
    ORDER = "order dropped"
    SECTION = "section left out"
    VALUE = "value left out"


@dataclass(frozen=True)
class Cut:
    """From `start` to `end` of a text stands `new` instead, within the functions and classes of these names."""

    kind: Kind
    start: int
    end: int
    new: str
    within: tuple[str, ...] = ()
