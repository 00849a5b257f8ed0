"""Indicator readings in a CSV file or a workbook: period, partner_code, partner, kpi, unit, direction, value.

Reading judges the whole file and changes nothing; whoever imports takes either every row or none.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from governance.sheets.reading import ZIP
from governance.sheets.table import Cell, SheetNotUnderstood, SheetRow
from governance.sheets.text import decoded, delimited_table
from governance.sheets.workbook import workbook_tables
from partners.numbers import noun
from partners.untrusted_text import MARK

COLUMNS = ("period", "partner_code", "partner", "kpi", "unit", "direction", "value")
DIRECTIONS = ("higher", "lower", "none")
PERCENT = "percent"
LONGEST_NAME = 120
# What the column of a reading holds: 20 digits, 4 of them decimals.
LARGEST_VALUE = Decimal(10) ** 16
MOST_DECIMALS = 4


@dataclass(frozen=True)
class ReadingRow:
    """One reading as the file gives it.

    `period` is the first day of the month measured; `direction` says which way is better ("higher", "lower",
    or "none" for a figure without target); `value` is in `unit`.
    """

    line: int
    period: date
    partner_code: str
    partner: str
    kpi: str
    unit: str
    direction: str
    value: Decimal

    @property
    def key(self) -> tuple[str, str, date]:
        """What may have one value only: partner, KPI and month."""
        return self.partner_code, self.kpi, self.period


@dataclass(frozen=True)
class ReadingProblem:
    """A row that cannot be taken: its line in the file (0 for the file itself) and a sentence why."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ReadingsFile:
    """All good rows and all bad ones. With any of the latter nothing may be imported."""

    rows: tuple[ReadingRow, ...]
    problems: tuple[ReadingProblem, ...]

    @property
    def is_importable(self) -> bool:
        """There are rows, and every one of them is good."""
        return bool(self.rows) and not self.problems


class _Refused(ValueError):
    """Why one row is bad."""


def read_readings(content: bytes | str) -> ReadingsFile:
    """The readings in a CSV file or a workbook, each bad row named with its line and reason.

    A row that repeats another exactly is dropped; one that gives another value for the same partner, KPI and
    month is a problem, as is a unit or direction that changes within one KPI.
    """
    try:
        table = _rows_of(content)
        positions = _positions(table)
    except (SheetNotUnderstood, _Refused) as refusal:
        return ReadingsFile((), (ReadingProblem(0, str(refusal)),))
    rows: list[ReadingRow] = []
    problems: list[ReadingProblem] = []
    for row in table[1:]:
        try:
            rows.append(_reading(row, positions))
        except _Refused as refusal:
            problems.append(ReadingProblem(row.line, str(refusal)))
    problems += _contradictions(rows)
    return ReadingsFile(_distinct(rows), tuple(sorted(problems, key=lambda problem: problem.line)))


def _rows_of(content: bytes | str) -> list[SheetRow]:
    """The rows of a file by what it is; of a workbook those of the first sheet that names a column of ours."""
    if isinstance(content, str):
        return list(delimited_table(content).every_row)
    if not content.startswith(ZIP):
        return list(delimited_table(decoded(content)).every_row)
    sheets = [list(table.every_row) for table in workbook_tables(content)]
    named = [
        rows for rows in sheets if {cell for cell in rows[0].cells if isinstance(cell, str)} & set(COLUMNS)
    ]
    return (named or sheets or [[]])[0]


def _positions(table: list[SheetRow]) -> dict[str, int]:
    if not table:
        raise _Refused("The file is empty: it should begin with the columns " + ", ".join(COLUMNS) + ".")
    names = [table[0].text(position).lower() for position in range(len(table[0].cells))]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        columns = f"{noun(len(missing), 'column')} {', '.join(missing)}"
        raise _Refused(f"The {columns} cannot be found in the first row: {', '.join(names)}.")
    if len(table) == 1:
        raise _Refused("The file names its columns but holds no readings.")
    return {column: names.index(column) for column in COLUMNS}


