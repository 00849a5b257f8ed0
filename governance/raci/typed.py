"""What somebody typed into a grid, read from the names of its form, laid over what the grid said. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from governance.raci.content import MOST_ROWS, Content, GridLine
from partners.untrusted_text import is_primary_key

NEW = "n"
"""Before the number of a row that is not kept yet, in the names of its fields."""


class Cells(NamedTuple):
    """The fields of a form by what they are about; a row is its number, or that of a new one behind NEW."""

    letters: dict[tuple[str, int], str]
    titles: dict[str, str]
    gone: set[str]


def read_cells(posted: Mapping[str, str]) -> Cells:
    """`cell-<row>-<person>`, `title-<row>` and `gone-<row>`; anything else is left out."""
    cells = Cells({}, {}, set())
    for name, value in posted.items():
        kind, _, rest = name.partition("-")
        row, _, person = rest.partition("-")
        if not is_primary_key(row.removeprefix(NEW)):
            continue
        if kind == "cell" and is_primary_key(person):
            cells.letters[row, int(person)] = value.strip()
        elif kind == "title" and not person:
            cells.titles[row] = value
        elif kind == "gone" and not person and value:
            cells.gone.add(row)
    return cells


def laid_over(lines: Content, cells: Cells) -> Content:
    """The grid as it was typed. What was not sent stays as it was; a new row of which nothing was typed is none."""
    return (*_changed(lines, cells), *_added(lines, cells))


def differing(lines: Content, cells: Cells) -> Cells:
    """Of what was sent, what differs from `lines`, the grid that was on the screen: the rest is somebody else's."""
    stood = {str(line.row): line for line in lines}
    letters = {
        (row, person): letter
        for (row, person), letter in cells.letters.items()
        if row not in stood or stood[row].letters.get(person, "") != letter
    }
    touched = {row for row, _ in letters}
    titles = {
        row: title
        for row, title in cells.titles.items()
        if row not in stood or row in touched or stood[row].title != title
    }
    return Cells(letters, titles, cells.gone)


def _changed(lines: Content, cells: Cells) -> Iterator[GridLine]:
    for line in lines:
        key = str(line.row)
        if key not in cells.gone:
            yield GridLine(line.row, cells.titles.get(key, line.title), _letters(line, key, cells))


def _added(lines: Content, cells: Cells) -> Iterator[GridLine]:
    kept = {str(line.row) for line in lines}
    for key in sorted(set(cells.titles) - kept - cells.gone, key=_number)[: MOST_ROWS + 1]:
        letters = _letters(GridLine(0, ""), key, cells)
        title = cells.titles[key]
        if key.startswith(NEW):
            if title.strip() or letters:
                yield GridLine(0, title, letters)
        else:
            # A row that somebody took out meanwhile: the verb says so, and nothing typed is lost.
            yield GridLine(int(key), title, letters)


def _number(key: str) -> tuple[bool, int]:
    return key.startswith(NEW), int(key.removeprefix(NEW))


def _letters(line: GridLine, key: str, cells: Cells) -> dict[int, str]:
    sent = {person: letter for (row, person), letter in cells.letters.items() if row == key}
    return {person: letter for person, letter in {**line.letters, **sent}.items() if letter}
