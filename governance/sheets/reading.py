"""A file or a pasted text, whatever it is, read as a table."""

from governance.sheets.columns import find_header
from governance.sheets.table import MOST_BYTES, SheetNotUnderstood, Table, within_limits
from governance.sheets.text import decoded, delimited_rows
from governance.sheets.workbook import workbook_tables

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_KINDS = {
    b"%PDF": "a PDF", b"{\\rtf": "a text document", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture", b"<!DOCTYPE": "a web page", b"<html": "a web page",
}  # fmt: skip


def read_table(content: bytes | str, filename: str = "") -> Table:
    """The table in an uploaded file's bytes or in pasted text, its header found where a row is one.

    Reads XLSX and CSV by what they are, not by their name. Of several sheets the one that most looks like a
    tracker is taken. Raises SheetNotUnderstood with a sentence that names `filename`.
    """
    try:
        return within_limits(_table(content))
    except SheetNotUnderstood as refusal:
        named = f"“{filename}” could not be read. " if filename else ""
        raise SheetNotUnderstood(f"{named}{refusal}") from None


def _table(content: bytes | str) -> Table:
    size = len(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise SheetNotUnderstood(f"It is larger than {MOST_BYTES // 1024**2} MB: remove sheets or old rows.")
    if isinstance(content, str):
        return find_header(Table(tuple(delimited_rows(content))))
    if content.startswith(ZIP):
        return _tracker_like(workbook_tables(content))
    _refuse_other_kinds(content)
    return find_header(Table(tuple(delimited_rows(decoded(content)))))


def _tracker_like(tables: list[Table]) -> Table:
    headed = [find_header(table) for table in tables]
    return max(headed, key=lambda table: (table.header is not None, len(table.rows)), default=Table(()))


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise SheetNotUnderstood(
            "It is an old XLS workbook, or one with a password: save it as XLSX without a password."
        )
    for mark, kind in OTHER_KINDS.items():
        if content.lstrip()[: len(mark)].lower() == mark.lower():
            raise SheetNotUnderstood(f"It is {kind}: choose a CSV or XLSX file.")
