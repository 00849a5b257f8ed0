"""One reading of a file as it is understood, and what of a file contradicts itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from partners.normalize import fold


@dataclass(frozen=True)
class ReadingRow:
    """One reading as the file gives it.

    `period` is the first day of the month measured; `direction` says which way is better ("higher", "lower",
    or "none" for a figure without target); `value` is in `unit`. Unit and direction are empty where the file does
    not say them, partner and code where all of it is of one partner. `written` is what stands in the cell.
    """

    line: int
    period: date
    partner_code: str
    partner: str
    kpi: str
    unit: str
    direction: str
    value: Decimal
    written: str = ""

    @property
    def whose(self) -> str:
        """By what the partner is known in the file: the code, else the name."""
        return self.partner_code or fold(self.partner)

    @property
    def key(self) -> tuple[str, str, date]:
        """What may have one value only: partner, KPI and month."""
        return self.whose, fold(self.kpi), self.period


@dataclass(frozen=True)
class ReadingProblem:
    """A row that cannot be taken: its line in the file (0 for the file itself) and a sentence why."""

    line: int
    sentence: str


def with_units(rows: list[ReadingRow]) -> list[ReadingRow]:
    """Each figure in the unit that one of its rows says, where others say none."""
    units: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.unit:
            units.setdefault((row.whose, fold(row.kpi)), row.unit)
    return [row if row.unit else replace(row, unit=units.get((row.whose, fold(row.kpi)), "")) for row in rows]


def contradictions(rows: list[ReadingRow]) -> Iterator[ReadingProblem]:
    """Rows that say otherwise than an earlier one: another value of a month, another unit, direction or name."""
    yield from _changes(rows, lambda row: row.key, lambda row: row.value, _other_value)
    several = lines_of_two_values(rows)
    firsts = {row.key: row for row in reversed(rows) if row.line in several}
    for first in firsts.values():
        yield ReadingProblem(
            first.line, f"{first.kpi}, {first.period:%Y-%m} has another value further down: which is it?"
        )
    yield from _changes(rows, lambda row: (row.whose, fold(row.kpi)), lambda row: fold(row.unit), _other_unit)
    said = [row for row in rows if row.direction]
    yield from _changes(
        said, lambda row: (row.whose, fold(row.kpi)), lambda row: row.direction, _other_direction
    )
    coded = [row for row in rows if row.partner_code and row.partner]
    yield from _changes(coded, lambda row: row.partner_code, lambda row: fold(row.partner), _other_name)


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
    of = f"{row.partner}, " if row.partner else ""
    return f"{of}{row.kpi}, {row.period:%Y-%m} has the value {row.value} here and {first.value} on line {first.line}."


def _other_unit(row: ReadingRow, first: ReadingRow) -> str:
    return f"{row.kpi} is given in {row.unit} here and in {first.unit} on line {first.line}."


def _other_direction(row: ReadingRow, first: ReadingRow) -> str:
    return f"{row.kpi} has the direction {row.direction} here and {first.direction} on line {first.line}."


def _other_name(row: ReadingRow, first: ReadingRow) -> str:
    return (
        f"The code {row.partner_code} belongs to {row.partner} here and to {first.partner} "
        f"on line {first.line}."
    )


def lines_of_two_values(rows: Iterable[ReadingRow]) -> set[int]:
    """The lines that give a month more than one value: which of them is right, the file does not say."""
    values: dict[object, dict[Decimal, list[int]]] = {}
    for row in rows:
        values.setdefault(row.key, {}).setdefault(row.value, []).append(row.line)
    return {line for each in values.values() if len(each) > 1 for lines in each.values() for line in lines}


def distinct(rows: list[ReadingRow]) -> tuple[ReadingRow, ...]:
    """The rows, each reading once: the first line that gives it."""
    return tuple({row.key: row for row in reversed(rows)}.values())[::-1]
