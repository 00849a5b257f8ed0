"""A sheet as an XLSX workbook: every cell with its type, so that no reader guesses."""

from collections.abc import Callable, Iterable
from datetime import date
from tempfile import TemporaryDirectory
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from governance.sheets.writing.cells import (
    decimals_of,
    is_kept_exactly,
    month_of_cell,
    sheet_name,
    text_of_cell,
    written_plainly,
)
from governance.sheets.writing.formulas import starts_a_formula
from governance.sheets.writing.sheet import CellKind, Row, Sheet, within

MOST_ROWS = 20_000
FIRST_DAY = date(1900, 3, 1)
"""Excel counts days from 1900 on, and takes that for a leap year, which it was not."""
_DAY, _MONTH, _WHOLE = "yyyy-mm-dd", "yyyy-mm", "#,##0"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
Write = Callable[[int, int, Any], object]


def write_workbook(sheet: Sheet[Row], rows: Iterable[Row], file: IO[bytes]) -> None:
    """Writes the sheet into `file`, one row in memory at a time. Raises TooManyRows.

    What stands beside the workbook while it is made is gone afterwards, also where it was not finished.
    """
    with TemporaryDirectory(prefix="tandem-export-") as aside:
        book = Workbook(file, {**_OPTIONS, "tmpdir": aside})
        book.set_properties({"title": text_of_cell(sheet.title), "comments": "Exported from Tandem"})
        page = _Page(book, sheet_name(sheet.title))
        page.begin(sheet)
        writes = [(place, column.value, page.of(column.kind)) for place, column in enumerate(sheet.columns)]
        last = 0
        for last, row in enumerate(within(rows, MOST_ROWS), 1):
            for place, value, write in writes:
                cell = value(row)
                if cell is not None and cell != "":
                    write(last, place, cell)
        page.end(last, len(sheet.columns))
        book.close()


class _Page:
    """The worksheet, and how a value of each kind is written on it."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.page = book, book.add_worksheet(name)
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.day_format = book.add_format({"num_format": _DAY, "align": "left"})
        self.month_format = book.add_format({"num_format": _MONTH, "align": "left"})
        self.literal = book.add_format({"quote_prefix": True})
        self.numbers: dict[int, Format] = {}

    def begin(self, sheet: Sheet[Any]) -> None:
        for place, column in enumerate(sheet.columns):
            self.page.set_column(place, place, column.width)
        self.page.freeze_panes(1, 1)
        for place, header in enumerate(sheet.headers):
            self.page.write_string(0, place, text_of_cell(header), self.heading)

    def end(self, last: int, width: int) -> None:
        self.page.autofilter(0, 0, last, width - 1)

    def of(self, kind: CellKind) -> Write:
        return {
            CellKind.TEXT: self.text,
            CellKind.DAY: self.day,
            CellKind.MONTH: self.month,
            CellKind.WHOLE: self.number,
            CellKind.NUMBER: self.number,
        }[kind]

    def text(self, row: int, place: int, value: object) -> None:
        """Words, with a mark where they would become a formula once somebody edits the cell."""
        text = text_of_cell(value)
        self.page.write_string(row, place, text, self.literal if starts_a_formula(text) else None)

    def day(self, row: int, place: int, value: date) -> None:
        if value < FIRST_DAY:
            self.page.write_string(row, place, value.isoformat())
        else:
            self.page.write_datetime(row, place, value, self.day_format)

    def month(self, row: int, place: int, value: date) -> None:
        if value < FIRST_DAY:
            self.page.write_string(row, place, month_of_cell(value))
        else:
            self.page.write_datetime(row, place, value, self.month_format)

    def number(self, row: int, place: int, value: Any) -> None:
        """A number with as many decimals as it has; as text where a spreadsheet would round it."""
        if is_kept_exactly(value):
            self.page.write_number(row, place, float(value), self._with(decimals_of(value)))
        else:
            self.page.write_string(row, place, written_plainly(value))

    def _with(self, decimals: int) -> Format:
        if decimals not in self.numbers:
            shown = f"{_WHOLE}.{'0' * decimals}" if decimals else _WHOLE
            self.numbers[decimals] = self.book.add_format({"num_format": shown})
        return self.numbers[decimals]
