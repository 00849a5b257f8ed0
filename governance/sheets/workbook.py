"""XLSX workbooks, read without trusting what they claim about themselves."""

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, Cell, Row, SheetNotUnderstood, Table

MOST_UNPACKED_BYTES = 60 * 1024 * 1024
# The reader lays a sheet out as a full rectangle up to its last filled cell, so one stray cell in the far
# corner would take gigabytes of memory.
MOST_CELLS = 4_000_000
SHEETS_READ = 20

WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
CHUNK = 1024 * 1024
LONGEST_TAG = 512


def workbook_tables(content: bytes) -> list[Table]:
    """The visible sheets that hold anything, in their order.

    Dates are real dates, other values the text a person sees; a cell merged over several rows counts for each
    of them. Raises SheetNotUnderstood for what is damaged, locked or unreasonably large.
    """
    _refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        ]
        tables = [_table(workbook.get_sheet_by_name(name)) for name in visible[:SHEETS_READ]]
    except (CalamineError, OSError, ValueError) as damage:
        if isinstance(damage, SheetNotUnderstood):
            raise
        raise _damaged() from damage
    return [table for table in tables if table.every_row]


def _table(sheet: CalamineSheet) -> Table:
    # Never only the first so many rows: what lies beneath a cut would be lost without a word.
    grid = sheet.to_python(skip_empty_area=False)
    cells = [[_cell(value) for value in row] for row in grid]
    _fill_merged_rows(cells, sheet.merged_cell_ranges or [])
    rows = (Row(line, _trimmed(row)) for line, row in enumerate(cells, 1))
    return Table(tuple(row for row in rows if row.cells), sheet_name=sheet.name)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value).replace("\x00", "").strip()


def _fill_merged_rows(cells: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    for (top, left), (bottom, _) in merged:
        for row in cells[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = cells[top][left]


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    end = max((position for position, cell in enumerate(cells, 1) if cell), default=0)
    return tuple(cells[:end])


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise SheetNotUnderstood(
                    "It unpacks to an unreasonable size: copy your rows into a new file."
                )
            # Reading every part finds those that hold more than they declare: their checksum is off.
            if archive.testzip() is not None:
                raise _damaged()
            for part in archive.infolist():
                if WORKSHEET.fullmatch(part.filename):
                    with archive.open(part) as sheet:
                        _refuse_wide_sheet(sheet)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as damage:
        raise _damaged() from damage


def _refuse_wide_sheet(sheet: IO[bytes]) -> None:
    rows = columns = cells = 0
    rest = b""
    while chunk := sheet.read(CHUNK):
        window = rest + chunk
        for letters, number in FILLED_CELL.findall(window):
            rows, columns = max(rows, int(number)), max(columns, _column_number(letters))
        cells += chunk.count(b"<c")  # a cell may leave out its place and follow the one before
        if max(rows * columns, cells) > MOST_CELLS:
            raise SheetNotUnderstood(
                f"One of its sheets reaches to row {rows:,} and column {columns:,}: remove stray cells, or "
                f"copy your rows into a new file of at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns."
            )
        rest = window[-LONGEST_TAG:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _damaged() -> SheetNotUnderstood:
    return SheetNotUnderstood("It is damaged or no XLSX workbook: open it, save it as XLSX and try again.")
