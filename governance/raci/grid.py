"""A RACI matrix as a grid: activities down, people across, what is missing beside each row."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.models import Activity, RaciMatrix
from governance.people import people_who
from governance.raci.gaps import gaps, size_warning
from partners.access import Permission
from partners.finding import plain
from partners.models import Side, User
from partners.untrusted_text import is_primary_key


@dataclass(frozen=True)
class Cell:
    """Where a row meets a person. `name` is its name in the form."""

    person: User
    letter: str
    name: str


@dataclass(frozen=True)
class GridRow:
    """One activity with its letters and what is missing."""

    activity: Activity
    cells: list[Cell]
    gaps: list[str]


@dataclass(frozen=True)
class Grid:
    """The whole matrix, and which sides have said yes to it as it stands."""

    matrix: RaciMatrix
    people: list[User]
    rows: list[GridRow]
    agreed: dict[str, User]

    @property
    def open_rows(self) -> int:
        return sum(bool(row.gaps) for row in self.rows)

    @property
    def warning(self) -> str:
        return size_warning(self.rows)

    @property
    def is_whole(self) -> bool:
        return bool(self.rows) and not self.open_rows


def cell_name(activity: int, person: int) -> str:
    return f"cell-{activity}-{person}"


def read_cells(posted: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """(activity id, person id) → letter, from the names of a form; anything else in it is left out."""
    cells = {}
    for name, letter in posted.items():
        kind, _, rest = name.partition("-")
        activity, _, person = rest.partition("-")
        if kind == "cell" and is_primary_key(activity) and is_primary_key(person):
            cells[int(activity), int(person)] = letter
    return cells


def grid_of(matrix: RaciMatrix, typed: Mapping[tuple[int, int], str] | None = None) -> Grid:
    """The grid; `typed` letters that were refused stand in place of the kept ones."""
    activities = list(matrix.activities.prefetch_related("assignments"))
    kept = {
        (activity.pk, assignment.person_id): assignment.letter
        for activity in activities
        for assignment in activity.assignments.all()
    }
    letters = {**kept, **(typed or {})}
    people = _people(matrix, {person for _, person in kept})
    rows = [_row(activity, people, letters) for activity in activities]
    agreed = {said.side: said.by for said in matrix.agreements.select_related("by")}
    return Grid(matrix, people, rows, agreed)


def _row(activity: Activity, people: list[User], letters: Mapping[tuple[int, int], str]) -> GridRow:
    cells = [
        Cell(person, letters.get((activity.pk, person.pk), ""), cell_name(activity.pk, person.pk))
        for person in people
    ]
    return GridRow(activity, cells, gaps(cell.letter for cell in cells if cell.letter))


def _people(matrix: RaciMatrix, with_letters: set[int]) -> list[User]:
    """Who can take part, and whoever has a letter though they no longer do. Ours first, as everywhere."""
    able = list(people_who(Permission.KEEP_PROMISES, matrix.partner))
    gone = User.objects.filter(pk__in=with_letters - {person.pk for person in able})
    return sorted([*able, *gone], key=lambda person: (list(Side).index(person.side), plain(person.full_name)))
