"""A sheet as rows of cells that remember their line."""

from dataclasses import dataclass, replace
from datetime import date

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 25_000
MOST_COLUMNS = 60


class NumberCell(str):
    """A number that a workbook holds as one: written with a point, whatever its reader's country."""

    __slots__ = ()


Cell = str | date


class SheetNotUnderstood(ValueError):
    """The file or text is no table we can read; the message is a whole sentence for the person."""


@dataclass(frozen=True)
class SheetRow:
    """One row; `line` is where it begins in the text, or its number in the workbook, from 1.

    A cell is text, or a date where a workbook holds a real one. Cells beyond the last filled one may lack.
    """

    line: int
    cells: tuple[Cell, ...]

    def text(self, column: int | None) -> str:
        """The cell as text without blanks around it; "" where the row is shorter or no column is meant."""
        cell = self.cell(column)
        return cell if isinstance(cell, str) else cell.isoformat()

    def cell(self, column: int | None) -> Cell:
        """The cell as it was read; "" where the row is shorter or no column is meant."""
        return "" if column is None or column >= len(self.cells) else self.cells[column]


@dataclass(frozen=True)
class Table:
    """The filled rows of one sheet.

    `header` is the row that names the columns, or None where no row seems to; `rows` are those behind it. `delimiter`
    is what parts the cells of a text, and says something of how its numbers are written.
    """

    every_row: tuple[SheetRow, ...]
    header: SheetRow | None = None
    sheet_name: str = ""
    delimiter: str = ""

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows with content: all behind the header."""
        first = self.header.line if self.header else 0
        return tuple(row for row in self.every_row if row.line > first)

    @property
    def width(self) -> int:
        """The number of columns in use."""
        return max((len(row.cells) for row in self.every_row), default=0)

    @property
    def column_names(self) -> tuple[str, ...]:
        """A name for each column: the header's own, else "Column 3"."""
        named = [self.header.text(column) if self.header else "" for column in range(self.width)]
        return tuple(name or f"Column {number}" for number, name in enumerate(named, 1))

    def headed_by(self, line: int | None) -> "Table":
        """The same table with the row of that line as its header, or with none."""
        return replace(self, header=next((row for row in self.every_row if row.line == line), None))


def within_limits(table: Table) -> Table:
    """`table`, when it is small enough to be worked on; raises SheetNotUnderstood when not."""
    if not table.every_row:
        raise SheetNotUnderstood("There is nothing in it: choose the file that holds your rows.")
    if len(table.every_row) > MOST_ROWS:
        raise SheetNotUnderstood(f"It has more than {MOST_ROWS:,} rows: split it, or remove old rows.")
    if table.width > MOST_COLUMNS:
        raise SheetNotUnderstood(
            f"It has {table.width} columns and {MOST_COLUMNS} can be read: remove those that are not needed."
        )
    return table
