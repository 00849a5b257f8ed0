"""The two scales a trend is drawn on: which values and months they span, and which of them are named."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import isclose
from typing import Any

from dashboards.charts.facts import Point, Trend
from dashboards.charts.frame import CLEAR, SMALL, rule
from dashboards.charts.ink import named
from dashboards.charts.lettering import words
from dashboards.charts.months import month_labels
from dashboards.charts.numbers import brief, nice_ticks, with_brief_unit

Tick = tuple[float, str]


def value_range(trend: Trend) -> tuple[float, float]:
    """What the value axis spans: all readings, target and amber threshold, with air above and below."""
    marks = [mark for mark in (trend.goal, trend.threshold) if mark is not None]
    values = [float(value) for value in (*(p.value for p in trend.points if p.value is not None), *marks)]
    low, high = min(values), max(values)
    spread = high - low
    if spread <= abs(high) * 1e-9:
        spread = abs(high) * 0.1 or 1.0
    return low - spread * 0.12, high + spread * 0.12


def value_ticks(trend: Trend, low: float, high: float, height: float) -> list[Tick]:
    """The values named on an axis `height` pixels high; the topmost one carries the unit."""
    about = max(2, min(5, round(height) // 36))
    # A scale with one value on it is no scale: rather a little crowded than that.
    tries = (nice_ticks(low, high, about + more) for more in range(4))
    values = next((ticks for ticks in tries if len(ticks) >= 3), nice_ticks(low, high, about))
    readings = [float(point.value) for point in trend.points if point.value is not None]
    # An axis that marks 105% or −2 minutes invites questions the indicator cannot answer.
    if min(readings) >= 0:
        values = [value for value in values if value >= 0]
    if trend.unit.strip().lower() in {"percent", "%"} and max(readings) <= 100:
        values = [value for value in values if value <= 100]
    texts = [brief(value) for value in values]
    return list(
        zip(values, [*texts[:-1], *(with_brief_unit(text, trend.unit) for text in texts[-1:])], strict=True)
    )


def value_axis(ticks: Sequence[Tick], low: float, high: float) -> dict[str, Any]:
    """The ticks are not seen: they keep the numbers off the lines that start beside them."""
    return {
        "type": "linear", "range": [low, high], "fixedrange": True, "tickmode": "array",
        "tickvals": [value for value, _ in ticks], "ticktext": [words(text) for _, text in ticks],
        "ticks": "outside", "ticklen": 5, "tickcolor": CLEAR, "showgrid": False, "zeroline": False, "showline": False,
    }  # fmt: skip


def grid(trend: Trend, values: Sequence[float]) -> list[dict[str, Any]]:
    """A hairline per tick. Plotly would draw its own grid over target and band, so the figure brings its own,
    and leaves out the line that a target stands on."""
    taken = [float(mark) for mark in (trend.goal, trend.threshold) if mark is not None]
    free = [value for value in values if not any(isclose(value, mark) for mark in taken)]
    return [rule((0, 1), (value, value), "line") for value in free]


def date_range(series: Sequence[Point], room: int) -> tuple[date, date]:
    """The months with enough air at both ends of `room` pixels for a mark to stand whole."""
    days = (series[-1].month - series[0].month).days
    air = timedelta(days=max(3, round(days * 9 / room)) if days else 20)
    return series[0].month - air, series[-1].month + air


def month_axis(series: Sequence[Point], room: int, first: date, last: date) -> dict[str, Any]:
    labels = month_labels([point.month for point in series], room * 0.97, SMALL)
    return {
        "type": "date", "range": [first.isoformat(), last.isoformat()], "fixedrange": True,
        "tickmode": "array",
        "tickvals": [month.isoformat() for month, _ in labels], "ticktext": [text for _, text in labels],
        "ticks": "outside", "ticklen": 4, "tickcolor": named("line-2"), "tickangle": 0,
        "showgrid": False, "zeroline": False, "showline": True, "linecolor": named("line-2"), "linewidth": 1,
    }  # fmt: skip
