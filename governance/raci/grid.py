"""A RACI matrix as a grid: activities down, people across, what is missing beside each row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.models import ActionItem, Ask, RaciMatrix
from governance.raci.content import LETTERS, Content, GridLine, RowChange
from governance.raci.facts import Facts, stalled
from governance.raci.gaps import Gap, gaps, size_warning
from governance.raci.typed import NEW
from governance.raci.vacancies import Vacancy
from partners.models import Side, User
from partners.numbers import counted, number_in_words
from partners.sentences import listed


@dataclass(frozen=True)
class Cell:
    """Where a row meets a person. `name` is its name in the form; `was` the letter that is in force, if another."""

    person: User
    letter: str
    name: str
    was: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class GridRow:
    """One activity with its letters, what is missing, and what differs from the version in force."""

    line: GridLine
    key: str
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]
    change: RowChange | None = None
    live: tuple[ActionItem, ...] = ()
    stalled: tuple[ActionItem, ...] = ()
    vacant: tuple[Vacancy, ...] = ()
    """For how long nobody has had its A or its R, where that is known."""

    @property
    def is_open(self) -> bool:
        """Whether it cannot be agreed so."""
        return any(gap.is_open for gap in self.gaps)

    @property
    def impediment(self) -> Ask | None:
        """The impediment from which work that stands still here came, while it is not cleared."""
        asks = (item.ask for item in self.stalled if item.ask)
        return next((ask for ask in asks if ask.kind == Ask.Kind.IMPEDIMENT and ask.is_open), None)

    @property
    def words(self) -> str:
        """The row as a sentence."""
        names = {
            letter: listed([cell.person.full_name for cell in self.cells if cell.letter == letter])
            for letter in LETTERS
        }
        held = {letter: [cell for cell in self.cells if cell.letter == letter] for letter in LETTERS}
        verb = {letter: "is" if len(held[letter]) == 1 else "are" for letter in LETTERS}
        does = "does" if len(held["R"]) == 1 else "do"
        who = f"{names['A']} {verb['A']} accountable" if held["A"] else "Nobody is accountable"
        work = f"{names['R']} {does} it" if held["R"] else "nobody does it"
        asked = f"They ask {names['C']} before" if held["C"] else "Nobody is asked before"
        told = f"and tell {names['I']} after" if held["I"] else "and nobody needs to be told after"
        return f"{who} and {work}. {asked}, {told}."

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that its promises serve."""
        return list(dict.fromkeys(item.outcome.statement for item in self.live if item.outcome))

    @property
    def used_by(self) -> str:
        """ "Used by two open promises and the outcome “…”."; empty where nothing uses it."""
        if not self.live:
            return ""
        beneath = [f"the outcome “{outcome}”" for outcome in self.outcomes]
        return f"Used by {listed([counted(len(self.live), 'open promise'), *beneath])}."


@dataclass(frozen=True)
class Grid:
    """A version of the matrix, whole."""

    matrix: RaciMatrix
    people: Sequence[User]
    rows: Sequence[GridRow]

    @property
    def open_rows(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def warning(self) -> str:
        return size_warning(self.rows)

    @property
    def is_whole(self) -> bool:
        return bool(self.rows) and not self.open_rows

    @property
    def changed(self) -> int:
        return sum(row.change is not None for row in self.rows)

    @cached_property
    def sides(self) -> list[tuple[str, str, int]]:
        """The sides, what they are called, and how many of their people are columns."""
        found = Counter(person.side for person in self.people)
        return [
            (side, name, found[Side(side)])
            for side, name in self.matrix.partner.side_names.items()
            if found[Side(side)]
        ]

    @property
    def first_of_other(self) -> int | None:
        """The first column of the second side, before which a line is drawn."""
        return self.people[self.sides[0][2]].pk if len(self.sides) > 1 else None

    @property
    def sentence(self) -> str:
        """How many activities have one person who answers for them."""
        whole = sum(len(row.line.held("A")) == 1 and not _nobody(row) for row in self.rows)
        if not self.rows:
            return "No activity yet."
        if whole == len(self.rows):
            one = "The one activity has" if whole == 1 else f"All {number_in_words(whole)} activities have"
            return f"{one} one person accountable."
        of = counted(len(self.rows), "activity", "activities")
        verb = "has" if whole == 1 else "have"
        return f"{number_in_words(whole).capitalize()} of the {of} {verb} one person accountable."

    @property
    def heaviest(self) -> str:
        """The first row on which something is missing, in a sentence."""
        for row in sorted(self.rows, key=lambda row: (not row.stalled, not row.is_open)):
            if row.gaps:
                return f"“{row.line.title}”: {row.gaps[0].words}."
        return ""


def _nobody(row: GridRow) -> bool:
    return any(gap.words.startswith("nobody is accountable") for gap in row.gaps)


def grid_of(
    matrix: RaciMatrix,
    lines: Content,
    facts: Facts,
    *,
    found: Mapping[int, RowChange] | None = None,
    waiting: frozenset[int] = frozenset(),
    today: date | None = None,
    columns: Sequence[User] | None = None,
    vacant: Mapping[tuple[int, int], tuple[Vacancy, ...]] | None = None,
) -> Grid:
    """`lines` as a grid. `found` are the rows that differ from the version in force."""
    people = tuple(columns if columns is not None else facts.people)
    rows, number = [], 0
    for line in lines:
        number += not line.row
        key = str(line.row) if line.row else f"{NEW}{number}"
        change = (
            (found or {}).get(line.row) if line.row else RowChange(None, line) if found is not None else None
        )
        missing = tuple(gaps(facts.row(matrix, line)))
        live = facts.live.get((matrix.pk, line.row), ())
        stands_still = tuple(stalled(live, set(waiting), today)) if today and missing else ()
        cells, nobody = _cells(line, key, change, people), (vacant or {}).get((matrix.pk, line.row), ())
        rows.append(GridRow(line, key, cells, missing, change, live, stands_still, nobody))
    return Grid(matrix, people, rows)


def _cells(line: GridLine, key: str, change: RowChange | None, people: Sequence[User]) -> tuple[Cell, ...]:
    before = change.before.letters if change and change.before else {} if change else line.letters
    return tuple(
        Cell(
            person,
            line.letters.get(person.pk, ""),
            f"cell-{key}-{person.pk}",
            before.get(person.pk, ""),
            bool(change and change.before) and before.get(person.pk, "") != line.letters.get(person.pk, ""),
        )
        for person in people
    )