def _reading(row: SheetRow, positions: dict[str, int]) -> ReadingRow:
    text = {column: row.text(position) for column, position in positions.items()}
    for column in COLUMNS:
        if not text[column]:
            raise _Refused(f"The {column} is empty.")
        if len(text[column]) > LONGEST_NAME:
            raise _Refused(f"The {column} is longer than {LONGEST_NAME} characters.")
        if MARK in text[column]:
            raise _Refused(
                f"The {column} “{text[column]}” cannot be read where the {MARK} stands: correct it."
            )
    if text["direction"] not in DIRECTIONS:
        raise _Refused(f"The direction “{text['direction']}” is none of {', '.join(DIRECTIONS)}.")
    return ReadingRow(
        line=row.line,
        period=_month(text["period"], row.cell(positions["period"])),
        partner_code=text["partner_code"],
        partner=text["partner"],
        kpi=text["kpi"],
        unit=text["unit"],
        direction=text["direction"],
        value=_value(text["value"], text["unit"]),
    )


def _month(text: str, written: Cell) -> date:
    if isinstance(written, date):  # a workbook holds a month as one of its days
        return written.replace(day=1)
    year, dash, month = text.partition("-")
    figures = (year + month).isascii() and (year + month).isdigit()
    if dash and figures and (len(year), len(month)) == (4, 2) and int(year) and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    raise _Refused(f"The period “{text}” is not a month written like 2024-11.")


def _value(text: str, unit: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise _Refused(f"The value “{text}” is not a number written like 75.925.") from None
    if not value.is_finite() or abs(value) >= LARGEST_VALUE:
        raise _Refused(f"The value “{text}” is not a number that can be kept.")
    if unit == PERCENT and not 0 <= value <= 100:
        raise _Refused(f"The value {text} is not a percentage between 0 and 100.")
    if value.normalize().as_tuple().exponent < -MOST_DECIMALS:  # type: ignore[operator]  # finite: an int
        raise _Refused(f"The value {text} has more than {MOST_DECIMALS} decimals: round it.")
    return value


def _contradictions(rows: list[ReadingRow]) -> Iterator[ReadingProblem]:
    yield from _changes(rows, lambda row: row.key, lambda row: row.value, _other_value)
    yield from _changes(rows, lambda row: row.kpi, lambda row: row.unit, _other_unit)
    yield from _changes(rows, lambda row: row.kpi, lambda row: row.direction, _other_direction)
    yield from _changes(rows, lambda row: row.partner_code, lambda row: row.partner, _other_name)


def _changes(
    rows: Iterable[ReadingRow],
    key: Callable[[ReadingRow], object],
    fact: Callable[[ReadingRow], object],
    sentence: Callable[[ReadingRow, ReadingRow], str],
) -> Iterator[ReadingProblem]:
    """A problem for each row whose `fact` differs from that of the first row with the same `key`."""
    firsts: dict[object, ReadingRow] = {}
    for row in rows:
        first = firsts.setdefault(key(row), row)
        if fact(row) != fact(first):
            yield ReadingProblem(row.line, sentence(row, first))


def _other_value(row: ReadingRow, first: ReadingRow) -> str:
    return (
        f"{row.partner}, {row.kpi}, {row.period:%Y-%m} has the value {row.value} here "
        f"and {first.value} on line {first.line}."
    )


def _other_unit(row: ReadingRow, first: ReadingRow) -> str:
    return f"{row.kpi} is given in {row.unit} here and in {first.unit} on line {first.line}."


def _other_direction(row: ReadingRow, first: ReadingRow) -> str:
    return f"{row.kpi} has the direction {row.direction} here and {first.direction} on line {first.line}."


def _other_name(row: ReadingRow, first: ReadingRow) -> str:
    return (
        f"The code {row.partner_code} belongs to {row.partner} here and to {first.partner} "
        f"on line {first.line}."
    )


def _distinct(rows: list[ReadingRow]) -> tuple[ReadingRow, ...]:
    return tuple({row.key: row for row in reversed(rows)}.values())[::-1]
