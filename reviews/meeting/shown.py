"""What every section of the room has in common: rows in columns that can be walked with J and K."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from governance.counting.formula import Tally
from partners.models import Side
from reviews.meeting.room import Room
from reviews.meeting.rows import AskRow, PromiseRow


@dataclass(frozen=True)
class Column:
    """One side's rows."""

    side: Side
    heading: str
    rows: tuple[PromiseRow | AskRow, ...]
    tally: Tally = field(default_factory=Tally)

    @property
    def facts(self) -> str:
        """ "4 due · 1 moved with notice · 1 missed"; nothing is said of what did not happen."""
        rest = [f"{count} {words}" for count, _, words in (*self.tally.others, *self.tally.apart)]
        return " · ".join([f"{self.tally.due} due", *rest])

    @property
    def to_discuss(self) -> list[PromiseRow | AskRow]:
        """What still waits for a word here; what was answered today stays in sight, and is not among it."""
        return [row for row in self.rows if row.to_discuss]

    @property
    def consent(self) -> list[PromiseRow]:
        """Reported done, and nobody questioned it: to be confirmed in one go."""
        return [
            row for row in self.rows if isinstance(row, PromiseRow) and row.wants_a_nod and not row.questioned
        ]


@dataclass(frozen=True)
class Shown:
    """Base of what a section shows: its rows can be walked with J and K. By itself it shows a line carried over."""

    template: ClassVar[str] = "room/_carried.html"
    hints: ClassVar[tuple[tuple[str, str], ...]] = (("D", "answer"),)
    """What can be pressed on the row in hand: the key and what it does."""
    closes: ClassVar[bool] = False
    """Whether the meeting is sealed here."""

    room: Room

    @property
    def may_answer(self) -> bool:
        """Whether whoever reads can write down what is said of the row in hand."""
        return self.room.may_move

    @property
    def columns(self) -> tuple[Column, ...]:
        return ()

    @cached_property
    def keys(self) -> list[str]:
        return [row.key for column in self.columns for row in column.rows if row.to_discuss]

    @cached_property
    def at(self) -> str:
        """The row in hand: the one asked for, else, for whoever may answer it, the first to be discussed."""
        every = [row.key for column in self.columns for row in column.rows]
        if self.room.place.at in every:
            return self.room.place.at
        return self.keys[0] if self.keys and self.may_answer else ""

    @property
    def after(self) -> str:
        return self._step(1)

    @property
    def before(self) -> str:
        return self._step(-1)

    def _step(self, by: int) -> str:
        if not self.keys:
            return ""
        if self.at not in self.keys:
            return self.keys[0]
        return self.keys[(self.keys.index(self.at) + by) % len(self.keys)]
