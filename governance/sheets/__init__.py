"""Spreadsheets of others — uploaded or pasted — read as tables, and a tracker understood from one."""

from governance.sheets.columns import Column, guess_columns
from governance.sheets.problems import RowProblem
from governance.sheets.reading import read_table
from governance.sheets.statuses import StatusInUse, guess_status, unknown_statuses
from governance.sheets.table import SheetNotUnderstood, SheetRow, Table
from governance.sheets.tracker import TrackerRow, tracker_rows

__all__ = [
    "Column",
    "RowProblem",
    "SheetNotUnderstood",
    "SheetRow",
    "StatusInUse",
    "Table",
    "TrackerRow",
    "guess_columns",
    "guess_status",
    "read_table",
    "tracker_rows",
    "unknown_statuses",
]
