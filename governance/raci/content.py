"""What a RACI grid says: rows, and in each the letters of people. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LETTERS = "ARCI"
"""In the order in which one key goes through them."""
MOST_ROWS = 40
"""More than anybody keeps in mind, and as many as one form holds."""


@dataclass(frozen=True)
class GridLine:
    """One activity: `row` says which it is in every version of its grid, 0 while it is new."""

    row: int
    title: str
    letters: Mapping[int, str] = field(default_factory=dict)
    """Person id → letter."""

    def held(self, letter: str) -> list[int]:
        """Who has that letter."""
        return [person for person, has in self.letters.items() if has == letter]


Content = tuple[GridLine, ...]


@dataclass(frozen=True)
class Move:
    """Somebody's letter in a row before and after; empty where there is none."""

    person: int
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """What differs in one row; `before` or `after` is missing where the row is new or gone."""

    before: GridLine | None
    after: GridLine | None

    @property
    def row(self) -> int:
        return self.line.row

    @property
    def line(self) -> GridLine:
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_gone(self) -> bool:
        return self.after is None

    @property
    def title_before(self) -> str:
        """What it was called, where it is called otherwise now."""
        if self.before is None or self.after is None or self.before.title == self.after.title:
            return ""
        return self.before.title

    @property
    def moves(self) -> tuple[Move, ...]:
        """The letters that differ, the accountable first."""
        before = self.before.letters if self.before else {}
        after = self.after.letters if self.after else {}
        people = {*before, *after}
        found = (Move(person, before.get(person, ""), after.get(person, "")) for person in people)
        return tuple(
            sorted(
                (move for move in found if move.before != move.after),
                key=lambda move: (f"{LETTERS} ".index(move.after or " "), move.person),
            )
        )


def changes(before: Iterable[GridLine], after: Iterable[GridLine]) -> tuple[RowChange, ...]:
    """What differs between two versions of a grid, row by row: as the later one lists them, then what is gone."""
    stood, found = {line.row: line for line in before}, []
    for line in after:
        was = stood.pop(line.row, None) if line.row else None
        if was is None or was.title != line.title or dict(was.letters) != dict(line.letters):
            found.append(RowChange(was, line))
    return (*found, *(RowChange(line, None) for line in stood.values()))
