"""What a sheet of readings holds, whichever way it lies: one reading in a row, months across, or figures across."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import re2

from governance.calendar.months import (
    MonthIsAmbiguous,
    MonthNotUnderstood,
    MonthWithoutYear,
    understand_month,
)
from governance.sheets.columns import ROWS_SEARCHED, Vocabulary
from governance.sheets.numbers import NumberNotUnderstood, is_hole, understand_number
from governance.sheets.table import Cell, SheetRow, Table

PERCENT = "percent"
PERCENTS = frozenset({"%", "percent", "percentage", "pct", "prozent", "pourcent", "v. h.", "in %"})
"""What percent is called, in small letters."""
_UNIT_BEHIND = re2.compile(r"(?P<name>.*\S)\s*[(\[](?P<unit>[^()\[\]]{1,30})[)\]]")
MOSTLY = 0.6
"""Of the cells of a column that must be numbers for it to be a figure."""


class ReadingColumn(StrEnum):
    """What a column of a sheet of readings may hold."""

    PERIOD = "period"
    PARTNER_CODE = "partner_code"
    PARTNER = "partner"
    KPI = "kpi"
    UNIT = "unit"
    DIRECTION = "direction"
    VALUE = "value"


def is_month(cell: object) -> bool:
    """Whether a cell of a header names a month, in a year of its own or in one to be asked for."""
    if isinstance(cell, date):
        return True
    text = str(cell)
    if text.replace(".", "").replace(",", "").isdigit() and len(text) < 6:
        return False  # "1000" and "99.5" are values
    try:
        understand_month(text)
    except (MonthWithoutYear, MonthIsAmbiguous):
        return True
    except MonthNotUnderstood:
        return False
    return True


READINGS: Vocabulary[ReadingColumn] = Vocabulary(
    {
        ReadingColumn.PERIOD: """
            period, month, reporting month, reporting period, date, as of, measured in, monat, zeitraum, berichtsmonat,
            stichtag, datum, mois, periode
        """,
        ReadingColumn.PARTNER_CODE: """
            partner code, partner id, vendor code, supplier code, vendor id, supplier id, code, kurzel, kennung
        """,
        ReadingColumn.PARTNER: """
            partner, partner name, company, organisation, organization, vendor, supplier, firma, unternehmen,
            lieferant, partenaire, societe, fournisseur
        """,
        ReadingColumn.KPI: """
            kpi, indicator, metric, measure, figure, sla, kpi name, what is measured, name, kennzahl, indikator,
            messgrosse, indicateur, mesure
        """,
        ReadingColumn.UNIT: """
            unit, unit of measure, uom, measured as, einheit, unite
        """,
        ReadingColumn.DIRECTION: """
            direction, which way is better, better, polarity, richtung, sens
        """,
        ReadingColumn.VALUE: """
            value, actual, actual value, result, reading, score, achieved, wert, istwert, ist, messwert, ergebnis,
            valeur, resultat
        """,
    },
    counts_as_named=is_month,
    fewest=1,
)


@dataclass(frozen=True)
class Figure:
    """One cell with a value and all that the sheet says of it, as it stands there."""

    line: int
    period: Cell
    value: Cell
    kpi: str
    unit: str = ""
    direction: str = ""
    partner_code: str = ""
    partner: str = ""


def figures(table: Table, columns: Mapping[ReadingColumn, int]) -> list[Figure]:
    """Every cell that holds a value or a hole; none where no month or no value can be found."""
    if ReadingColumn.VALUE in columns:
        return [_in_a_row(row, columns) for row in table.rows]
    if months := month_columns(table, columns):
        names = columns.get(ReadingColumn.KPI, _first_words(table, columns))
        return [each for row in table.rows for each in _across_months(table, row, columns, months, names)]
    across = figure_columns(table, columns)
    return [each for row in table.rows for each in _across_figures(table, row, columns, across)]


def month_columns(table: Table, columns: Mapping[ReadingColumn, int]) -> list[int]:
    """The columns that are months, where the values stand beneath them."""
    if ReadingColumn.VALUE in columns or table.header is None:
        return []
    return [at for at, cell in enumerate(table.header.cells) if at not in columns.values() and is_month(cell)]


def figure_columns(table: Table, columns: Mapping[ReadingColumn, int]) -> list[int]:
    """The columns that are figures, where the months stand in a column of their own."""
    if ReadingColumn.VALUE in columns or ReadingColumn.PERIOD not in columns or table.header is None:
        return []
    return [
        at
        for at in range(table.width)
        if at not in columns.values() and table.header.text(at) and _holds_numbers(table.rows, at)
    ]


def value_columns(table: Table, columns: Mapping[ReadingColumn, int]) -> list[int]:
    """The columns whose cells are values."""
    if ReadingColumn.VALUE in columns:
        return [columns[ReadingColumn.VALUE]]
    return month_columns(table, columns) or figure_columns(table, columns)


def label_columns(table: Table, columns: Mapping[ReadingColumn, int]) -> list[int]:
    """The columns in which a row says what its values are of: when, what, whose."""
    kinds = (ReadingColumn.PERIOD, ReadingColumn.KPI, ReadingColumn.PARTNER)
    known = [columns[kind] for kind in kinds if kind in columns]
    names = _first_words(table, columns) if month_columns(table, columns) else None
    return known if ReadingColumn.KPI in columns or names is None else [*known, names]


def _in_a_row(row: SheetRow, columns: Mapping[ReadingColumn, int]) -> Figure:
    kpi, unit = named(row.text(columns.get(ReadingColumn.KPI)))
    period, value = row.cell(columns.get(ReadingColumn.PERIOD)), row.cell(columns[ReadingColumn.VALUE])
    return Figure(row.line, period, value, kpi, **_said_of(row, columns, unit))


def _across_months(
    table: Table, row: SheetRow, columns: Mapping[ReadingColumn, int], months: list[int], names: int | None
) -> Iterator[Figure]:
    kpi, unit = named(row.text(names))
    said = _said_of(row, columns, unit)
    if table.header and kpi:
        for at in months:
            yield Figure(row.line, table.header.cell(at), row.cell(at), kpi, **said)


def _across_figures(
    table: Table, row: SheetRow, columns: Mapping[ReadingColumn, int], across: list[int]
) -> Iterator[Figure]:
    period = row.cell(columns.get(ReadingColumn.PERIOD))
    if table.header and period != "":
        for at in across:
            kpi, unit = named(table.header.text(at))
            yield Figure(row.line, period, row.cell(at), kpi, **_said_of(row, columns, unit))


def _said_of(row: SheetRow, columns: Mapping[ReadingColumn, int], unit: str) -> dict[str, str]:
    """What stands beside the value; `unit` is that of the name, where no column says another."""
    return {
        "unit": row.text(columns.get(ReadingColumn.UNIT)) or unit,
        "direction": row.text(columns.get(ReadingColumn.DIRECTION)),
        "partner_code": row.text(columns.get(ReadingColumn.PARTNER_CODE)),
        "partner": row.text(columns.get(ReadingColumn.PARTNER)),
    }


def named(header: str) -> tuple[str, str]:
    """The name and the unit in "Availability (%)"."""
    words = " ".join(header.split())
    found = _UNIT_BEHIND.fullmatch(words)
    return (found["name"], found["unit"]) if found else (words, "")


def unit_of(words: str) -> str:
    """The unit as we write it: "%" and "Prozent" are percent."""
    plain = " ".join(words.split())
    return PERCENT if plain.casefold() in PERCENTS else plain


def _first_words(table: Table, columns: Mapping[ReadingColumn, int]) -> int | None:
    """The first column of words that is nothing else: the names of what is measured."""
    free = (at for at in range(table.width) if at not in columns.values())
    words = (at for at in free if not (table.header and is_month(table.header.cell(at))))
    filled = (at for at in words if any(row.text(at) for row in table.rows))
    return next((at for at in filled if not _holds_numbers(table.rows, at)), None)


def _holds_numbers(rows: Sequence[SheetRow], at: int) -> bool:
    cells = [row.cell(at) for row in rows[:ROWS_SEARCHED]]
    filled = [cell for cell in cells if isinstance(cell, str) and not is_hole(cell)]
    return bool(filled) and sum(map(_is_number, filled)) >= MOSTLY * len(filled)


def _is_number(text: str) -> bool:
    try:
        understand_number(text, mark=".")
    except NumberNotUnderstood:
        return False
    return True
