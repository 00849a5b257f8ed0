"""A file or a pasted text, whatever it is, read as the sheets it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.sheets.columns import TRACKER, Kind, Vocabulary, find_header
from governance.sheets.markdown import markdown_rows
from governance.sheets.table import MOST_BYTES, SheetNotUnderstood, Table, within_limits
from governance.sheets.text import decoded, delimited_table
from governance.sheets.workbook import workbook_tables

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_KINDS = {
    b"%PDF": "a PDF", b"{\\rtf": "a text document", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture", b"<!DOCTYPE": "a web page", b"<html": "a web page",
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """The sheets of a file, each with its header found; a text is one without a name, and kept as it was written."""

    sheets: tuple[Table, ...]
    text: str = ""

    @property
    def names(self) -> list[str]:
        return [sheet.sheet_name for sheet in self.sheets]

    def sheet(self, name: str | None, *, liking: Callable[[Table], Any]) -> Table:
        """The sheet called `name`; where there is none, the headed one that `liking` rates highest.

        Raises SheetNotUnderstood for one too large to be worked on.
        """
        named = [sheet for sheet in self.sheets if sheet.sheet_name == name]
        best = max(
            named or self.sheets,
            key=lambda sheet: (sheet.header is not None, liking(sheet), len(sheet.rows)),
            default=Table(()),
        )
        return within_limits(best)


def read_book(
    content: bytes | str,
    filename: str = "",
    vocabulary: Vocabulary[Kind] = TRACKER,  # type: ignore[assignment]
) -> Book:
    """The sheets in an uploaded file's bytes or in pasted text, the header of each found where a row is one.

    Reads XLSX and CSV by what they are, not by their name. Raises SheetNotUnderstood with a sentence that names
    `filename`.
    """
    try:
        text = _text(content)
        tables = _tables(content, text)
        if not any(table.every_row for table in tables):
            raise SheetNotUnderstood("There is nothing in it: choose the file that holds your rows.")
    except SheetNotUnderstood as refusal:
        named = f"“{filename}” could not be read. " if filename else ""
        raise SheetNotUnderstood(f"{named}{refusal}") from None
    return Book(tuple(find_header(table, vocabulary) for table in tables), text or "")


def read_table(content: bytes | str, filename: str = "") -> Table:
    """The sheet of a file that most looks like a tracker. Raises SheetNotUnderstood as `read_book` does."""
    try:
        return read_book(content, filename).sheet(None, liking=lambda table: 0)
    except SheetNotUnderstood as refusal:
        named = f"“{filename}” could not be read. " if filename and filename not in str(refusal) else ""
        raise SheetNotUnderstood(f"{named}{refusal}") from None


def _text(content: bytes | str) -> str | None:
    """The text of a file or of what was pasted; None of a workbook."""
    size = len(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise SheetNotUnderstood(f"It is larger than {MOST_BYTES // 1024**2} MB: remove sheets or old rows.")
    if isinstance(content, str):
        return content
    if content.startswith(ZIP):
        return None
    _refuse_other_kinds(content)
    return decoded(content)


def _tables(content: bytes | str, text: str | None) -> list[Table]:
    if text is None:
        return workbook_tables(content if isinstance(content, bytes) else b"")
    drawn = markdown_rows(text)
    return [Table(tuple(drawn))] if drawn else [delimited_table(text)]


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(OLD_OFFICE):
        raise SheetNotUnderstood(
            "It is an old XLS workbook, or one with a password: save it as XLSX without a password."
        )
    for mark, kind in OTHER_KINDS.items():
        if content.lstrip()[: len(mark)].lower() == mark.lower():
            raise SheetNotUnderstood(f"It is {kind}: choose a CSV or XLSX file.")
