"""A trend the size of a word."""

from dashboards.charts.facts import Trend
from dashboards.charts.frame import (
    SMALL, STATE_INKS, Figure, Margin, Size, band, hidden_axis, marker, note, rule, sheet,
)  # fmt: skip
from dashboards.charts.ink import named
from dashboards.charts.lettering import width
from dashboards.charts.months import next_month
from dashboards.charts.numbers import spoken
from dashboards.charts.standing import standing
from dashboards.charts.trend import last_reading, value_range

SPARK = Size(150, 44)


def sparkline_figure(trend: Trend, size: Size = SPARK) -> Figure:
    """The line in the colour of its state, the target dotted with its value, the state's shape at the end.

    A hole is washed; when the latest month is missing the line ends early in a hollow mark.
    """
    series = trend.series()
    last = last_reading(series)
    if last is None or last.value is None:
        return _nothing(size)
    at = standing(trend)
    ink = STATE_INKS[at.state]
    low, high = value_range(trend)
    goal = "" if trend.goal is None else spoken(trend.goal)
    months = [point.month.isoformat() for point in series]
    # A single month has no extent; it is drawn as the middle of two.
    bounds = (months[0], months[-1]) if len(months) > 1 else (months[0], next_month(series[0].month).isoformat())
    line = {
        "type": "scatter", "mode": "lines+markers", "x": months,
        "y": [None if point.value is None else float(point.value) for point in series],
        "connectgaps": False, "cliponaxis": False, "hoverinfo": "skip",
        "line": {"color": named(ink), "width": 2},
        "marker": {"symbol": "circle", "size": 2, "color": named(ink), "line": {"width": 0}},
    }  # fmt: skip
    end = {
        "type": "scatter", "mode": "markers", "x": [last.month.isoformat()], "y": [float(last.value)],
        "cliponaxis": False, "hoverinfo": "skip",
        "marker": marker(at.state, 7, hollow=last.provisional or at.months_missing > 0),
    }  # fmt: skip
    layout = sheet(
        size,
        Margin(5, width(goal, SMALL) + 10 if goal else 8, 7, 7),
        xaxis=hidden_axis(*bounds, type="date"),
        yaxis=hidden_axis(low, high, type="linear"),
        shapes=[
            *(band(start.isoformat(), end.isoformat()) for start, end in trend.holes()),
            *([rule((0, 1), (float(trend.goal),) * 2, "ink-3", dash="dot")] if trend.goal is not None else []),
        ],
        annotations=[
            note(goal, 1, float(trend.goal), ink="ink-3", xref="paper", xanchor="left", xshift=7)
            for _ in [0] if trend.goal is not None
        ],
    )  # fmt: skip
    return {"data": [line, end], "layout": layout}


def _nothing(size: Size) -> Figure:
    layout = sheet(
        size,
        Margin(2, 2, 2, 2),
        xaxis=hidden_axis(0, 1),
        yaxis=hidden_axis(0, 1),
        annotations=[note("no readings yet", 0, 0.5, ink="ink-3", xanchor="left")],
    )
    return {"data": [], "layout": layout}
