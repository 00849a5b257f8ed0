"""Sheets that people take with them: declared once, written by one writer for each format."""

from governance.sheets.writing.delimited import COMMA, SEMICOLON, Dialect, write_csv
from governance.sheets.writing.sheet import Kind, Sheet, SheetColumn, TooManyRows, in_batches
from governance.sheets.writing.workbook import write_workbook

__all__ = [
    "COMMA",
    "SEMICOLON",
    "Dialect",
    "Kind",
    "Sheet",
    "SheetColumn",
    "TooManyRows",
    "in_batches",
    "write_csv",
    "write_workbook",
]
