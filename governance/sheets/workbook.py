"""XLSX workbooks, read without trusting what they claim about themselves."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from governance.sheets.bounds import MOST_CELLS, damaged, refuse_bombs
from governance.sheets.table import Cell, NumberCell, SheetNotUnderstood, SheetRow, Table
from partners.untrusted_text import marked

SHEETS_READ = 20
_BROKE = "PanicException"
"""How the reader's own language gives up. It is no Exception, and can be named by its name alone."""


def workbook_tables(content: bytes) -> list[Table]:
    """The visible sheets that hold anything, in their order.

    Dates are real dates, other values the text a person sees; a cell merged over several rows counts for each
    of them. Raises SheetNotUnderstood for what is damaged, locked or unreasonably large.
    """
    refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        ]
        tables = [_table(workbook.get_sheet_by_name(name)) for name in visible[:SHEETS_READ]]
    except SheetNotUnderstood:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as damage:
        raise damaged() from damage
    except BaseException as damage:
        if type(damage).__name__ != _BROKE:
            raise
        raise damaged() from damage
    return [table for table in tables if table.every_row]


def _table(sheet: CalamineSheet) -> Table:
    # Never only the first so many rows: what lies beneath a cut would be lost without a word.
    grid = sheet.to_python(skip_empty_area=False)
    cells = [[_cell(value) if value != "" else "" for value in row] for row in grid]
    _fill_merged_rows(cells, sheet.merged_cell_ranges or [])
    rows = (SheetRow(line, _trimmed(row)) for line, row in enumerate(cells, 1))
    return Table(tuple(row for row in rows if row.cells), sheet_name=sheet.name)


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return NumberCell(int(value) if float(value).is_integer() else value)
    if isinstance(value, time | timedelta):
        return str(value)
    return marked(str(value)).strip()


def _fill_merged_rows(cells: list[list[Cell]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    # Merged ranges may lie over one another, each as high as the sheet.
    if sum(min(bottom, len(cells)) - top for (top, _), (bottom, _) in merged) > MOST_CELLS:
        raise SheetNotUnderstood("It merges more cells than it has: copy your rows into a new file.")
    for (top, left), (bottom, _) in merged:
        for row in cells[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = cells[top][left]


def _trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    end = max((position for position, cell in enumerate(cells, 1) if cell), default=0)
    return tuple(cells[:end])
