"""What comes in the next ninety days: one list, nearest first, with who may read what. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from partners.models import Side

DAYS_AHEAD = 90
AT_MOST = 5
_BOTH = frozenset(Side)


class Coming(Enum):
    """What comes: how it is called, and whose eyes it is for. Terms of a contract are the enterprise's own."""

    MILESTONE = ("Milestone", _BOTH)
    NOTICE = ("Last day for notice", frozenset({Side.OURS}))
    ENDS = ("Contract ends", _BOTH)
    PAPER = ("Paper expires", _BOTH)
    CHECK_IN = ("Check-in", _BOTH)

    @property
    def label(self) -> str:
        return self.value[0]

    @property
    def readers(self) -> frozenset[Side]:
        return self.value[1]


@dataclass(frozen=True)
class Ahead:
    """Something that comes on a day. `side` is whose it is, where it is one side's; `url` its page."""

    on: date
    what: Coming
    title: str
    side: str = ""
    url: str = ""


@dataclass(frozen=True)
class AheadShown:
    """What a page shows: the nearest few, and how many come after them."""

    shown: tuple[Ahead, ...] = ()
    more: int = 0


def ahead(found: Iterable[Ahead], *, today: date, reader: Side, at_most: int = AT_MOST) -> AheadShown:
    """Of what was found, what lies within the next ninety days and is for the eyes of `reader`; today counts."""
    until = today + timedelta(days=DAYS_AHEAD)
    order = list(Coming)
    read = sorted(
        (each for each in found if today <= each.on <= until and reader in each.what.readers),
        key=lambda each: (each.on, order.index(each.what), each.title),
    )
    return AheadShown(tuple(read[:at_most]), max(0, len(read) - at_most))
