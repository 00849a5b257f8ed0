"""An indicator over time: the line, its target, its holes and where it stands now."""

from collections.abc import Sequence
from typing import Any

from dashboards.charts.facts import MonthReading, Point, Trend
from dashboards.charts.frame import SMALL, Figure, Margin, Size, hidden_axis, marker, note, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.labels import labels_of, placed
from dashboards.charts.lettering import width, words
from dashboards.charts.numbers import nice_step, spoken, telling_decimals, with_unit
from dashboards.charts.scale import date_range, grid, month_axis, value_axis, value_range, value_ticks
from dashboards.charts.silence import bands, silences
from dashboards.charts.standing import Standing, standing

WIDE = Size(640, 220)
HALF = Size(320, 170)
_ABOVE, _BELOW = 14, 26


def trend_figure(trend: Trend, size: Size = WIDE) -> Figure:
    """A line with a mark per reading; a month without one breaks the line and is said in words.

    Provisional readings are hollow, the last reading carries the shape and colour of its state and its value.
    Target and amber threshold are dotted lines named at the right.
    """
    series = trend.series()
    reading = trend.last()
    if reading is None:
        return _empty(size.width)
    at = standing(trend)
    low, high = value_range(trend)
    ticks = value_ticks(trend, low, high, size.height - _ABOVE - _BELOW)
    labels = labels_of(trend, reading, at, telling_decimals(nice_step(high - low, 4)))
    margin = Margin(
        left=max(width(text, SMALL) for _, text in ticks) + 10 if ticks else 10,
        right=max((width(text, SMALL) for text, *_ in labels), default=0) + 14,
        top=_ABOVE,
        bottom=_BELOW,
    )
    inner = margin.inner(size)
    first, last = date_range(series, inner.width)
    return {
        "data": [_line(trend, series), emphasis(reading, at, 9)],
        "layout": sheet(
            size,
            margin,
            xaxis=month_axis(series, inner.width, first, last),
            yaxis=value_axis(ticks, low, high),
            shapes=[*grid(trend, [value for value, _ in ticks]), *bands(trend, last), *_marks(trend)],
            annotations=[
                *silences(trend, inner, (first, last)),
                *placed(labels, low, high, inner.height),
            ],
        ),
    }


def _line(trend: Trend, series: Sequence[Point]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": words(trend.name[:200]),
        "x": [point.month.isoformat() for point in series],
        "y": [None if point.value is None else float(point.value) for point in series],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": named("ink-2"), "width": 1.8},
        "marker": {
            "symbol": "circle",
            "size": [6 if point.provisional else 4 for point in series],
            "color": [named("card" if point.provisional else "ink-2") for point in series],
            "line": {"color": named("ink-2"), "width": [1.4 if point.provisional else 0 for point in series]},
        },
        "hoverinfo": "text",
        "hovertext": [words(_said(trend, point)) for point in series],
    }


def _said(trend: Trend, point: Point) -> str:
    if point.value is None:
        return f"{point.month:%B %Y}: no reading"
    remark = " · provisional" if point.provisional else ""
    return f"{point.month:%B %Y}: {with_unit(spoken(point.value), trend.unit)}{remark}"


def emphasis(last: MonthReading, at: Standing, size: float) -> dict[str, Any]:
    """The last reading in the colour and shape of its state; hollow when provisional or out of date."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [last.month.isoformat()],
        "y": [float(last.value)],
        "cliponaxis": False,
        "marker": marker(at.state, size, hollow=last.provisional or at.months_missing > 0),
        "hoverinfo": "skip",
    }


def _marks(trend: Trend) -> list[dict[str, Any]]:
    marks = []
    if trend.threshold is not None:
        marks.append(rule((0, 1), (float(trend.threshold),) * 2, "warn", dash="dot"))
    if trend.goal is not None:
        marks.append(rule((0, 1), (float(trend.goal),) * 2, "ink", dash="dot", width=1.4))
    return marks


def _empty(across: int) -> Figure:
    layout = sheet(
        Size(across, 72),
        Margin(10, 10, 0, 0),
        xaxis=hidden_axis(0, 1),
        yaxis=hidden_axis(0, 1),
        annotations=[note("No readings yet.", 0.5, 0.5, ink="ink-3")],
    )
    return {"data": [], "layout": layout}
