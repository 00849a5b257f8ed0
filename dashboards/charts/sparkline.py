"""A trend the size of a word."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboards.charts.facts import Point, Trend
from dashboards.charts.frame import (
    SMALL,
    STATE_INKS,
    Figure,
    Margin,
    Size,
    hidden_axis,
    note,
    rule,
    sheet,
)
from dashboards.charts.ink import named
from dashboards.charts.lettering import width
from dashboards.charts.numbers import brief
from dashboards.charts.scale import value_range
from dashboards.charts.silence import bands
from dashboards.charts.standing import standing
from dashboards.charts.trend import emphasis

SPARK = Size(150, 44)
# The same for every sparkline, so that the months of a column of them stand below each other.
_LABEL_ROOM = 38


def sparkline_figure(trend: Trend, size: Size = SPARK) -> Figure:
    """The line in the colour of its state, the target dotted with its value, the state's shape at the end.

    A hole is washed; when the latest month is missing the line ends early in a hollow mark.
    """
    series, last = trend.series(), trend.last()
    if last is None:
        return _nothing(size)
    at = standing(trend)
    goals = [(float(goal), brief(goal)) for goal in (trend.goal,) if goal is not None]
    bounds = (series[0].month, series[-1].month) if len(series) > 1 else _around(series[0].month)
    return {
        "data": [*_line(series, STATE_INKS[at.state]), emphasis(last, at, 7)],
        "layout": sheet(
            size,
            Margin(5, max(_LABEL_ROOM, *(width(text, SMALL) + 10 for _, text in goals), 0), 7, 7),
            xaxis=hidden_axis(*(bound.isoformat() for bound in bounds), type="date"),
            yaxis=hidden_axis(*value_range(trend), type="linear"),
            shapes=[
                *bands(trend, bounds[1]),
                *(rule((0, 1), (goal, goal), "ink-3", dash="dot") for goal, _ in goals),
            ],
            annotations=[
                note(text, 1, goal, ink="ink-3", xref="paper", xanchor="left", xshift=7)
                for goal, text in goals
            ],
        ),
    }


def _line(series: Sequence[Point], ink: str) -> list[dict[str, Any]]:
    """The line, and a dot for each month it cannot reach because both neighbours are missing."""
    values = [None if point.value is None else float(point.value) for point in series]
    around = zip([None, *values], values, [*values[1:], None], strict=False)
    alone = [value if before is None and after is None else None for before, value, after in around]
    every = {
        "type": "scatter",
        "x": [point.month.isoformat() for point in series],
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    line = {"mode": "lines", "y": values, "connectgaps": False, "line": {"color": named(ink), "width": 2}}
    dots = {"mode": "markers", "y": alone, "marker": {"symbol": "circle", "size": 3, "color": named(ink)}}
    return [every | line, *([every | dots] if any(value is not None for value in alone) else [])]


def _around(month: date) -> tuple[date, date]:
    """A single month has no extent; it stands in the middle of three."""
    return month - timedelta(days=30), month + timedelta(days=30)


def _nothing(size: Size) -> Figure:
    layout = sheet(
        size,
        Margin(2, 2, 2, 2),
        xaxis=hidden_axis(0, 1),
        yaxis=hidden_axis(0, 1),
        annotations=[note("no readings yet", 0, 0.5, ink="ink-3", xanchor="left")],
    )
    return {"data": [], "layout": layout}
