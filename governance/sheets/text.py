"""Comma-separated files and text pasted from a spreadsheet."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetNotUnderstood, SheetRow, Table
from partners.untrusted_text import marked

DELIMITERS = "\t;,|"
SAMPLE_ROWS, SAMPLE_LETTERS = 60, 200_000
LONGEST_CELL = 50_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16, or what Windows writes in the west (cp1252).

    Raises SheetNotUnderstood for bytes that are no text.
    """
    text = _decoded(content, _encoding(content))
    if "\x00" in text:
        raise SheetNotUnderstood("This file is not a table: choose a CSV or XLSX file.")
    return text


def delimited_table(text: str) -> Table:
    """The filled rows of delimited text, with the line each begins on.

    Comma, semicolon, tab or bar is found by itself; quoted cells may hold line breaks. Raises
    SheetNotUnderstood for a quotation mark that never closes, and for endless cells.
    """
    text = text.removeprefix("\ufeff")
    declared, skipped, body = _declared_delimiter(text)
    delimiter = declared or _delimiter(body)
    rows = tuple(row for row in _parsed(body, delimiter, skipped) if any(row.cells))
    return Table(rows, delimiter=delimiter)


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    zeros_at = [content[start:2000:2].count(0) for start in (0, 1)]
    # Half of the bytes of western text in UTF-16 are zero: the first of each pair, or the second.
    if max(zeros_at) > len(content[:2000]) // 5 and not min(zeros_at):
        return "utf-16-be" if zeros_at[0] > zeros_at[1] else "utf-16-le"
    return "utf-8"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _declared_delimiter(text: str) -> tuple[str, int, str]:
    """The delimiter Excel notes in a first line "sep=;", the lines that takes, and the text behind it."""
    first, _, rest = text.partition("\n")
    note = first.strip().strip('"').lower()
    if note.startswith("sep=") and len(note) == len("sep=") + 1:
        return note[-1], 1, rest
    return "", 0, text


def _delimiter(text: str) -> str:
    """The mark that cuts the most rows into the same number of cells; a tab where none does."""
    agreement = {mark: _agreement(text[:SAMPLE_LETTERS], mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: agreement[mark])
    return best if agreement[best] > (0, 0) else "\t"


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    widths = []
    for row in _lenient(text, delimiter):
        if len(row) > 1 or any(cell.strip() for cell in row):
            widths.append(len(row))
        if len(widths) == SAMPLE_ROWS:
            break
    several = Counter(width for width in widths if width > 1)
    if not several:
        return (0, 0)
    width, rows = several.most_common(1)[0]
    return (rows / len(widths), width)


def _lenient(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _parsed(text: str, delimiter: str, skipped: int) -> Iterator[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, filled = skipped + 1, 0
    try:
        for cells in reader:
            _refuse_excess(line, cells)
            row = SheetRow(line, _trimmed(cells))
            filled += any(row.cells)
            if filled > MOST_ROWS:
                raise SheetNotUnderstood(
                    f"It has more than {MOST_ROWS:,} rows: split it, or remove old rows."
                )
            yield row
            line = skipped + reader.line_num + 1
    except csv.Error:
        raise SheetNotUnderstood(_endless(line)) from None


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    stripped = [marked(cell).strip() for cell in cells]
    while stripped and not stripped[-1]:
        stripped.pop()
    return tuple(stripped)


def _refuse_excess(line: int, cells: list[str]) -> None:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise SheetNotUnderstood(_endless(line))
    if len(cells) > 10 * MOST_COLUMNS:
        raise SheetNotUnderstood(
            f"Line {line} has {len(cells):,} columns and {MOST_COLUMNS} can be read: remove those not needed."
        )


def _endless(line: int) -> str:
    return (
        f"The row that begins on line {line} does not end: a quotation mark there is never closed. "
        "Close it or save the file again."
    )
