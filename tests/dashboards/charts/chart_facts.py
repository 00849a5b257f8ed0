"""Facts to draw, for tests: real, invented and generated."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from dashboards.charts import MonthPromises, Point, Progress, Trend

_CARRIERS = Path(__file__).parents[3] / "data" / "carrier-kpis.csv"
HOSTILE = (
    "<script>alert(1)</script>",
    "<b onmouseover=x>&amp; “quotes” ' \"",
    "\u202eright to left\u202c שלום عربي",
    "😀👩‍👩‍👧‍👦 emoji",
    "control \x00\x0b\ud800\uffff",
    "x" * 10_000,
)


def trend(*values: object, first: date = date(2026, 1, 1), **more: object) -> Trend:
    """Monthly readings from `first` on; None is a month without one."""
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + len(values))
    points = tuple(
        Point(_month(number), None if value is None else Decimal(str(value)))
        for number, value in zip(numbers, values, strict=True)
    )
    facts = {"name": "Availability", "unit": "percent", "direction": "higher"}
    marks = {"target": Decimal(95), "amber": Decimal(90)}
    return Trend(**{**facts, **marks, **more}, points=points)


def carrier(code: str, kpi: str, target: Decimal | None) -> Trend:
    """A real indicator, its half-year hole included."""
    with _CARRIERS.open(newline="") as rows:
        found = [row for row in csv.DictReader(rows) if (row["partner_code"], row["kpi"]) == (code, kpi)]
    points = tuple(Point(date.fromisoformat(f"{row['period']}-01"), Decimal(row["value"])) for row in found)
    return Trend(kpi, found[0]["unit"], found[0]["direction"], target, None, points)


def swapped(months: list[MonthPromises]) -> list[MonthPromises]:
    """The same promises, made by the other side."""
    other = {"ours": "theirs", "theirs": "ours"}
    return [replace(promises, side=other[promises.side]) for promises in months]


def _month(number: int) -> date:
    """The month so many months after the year nought."""
    return date(number // 12, number % 12 + 1, 1)


_months = st.dates(date(1990, 1, 1), date(2089, 12, 31)).map(lambda day: day.replace(day=1))
_values = st.decimals(-1_000_000, 10_000_000_000, allow_nan=False, allow_infinity=False, places=4)
_names = st.one_of(st.text(max_size=80), st.sampled_from(HOSTILE))


@st.composite
def trends(draw: st.DrawFn) -> Trend:
    """Any trend: holes, one month, no month, hostile names, units and targets of any size."""
    first = draw(_months)
    offsets = draw(st.lists(st.integers(0, 60), unique=True, max_size=40))
    points = []
    for offset in offsets:
        month = _month(first.year * 12 + first.month - 1 + offset)
        points.append(Point(month, draw(st.none() | _values), draw(st.booleans())))
    return Trend(
        name=draw(_names),
        unit=draw(st.sampled_from(("percent", "minutes", "count", "")) | _names),
        direction=draw(st.sampled_from(("higher", "lower", "none"))),
        target=draw(st.none() | _values),
        amber=draw(st.none() | _values),
        points=tuple(points),
        until=draw(st.none() | _months),
    )


@st.composite
def promises(draw: st.DrawFn) -> list[MonthPromises]:
    """Up to fourteen months of both sides, with months in which one or neither had anything due."""
    months = draw(st.lists(st.integers(0, 14), unique=True, max_size=14))
    found = []
    for number in months:
        month = _month(2025 * 12 + number)
        for side in draw(st.sampled_from((("ours",), ("theirs",), ("ours", "theirs")))):
            kept, moved, held_up, missed = (draw(st.integers(0, 9)) for _ in range(4))
            due = kept + moved + held_up + missed
            covered = draw(st.integers(0, 3))
            found.append(MonthPromises(month, side, due, kept, moved, held_up, missed, covered))
    return found


progresses = st.builds(
    Progress,
    name=_names,
    achieved=st.decimals(-10, 150, places=1),
    expected=st.none() | st.decimals(0, 100, places=1),
    state=st.sampled_from(("good", "warn", "bad", "none")),
)
