"""A grid as a sheet: one it is taken as, and one it is brought in by. People are columns, by their full names."""

from collections.abc import Iterator, Sequence
from functools import partial

from governance.raci.content import LETTERS, MOST_ROWS, Content, GridLine
from governance.raci.grid import Grid, GridRow
from governance.sheets.people_matching import Candidate, match_person
from governance.sheets.reading import read_book
from governance.sheets.table import SheetNotUnderstood, SheetRow
from governance.sheets.writing import Sheet, SheetColumn
from partners.models import User
from partners.normalize import fold

MISSING = "What is missing"
_WORDS = {
    "responsible": "R", "accountable": "A", "consulted": "C", "informed": "I", "does it": "R", "asked before": "C",
    "told after": "I",
}  # fmt: skip
_NOTHING = ("", "-", "–", "—", ".", "·")


def sheet_of(grid: Grid) -> Sheet[GridRow]:
    """The columns of a grid: the activity, each person, what is missing."""
    people = [
        SheetColumn[GridRow](person.full_name, partial(_letter, place=place), width=12)
        for place, person in enumerate(grid.people)
    ]
    return Sheet(
        grid.matrix.title,
        (
            SheetColumn("Activity", lambda row: row.line.title, width=44),
            *people,
            SheetColumn(MISSING, lambda row: "; ".join(gap.words for gap in row.gaps), width=44),
        ),
    )


def read_grid(content: bytes, filename: str, people: Sequence[User]) -> Content:
    """The activities of a file, with the letters of the people its heading names; every line is new.

    Raises SheetNotUnderstood with a sentence that says what stands where.
    """
    rows = [
        row
        for sheet in read_book(content, filename).sheets[:1]
        for row in sheet.every_row
        if any(row.text(at) for at in range(len(row.cells)))
    ]
    if len(rows) < 2:
        raise SheetNotUnderstood(
            "There is no activity in it: people in the first row, an activity in each below."
        )
    head, *below = rows
    if len(below) > MOST_ROWS:
        raise SheetNotUnderstood(
            f"There are {len(below)} activities in it, and a grid has at most {MOST_ROWS}."
        )
    columns = dict(_columns(head, below, people))
    return tuple(_line(row, columns, head) for row in below if row.text(0))


def laid_in(lines: Content, brought: Content) -> Content:
    """The grid with what a sheet brings: activities it names have the sheet's letters, others stay, new ones follow."""
    named = {fold(line.title): line for line in brought}
    stood = {fold(line.title) for line in lines}
    kept = tuple(
        GridLine(line.row, line.title, dict(named[fold(line.title)].letters))
        if fold(line.title) in named
        else line
        for line in lines
    )
    return (*kept, *(line for line in brought if fold(line.title) not in stood))


def _letter(row: GridRow, *, place: int) -> str:
    return row.cells[place].letter


def _columns(head: SheetRow, below: Sequence[SheetRow], people: Sequence[User]) -> Iterator[tuple[int, int]]:
    """Column → person. A column that names nobody here may hold anything but letters."""
    candidates = [
        Candidate(person.pk, person.full_name, person.side, aliases=(person.email,)) for person in people
    ]
    taken: dict[object, str] = {}
    for at in range(1, len(head.cells)):
        name = head.text(at)
        if not name or fold(name) == fold(MISSING):
            continue
        match = match_person(name, candidates, shortened=False)
        if match.person:
            if match.person.id in taken:
                raise SheetNotUnderstood(
                    f"“{taken[match.person.id]}” and “{name}” are the same person. Keep one column."
                )
            taken[match.person.id] = name
            yield at, int(str(match.person.id))
        elif any(fold(row.text(at)).upper() in tuple(LETTERS) for row in below):
            who = (
                "is the name of more than one person here"
                if match.candidates
                else "takes no part in this partnership"
            )
            raise SheetNotUnderstood(
                f"“{name[:80]}” {who}. Write their full name or their e-mail address, or invite them first."
            )


def _line(row: SheetRow, columns: dict[int, int], head: SheetRow) -> GridLine:
    letters = {}
    for at, person in columns.items():
        said = fold(row.text(at))
        letter = said.upper() if said.upper() in tuple(LETTERS) else _WORDS.get(said, "")
        if letter:
            letters[person] = letter
        elif said not in _NOTHING:
            raise SheetNotUnderstood(
                f"“{row.text(at)[:20]}” for {head.text(at)} in line {row.line} is no letter. "
                "Each person has one of A, R, C and I, or nothing."
            )
    return GridLine(0, row.text(0), letters)
