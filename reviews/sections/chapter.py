"""What a part of the pack after page one is."""

from dataclasses import dataclass
from typing import ClassVar

from reviews.facts import Snapshot
from reviews.facts.names import Names


@dataclass(frozen=True)
class Chapter:
    """A chapter of the pack, from the seal alone. Its template calls it `chapter` and asks it what is printed."""

    template: ClassVar[str]
    anchor: ClassVar[str] = ""
    title: ClassVar[str] = ""
    """How page one names it among the contents; without a title it is not named there."""

    snapshot: Snapshot
    names: Names

    @property
    def is_printed(self) -> bool:
        """Whether there is anything to print; most chapters say so themselves where there is nothing in them."""
        return True
