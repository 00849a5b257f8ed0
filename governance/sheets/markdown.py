"""A table as Markdown draws it, with bars between its cells and a line of dashes beneath its header."""

from collections.abc import Sequence

from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetNotUnderstood, SheetRow
from partners.untrusted_text import marked

LONGEST_LINE = 100_000
AROUND_A_CELL = ("**", "__", "`")


def markdown_rows(text: str) -> list[SheetRow] | None:
    """The rows of the first table that `text` draws in Markdown, its header first and without the line of dashes; None
    where it draws none.

    The text may say other things around it. `line` is where a row stands in the text. A bar that belongs to a cell is
    written "\\|"; bold and code lose their marks. Raises SheetNotUnderstood for a table with too many rows or columns.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    for at in range(1, len(lines)):
        if not _is_ruled(lines[at]):
            continue
        header = _cells(lines[at - 1])
        if len(header) == len(lines[at].strip().strip("|").split("|")) and any(header):
            return [SheetRow(at, header), *_rows_behind(lines, at + 1)]
    return None


def _rows_behind(lines: Sequence[str], first: int) -> list[SheetRow]:
    """The rows up to the first line without a bar."""
    rows: list[SheetRow] = []
    for number, line in enumerate(lines[first:], first + 1):
        if "|" not in line:
            break
        cells = _cells(line)
        if len(cells) > MOST_COLUMNS:
            raise SheetNotUnderstood(
                f"Line {number} has {len(cells)} columns and {MOST_COLUMNS} can be read."
            )
        if any(cells):
            rows.append(SheetRow(number, cells))
        if len(rows) > MOST_ROWS:
            raise SheetNotUnderstood(f"It has more than {MOST_ROWS:,} rows: split it, or remove old rows.")
    return rows


def _is_ruled(line: str) -> bool:
    """Whether a line is the one of dashes: "|----|:---:|". An underlined heading has no bar."""
    if "|" not in line or "-" not in line or len(line) > LONGEST_LINE:
        return False
    return all(
        set(cell.strip(" :")) == {"-"} for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
    )


def _cells(line: str) -> tuple[str, ...]:
    """The cells between the bars of a line, or none where it has no bar."""
    if "|" not in line or len(line) > LONGEST_LINE:
        return ()
    inner = marked(line).strip().removeprefix("|")
    # A bar behind a stroke is a letter of its cell.
    inner = inner.replace("\\|", "\x00")
    return tuple(_plain(cell.replace("\x00", "|").strip()) for cell in inner.removesuffix("|").split("|"))


def _plain(cell: str) -> str:
    for mark in AROUND_A_CELL:
        if cell.startswith(mark) and cell.endswith(mark) and len(cell) > 2 * len(mark):
            return cell[len(mark) : -len(mark)].strip()
    return cell
