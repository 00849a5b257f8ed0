"""Sheets that people take with them: declared once, written by one writer for each format."""

from governance.sheets.writing.delimited import COMMA, SEMICOLON, Dialect, write_csv
from governance.sheets.writing.delimited import MOST_ROWS as MOST_CSV_ROWS
from governance.sheets.writing.sheet import CellKind, Sheet, SheetColumn, TooManyRows, in_batches
from governance.sheets.writing.workbook import MOST_ROWS as MOST_WORKBOOK_ROWS
from governance.sheets.writing.workbook import write_workbook

__all__ = [
    "COMMA",
    "MOST_CSV_ROWS",
    "MOST_WORKBOOK_ROWS",
    "SEMICOLON",
    "CellKind",
    "Dialect",
    "Sheet",
    "SheetColumn",
    "TooManyRows",
    "in_batches",
    "write_csv",
    "write_workbook",
]
