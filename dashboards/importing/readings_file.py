"""Monthly readings in somebody's spreadsheet, understood as values we keep; what cannot be known is asked.

Reading judges every row and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from dashboards.importing.figures import (
    PERCENT,
    READINGS,
    Figure,
    ReadingColumn,
    figure_columns,
    figures,
    label_columns,
    month_columns,
    unit_of,
    value_columns,
)
from dashboards.importing.reading_rows import (
    ReadingProblem,
    ReadingRow,
    contradictions,
    distinct,
    lines_of_two_values,
    with_units,
)
from governance.calendar.months import (
    MonthIsAmbiguous,
    MonthNotUnderstood,
    MonthWithoutYear,
    is_day_first,
    understand_month,
)
from governance.sheets.columns import filled_columns, guess_columns
from governance.sheets.numbers import (
    DECIMALS_KEPT,
    NumberNotUnderstood,
    decimal_mark,
    is_hole,
    is_open,
    rounded,
    understand_number,
)
from governance.sheets.reading import Book, read_book
from governance.sheets.table import Cell, SheetNotUnderstood, Table
from governance.sheets.totals import ADDS_UP_OTHERS, total_lines
from partners.normalize import fold
from partners.untrusted_text import MARK

DIRECTIONS = {
    "higher": "higher, higher is better, up, max, maximise, maximize, increase, hoher, hoher ist besser, hausse, +",
    "lower": "lower, lower is better, down, min, minimise, minimize, decrease, niedriger, tiefer, weniger, baisse, -",
    "none": "none, no target, neutral, keine, n/a, aucune",
}
LONGEST_NAME = 120
MOST_DECIMALS = DECIMALS_KEPT
LARGEST_VALUE = Decimal(10) ** 16
APART = Decimal(10)
"""The smallest value above one is so many times the largest below: they are written in two ways."""


@dataclass(frozen=True)
class Fractions:
    """Values of one figure in percent that may be meant as a hundredth: is 0.98 98 %?"""

    kpi: str
    written: str
    count: int
    as_hundredth: str
    answer: str = ""


@dataclass(frozen=True)
class ReadingsFile:
    """All good rows and all bad ones; `holes` are cells that say there is no value."""

    rows: tuple[ReadingRow, ...]
    problems: tuple[ReadingProblem, ...]
    holes: int = 0

    @property
    def is_importable(self) -> bool:
        """There are rows, and every one of them is good."""
        return bool(self.rows) and not self.problems


class _Refused(ValueError):
    """Why one row is bad."""


def read_readings(content: bytes | str, said: Mapping[str, Any] | None = None) -> ReadingsFile:
    """The readings in a CSV file or a workbook, each bad row named with its line and reason."""
    try:
        return ReadingsSheet(read_book(content, vocabulary=READINGS), said or {}).file
    except SheetNotUnderstood as refusal:
        return ReadingsFile((), (ReadingProblem(0, str(refusal)),))


@dataclass(frozen=True)
class ReadingsSheet:
    """A file of readings and what was `said` about it; what is not said is guessed, or asked for where a guess is none.

    `said`: sheet (its name), header (line or None), columns (kind → position), day_first, mark ("." or ","), year,
    fractions (figure → "hundred" or "written"), names (figure → what it is called here, empty to leave it out), and
    percents (what this house has in percent → its smallest value above one, empty where there is none).
    """

    book: Book
    said: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def table(self) -> Table:
        chosen = self.book.sheet(self.said.get("sheet"), liking=_most_figures)
        return chosen.headed_by(self.said["header"]) if "header" in self.said else chosen

    @cached_property
    def columns(self) -> dict[ReadingColumn, int]:
        """Where each kind of column is: as said, else as guessed from the header."""
        if "columns" in self.said:
            places = self.said["columns"].items()
            return {ReadingColumn(kind): place for kind, place in places if place < self.table.width}
        return _guessed(self.table)

    @cached_property
    def months_across(self) -> list[str]:
        """The names of the columns that are months, where the file has them so."""
        return [self.table.column_names[at] for at in month_columns(self.table, self.columns)]

    @cached_property
    def figures_across(self) -> list[str]:
        """The names of the columns that are figures, where the file has them so."""
        return (
            []
            if self.months_across
            else [self.table.column_names[at] for at in figure_columns(self.table, self.columns)]
        )

    @cached_property
    def unread(self) -> list[str]:
        """The names of columns that hold something and are not read, such as a quarter's."""
        read = {*self.columns.values(), *month_columns(self.table, self.columns)}
        read |= set(figure_columns(self.table, self.columns))
        return [self.table.column_names[at] for at in sorted(filled_columns(self.table) - read)]

    @cached_property
    def totals(self) -> frozenset[int]:
        """The lines that add up others."""
        return total_lines(
            self.table.rows,
            labels=label_columns(self.table, self.columns),
            amounts=value_columns(self.table, self.columns),
            mark=self.said.get("mark"),
        )

    @cached_property
    def _measured(self) -> list[Figure]:
        """Everything that holds a value, as the file has it."""
        return [each for each in figures(self.table, self.columns) if each.line not in self.totals]

    @cached_property
    def figures(self) -> list[Figure]:
        """Everything that holds a value, each figure by the name it has here; those to leave out are left out."""
        names = self.said.get("names", {})
        called = (replace(each, kpi=names.get(each.kpi, each.kpi)) for each in self._measured)
        return [each for each in called if each.kpi or each.kpi not in names.values()]

    @cached_property
    def kpis(self) -> list[str]:
        """What is measured, by the names in the file, in their order."""
        return list(dict.fromkeys(each.kpi for each in self._measured if each.kpi))

    # What only a person can say

    @cached_property
    def mark(self) -> str | None:
        """What stands before decimals: as the file tells, else as said; None where somebody has to say it."""
        texts = [each.value for each in self.figures if isinstance(each.value, str)]
        return decimal_mark(texts, delimiter=self.table.delimiter) or self.said.get("mark")

    @cached_property
    def open_number(self) -> str:
        """A number that could be read in two ways, where the file does not tell which; empty where it does."""
        texts = [each.value for each in self.figures if isinstance(each.value, str)]
        if decimal_mark(texts, delimiter=self.table.delimiter):
            return ""
        return next((text for text in texts if is_open(text)), "")

    @cached_property
    def day_first(self) -> bool | None:
        texts = [each.period for each in self.figures if isinstance(each.period, str)]
        order = is_day_first(texts)
        return self.said.get("day_first") if order is None else order

    @cached_property
    def open_month(self) -> str:
        """A month written as a day that could be read in two ways; empty where none is."""
        return self._first_period(MonthIsAmbiguous, day_first=None) if self.day_first_is_open else ""

    @property
    def day_first_is_open(self) -> bool:
        return is_day_first(each.period for each in self.figures if isinstance(each.period, str)) is None

    @cached_property
    def month_without_year(self) -> str:
        """A month that names no year; empty where all do."""
        return self._first_period(MonthWithoutYear, day_first=True)

    @cached_property
    def fractions(self) -> list[Fractions]:
        """The figures in percent of which some values are no larger than one and carry no sign."""
        small: dict[str, list[str]] = {}
        for each in self.figures:
            if self._is_small_percent(each):
                small.setdefault(each.kpi, []).append(str(each.value))
        answers = self.said.get("fractions", {})
        return [
            Fractions(kpi, texts[0], len(texts), self._times_hundred(texts[0]), answers.get(kpi, ""))
            for kpi, texts in small.items()
        ]

    def _times_hundred(self, text: str) -> str:
        value = understand_number(text, mark=self.mark or ".").value * 100
        return f"{value.normalize():f}"

    # What it comes to

    @cached_property
    def file(self) -> ReadingsFile:
        """The rows as they will be kept, and those that cannot be."""
        if sentence := self._why_nothing():
            return ReadingsFile((), (ReadingProblem(0, sentence),))
        rows: list[ReadingRow] = []
        problems = [ReadingProblem(line, ADDS_UP_OTHERS) for line in self.totals]
        holes = 0
        for each in self.figures:
            if isinstance(each.value, str) and is_hole(each.value):
                holes += 1
                continue
            try:
                rows.append(self._reading(each))
            except _Refused as refusal:
                problems.append(ReadingProblem(each.line, str(refusal)))
        rows = with_units(rows)
        against = list(contradictions(rows))
        bad = {problem.line for problem in against} | lines_of_two_values(rows)
        good = distinct([row for row in rows if row.line not in bad])
        problems += against
        return ReadingsFile(good, tuple(sorted(problems, key=lambda problem: problem.line)), holes)

    def _why_nothing(self) -> str:
        if self.table.header is None:
            return "There is no row that names the columns: which is it?"
        if ReadingColumn.VALUE not in self.columns and not self.months_across and not self.figures_across:
            return "There is no column of values: say which it is, or which row names the columns."
        if ReadingColumn.PERIOD not in self.columns and not self.months_across:
            return "There is no column of months: say which it is, or which row names the columns."
        if not self.table.rows:
            return "The file names its columns and holds no values beneath them."
        return ""

    def _reading(self, each: Figure) -> ReadingRow:
        if not each.kpi:
            raise _Refused("The row does not say what is measured.")
        for words in (each.kpi, each.unit, each.partner, each.partner_code):
            if len(words) > LONGEST_NAME:
                raise _Refused(f"“{words[:40]}…” is longer than {LONGEST_NAME} characters.")
            if MARK in words:
                raise _Refused(f"“{words}” cannot be read where the {MARK} stands: correct it.")
        number_unit, value = self._value(each)
        if each.unit and number_unit and fold(unit_of(each.unit)) != fold(number_unit):
            raise _Refused(
                f"“{each.value}” is in {number_unit}, and {each.kpi} in {unit_of(each.unit)}: write it in that."
            )
        return ReadingRow(
            line=each.line,
            period=self._month(each.period),
            partner_code=each.partner_code,
            partner=" ".join(each.partner.split()),
            kpi=each.kpi,
            unit=unit_of(each.unit) or number_unit,
            direction=_direction(each.direction),
            value=value,
            written=str(each.value),
        )

    def _month(self, period: Cell) -> date:
        if isinstance(period, date):  # a workbook holds a month as one of its days
            return period.replace(day=1)
        if not period:
            raise _Refused("The row names no month.")
        try:
            return understand_month(period, day_first=self.day_first, year=self.said.get("year"))
        except MonthIsAmbiguous:
            raise _Refused("Say whether the day or the month stands first in its dates.") from None
        except MonthNotUnderstood as refusal:
            raise _Refused(str(refusal)) from None

    def _value(self, each: Figure) -> tuple[str, Decimal]:
        if isinstance(each.value, date):
            raise _Refused("A day stands where its value is expected.")
        if is_open(each.value) and self.mark is None:
            raise _Refused("Say whether a point or a comma stands before the decimals of its numbers.")
        try:
            number = understand_number(each.value, mark=self.mark or ".")
        except NumberNotUnderstood as refusal:
            raise _Refused(str(refusal)) from None
        value = number.value
        if self._is_small_percent(each):
            answer = self.said.get("fractions", {}).get(each.kpi)
            if not answer:
                raise _Refused(f"Say whether the small values of {each.kpi} are hundredths: is 0.98 98 %?")
            value = rounded(value * 100) if answer == "hundred" else value
        return (PERCENT if number.is_percent else unit_of(number.unit)), value

    def _is_small_percent(self, each: Figure) -> bool:
        """Whether a value up to one in percent may be meant as a hundredth of it: see `_scales`."""
        value = self._percent(each)
        small = value is not None and 0 < abs(value) <= 1 and "%" not in str(each.value)
        return small and each.kpi in self._of_two_scales

    @cached_property
    def _of_two_scales(self) -> set[str]:
        """The figures in percent whose values lie in two heaps far apart, 0.98 and 98, or all below one.

        Where they lie close, 0.9 and 1.1, small ones are what they are: so few flights are cancelled.
        """
        small: dict[str, Decimal] = {}
        large = {kpi: Decimal(value) for kpi, value in self.said.get("percents", {}).items() if value}
        for each in self.figures:
            if value := abs(self._percent(each) or Decimal(0)):
                if value > 1:
                    large[each.kpi] = min(value, large.get(each.kpi, value))
                else:
                    small[each.kpi] = max(value, small.get(each.kpi, value))
        return {kpi for kpi, value in small.items() if large.get(kpi, APART) >= value * APART}

    def _percent(self, each: Figure) -> Decimal | None:
        """The value of a figure that is in percent; None for others, and where there is none."""
        if not isinstance(each.value, str) or is_hole(each.value):
            return None
        if unit_of(each.unit) != PERCENT and each.kpi not in self._in_percent:
            return None
        try:
            return understand_number(each.value, mark=self.mark or ".").value
        except NumberNotUnderstood:
            return None

    @cached_property
    def _in_percent(self) -> frozenset[str]:
        """What is in percent by a sign in one of its cells, or as this house has it."""
        signs = {each.kpi for each in self.figures if isinstance(each.value, str) and "%" in each.value}
        return frozenset(signs | set(self.said.get("percents", ())))

    def _first_period(self, kind: type[MonthNotUnderstood], *, day_first: bool | None) -> str:
        for each in self.figures:
            if isinstance(each.period, str) and each.period:
                try:
                    understand_month(each.period, day_first=day_first)
                except kind:
                    return each.period
                except MonthNotUnderstood:
                    continue
        return ""


def _guessed(table: Table) -> dict[ReadingColumn, int]:
    return guess_columns(table.column_names, READINGS, filled=filled_columns(table))


def _most_figures(table: Table) -> int:
    return len(figures(table, _guessed(table)))


def _direction(words: str) -> str:
    if not words.strip():
        return ""
    plain = " ".join(fold(words).split())
    found = next((way for way, names in DIRECTIONS.items() if plain in names.split(", ")), None)
    if found is None:
        raise _Refused(f"The direction “{words[:40]}” is none of {', '.join(DIRECTIONS)}.")
    return found
