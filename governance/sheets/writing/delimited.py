"""A sheet as CSV (RFC 4180): UTF-8 with the mark that Excel knows it by, lines that end as Windows ends them."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from governance.sheets.writing.cells import LONGEST_TEXT, month_of_cell, text_of_cell, written_plainly
from governance.sheets.writing.formulas import MAY_START, MAY_START_WITHIN, guarded
from governance.sheets.writing.sheet import CellKind, Row, Sheet, within

MOST_ROWS = 100_000
ENCODING = "utf-8-sig"
_SHORT = LONGEST_TEXT // 2


@dataclass(frozen=True)
class Dialect:
    """What parts the cells, and what the decimals of a number."""

    separator: str
    decimal: str


COMMA = Dialect(",", ".")
"""As programs read it, and Excel in English."""
SEMICOLON = Dialect(";", ",")
"""As Excel reads it where a comma parts the decimals: in German, French and most languages of the continent."""


def write_csv(sheet: Sheet[Row], rows: Iterable[Row], file: IO[bytes], dialect: Dialect = COMMA) -> None:
    """Writes the sheet into `file` row by row. Raises TooManyRows."""
    words = _Words(dialect)
    text = io.TextIOWrapper(file, ENCODING, newline="")
    try:
        writer = csv.writer(text, delimiter=dialect.separator, lineterminator="\r\n")
        writer.writerow([words.text(header) for header in sheet.headers])
        cells = [(column.value, words.of(column.kind)) for column in sheet.columns]
        writer.writerows([write(value(row)) for value, write in cells] for row in within(rows, MOST_ROWS))
        text.flush()
    finally:
        text.detach()  # the file is whoever's gave it


class _Words:
    """What a value of each kind is in a file that has nothing but words."""

    def __init__(self, dialect: Dialect) -> None:
        self.decimal = dialect.decimal

    def of(self, kind: CellKind) -> Callable[[Any], str]:
        by_kind: dict[CellKind, Callable[[Any], str]] = {
            CellKind.TEXT: self.text,
            CellKind.DAY: self.day,
            CellKind.MONTH: self.month,
            CellKind.WHOLE: self.number,
            CellKind.NUMBER: self.number,
        }
        return by_kind[kind]

    @staticmethod
    def text(value: str | None) -> str:
        if not value:
            return ""
        # Most cells hold nothing to be cut, made legible or guarded: that much is asked here, of each of thousands.
        harmless = value[0] not in MAY_START and not MAY_START_WITHIN.search(value)
        if harmless and value.isprintable() and len(value) <= _SHORT:
            return value
        return guarded(text_of_cell(value))

    @staticmethod
    def day(value: date | None) -> str:
        """As ISO 8601 has it, which every Excel takes for a date and nobody for another day."""
        return value.isoformat() if value else ""

    @staticmethod
    def month(value: date | None) -> str:
        return month_of_cell(value) if value else ""

    def number(self, value: Any) -> str:
        """Without thousands: what one program takes for them is the decimals of another."""
        return "" if value is None else written_plainly(value).replace(".", self.decimal)
