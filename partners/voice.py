"""The reader's voice: "we" is the side of whoever reads, and a partnership is called by the other side's name.

Every word that one side alone may say comes from here, so that swapping the sides swaps the words.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from partners.models import Partner, Side


class Drawn(Protocol):
    """What a template is drawn from."""

    def get(self, name: str, /) -> Any: ...


@dataclass(frozen=True)
class Voice:
    """How whoever reads on `reader` speaks of one side."""

    side: Side
    reader: Side

    @property
    def is_own(self) -> bool:
        return self.side is self.reader

    @property
    def subject(self) -> str:
        return "we" if self.is_own else "they"

    @property
    def object(self) -> str:
        return "us" if self.is_own else "them"

    @property
    def possessive(self) -> str:
        return "our" if self.is_own else "their"

    @property
    def whose(self) -> str:
        return "ours" if self.is_own else "theirs"


def voice(side: str, reader: str) -> Voice:
    """How the side `reader` speaks of `side`."""
    return Voice(Side(side), Side(reader))


def called(reader: str) -> dict[str, str]:
    """What each side is called where `reader` reads, as a sentence begins: one's own is "We"."""
    return {side.value: voice(side, reader).subject.capitalize() for side in Side}


def side_of_reader(context: Drawn) -> Side | None:
    """Whose page a template draws: the `reader` it names, else who is signed in; None of a page for nobody."""
    reader = context.get("reader") or context.get("user")
    return getattr(reader, "side", None)


def known_side_of_reader(context: Drawn) -> Side:
    """The same of a page that speaks in a voice. Raises LookupError where it names nobody: one side's words would be
    said to both.
    """
    side = side_of_reader(context)
    if side is None:
        raise LookupError("The page says nobody who reads it: give its template a reader.")
    return side


def name_to(partner: Partner, side: Side | None) -> str:
    """What a partnership is called by whoever reads it on `side`; by a page for nobody, by the partner's name."""
    return partner.named_to(side) if side else partner.name
