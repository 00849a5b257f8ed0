"""An indicator over time: the line, its target, its holes and where it stands now."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dashboards.charts.facts import Point, Trend
from dashboards.charts.frame import SMALL, Figure, Margin, Size, band, marker, note, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.lettering import width, words
from dashboards.charts.months import month_labels, next_month
from dashboards.charts.numbers import nice_step, nice_ticks, spoken, telling_decimals, with_unit
from dashboards.charts.standing import Standing, standing

WIDE = Size(640, 220)
HALF = Size(320, 170)
_LINE_HEIGHT = 15
_ABOVE, _BELOW = 14, 26


def trend_figure(trend: Trend, size: Size = WIDE) -> Figure:
    """A line with a mark per reading; a month without one breaks the line and is said in words.

    Provisional readings are hollow, the last reading carries the shape and colour of its state and its value.
    Target and amber threshold are dotted lines named at the right.
    """
    series = trend.series()
    if not any(point.value is not None for point in series):
        return _empty(size)
    at = standing(trend)
    low, high = value_range(trend)
    ticks = _value_ticks(trend, low, high, size)
    labels = _labels(trend, at, telling_decimals(nice_step(high - low, 4)))
    margin = Margin(
        left=max(width(text, SMALL) for _, text in ticks) + 10 if ticks else 10,
        right=max((width(text, SMALL) for text, *_ in labels), default=0) + 14,
        top=_ABOVE,
        bottom=_BELOW,
    )
    inner = margin.inner(size)
    first, last = _date_range(series, inner.width)
    return {
        "data": [_line(trend, series), _emphasis(series, at)],
        "layout": sheet(
            size,
            margin,
            xaxis=_month_axis(series, inner.width, first, last),
            yaxis=_value_axis(ticks, low, high),
            shapes=[*_bands(trend, last), *_marks(trend)],
            annotations=[*_silences(trend, inner, (first, last), (low, high)), *_placed(labels, low, high, inner.height)],
        ),
    }


def value_range(trend: Trend) -> tuple[float, float]:
    """What the value axis spans: all readings, target and amber threshold, with air above and below."""
    marks = [mark for mark in (trend.goal, trend.threshold) if mark is not None]
    values = [float(value) for value in (*(p.value for p in trend.points if p.value is not None), *marks)]
    low, high = min(values), max(values)
    spread = high - low
    if spread <= abs(high) * 1e-9:
        spread = abs(high) * 0.1 or 1.0
    return low - spread * 0.12, high + spread * 0.12


def last_reading(series: Sequence[Point]) -> Point | None:
    return next((point for point in reversed(series) if point.value is not None), None)


def spread_apart(places: Sequence[float], gap: float, bottom: float) -> list[float]:
    """Move places down, then up, as little as keeps them `gap` apart and within 0 and `bottom`."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    floor = 0.0
    for index in order:
        moved[index] = floor = max(moved[index], floor)
        floor += gap
    ceiling = bottom
    for index in reversed(order):
        moved[index] = ceiling = min(moved[index], ceiling)
        ceiling -= gap
    return moved


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


def _emphasis(series: Sequence[Point], at: Standing) -> dict[str, Any]:
    point = last_reading(series)
    assert point is not None and point.value is not None  # an empty trend draws no line
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.month.isoformat()],
        "y": [float(point.value)],
        "cliponaxis": False,
        "marker": marker(at.state, 9, hollow=point.provisional or at.months_missing > 0),
        "hoverinfo": "skip",
    }


def _date_range(series: Sequence[Point], room: int) -> tuple[date, date]:
    days = (series[-1].month - series[0].month).days
    air = timedelta(days=max(3, round(days * 9 / room)) if days else 20)
    return series[0].month - air, series[-1].month + air


def _month_axis(series: Sequence[Point], room: int, first: date, last: date) -> dict[str, Any]:
    labels = month_labels([point.month for point in series], room * 0.97, SMALL)
    return {
        "type": "date", "range": [first.isoformat(), last.isoformat()], "fixedrange": True,
        "tickmode": "array",
        "tickvals": [month.isoformat() for month, _ in labels], "ticktext": [text for _, text in labels],
        "ticks": "outside", "ticklen": 4, "tickcolor": named("line-2"), "tickangle": 0,
        "showgrid": False, "zeroline": False, "showline": True, "linecolor": named("line-2"), "linewidth": 1,
    }  # fmt: skip


def _value_ticks(trend: Trend, low: float, high: float, size: Size) -> list[tuple[float, str]]:
    values = nice_ticks(low, high, max(2, min(5, (size.height - _ABOVE - _BELOW) // 36)))
    readings = [float(point.value) for point in trend.points if point.value is not None]
    # An axis that marks 105% or −2 minutes invites questions the indicator cannot answer.
    if min(readings) >= 0:
        values = [value for value in values if value >= 0]
    if trend.unit.strip().lower() in {"percent", "%"} and max(readings) <= 100:
        values = [value for value in values if value <= 100]
    texts = [spoken(value) for value in values]
    return list(zip(values, [*texts[:-1], *(with_unit(text, trend.unit) for text in texts[-1:])], strict=True))


def _value_axis(ticks: Sequence[tuple[float, str]], low: float, high: float) -> dict[str, Any]:
    return {
        "type": "linear", "range": [low, high], "fixedrange": True, "tickmode": "array",
        "tickvals": [value for value, _ in ticks], "ticktext": [words(text) for _, text in ticks],
        "ticks": "", "showgrid": True, "gridcolor": named("line"), "gridwidth": 1,
        "zeroline": False, "showline": False,
    }  # fmt: skip


def _marks(trend: Trend) -> list[dict[str, Any]]:
    marks = []
    if trend.threshold is not None:
        marks.append(rule((0, 1), (float(trend.threshold),) * 2, "warn", dash="dot"))
    if trend.goal is not None:
        marks.append(rule((0, 1), (float(trend.goal),) * 2, "ink", dash="dot", width=1.4))
    return marks


def _bands(trend: Trend, last: date) -> list[dict[str, Any]]:
    return [band(start.isoformat(), end.isoformat()) for start, end in _silent_stretches(trend, last)]


def _silent_stretches(trend: Trend, last: date) -> list[tuple[date, date]]:
    """Each hole from half a month after the reading before it to half a month before the one after it."""
    half = timedelta(days=15)
    return [(start - half, min(next_month(end) - half, last)) for start, end in trend.holes()]


def _silences(
    trend: Trend, inner: Size, dates: tuple[date, date], values: tuple[float, float]
) -> list[dict[str, Any]]:
    """“no readings” in every hole wide enough, across or else upright."""
    per_day = inner.width / (dates[1] - dates[0]).days
    height = _quiet_height(trend, *values, inner.height)
    notes = []
    for start, end in _silent_stretches(trend, dates[1]):
        room = (end - start).days * per_day
        middle = (start + (end - start) / 2).isoformat()
        if room >= width("no readings", SMALL) + 6:
            notes.append(note("no readings", middle, height, ink="ink-3", yref="paper"))
        elif room >= SMALL + 4 and inner.height >= width("no readings", SMALL) + 6:
            notes.append(note("no readings", middle, 0.5, ink="ink-3", yref="paper", textangle=-90))
    return notes


def _quiet_height(trend: Trend, low: float, high: float, room: int) -> float:
    """The height, as a part of the plot, nearest to the middle at which no dotted line crosses a word."""
    marks = [(float(mark) - low) / (high - low) for mark in (trend.goal, trend.threshold) if mark is not None]
    heights = sorted((step / 20 for step in range(2, 19)), key=lambda height: abs(height - 0.5))
    quiet = (height for height in heights if all(abs(height - mark) * room > SMALL for mark in marks))
    return next(quiet, 0.5)


def _labels(trend: Trend, at: Standing, decimals: int) -> list[tuple[str, Decimal, str, int]]:
    labels: list[tuple[str, Decimal, str, int]] = []
    last = last_reading(trend.series())
    if last is not None and last.value is not None and not at.months_missing:
        ink = at.state if at.state != "none" else "ink"
        labels.append((with_unit(spoken(last.value, decimals), trend.unit), last.value, ink, 600))
    if trend.goal is not None:
        labels.append((f"target {spoken(trend.goal)}", trend.goal, "ink-2", 400))
    if trend.threshold is not None:
        labels.append((f"amber {spoken(trend.threshold)}", trend.threshold, "warn", 400))
    return labels


def _placed(
    labels: Sequence[tuple[str, Decimal, str, int]], low: float, high: float, height: int
) -> list[dict[str, Any]]:
    """The labels in the right margin, moved apart where their values are too close to be read."""
    wanted = [(high - float(value)) / (high - low) * height for _, value, _, _ in labels]
    found = spread_apart(wanted, _LINE_HEIGHT, height)
    return [
        note(text, 1, float(value), ink=ink, weight=weight, xref="paper", xanchor="left", xshift=6,
             yshift=round(want - got, 1))
        for (text, value, ink, weight), want, got in zip(labels, wanted, found, strict=True)
    ]  # fmt: skip


def _empty(size: Size) -> Figure:
    layout = sheet(
        size,
        Margin(10, 10, 10, 10),
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        annotations=[note("No readings yet.", 0.5, 0.5, ink="ink-3")],
    )
    return {"data": [], "layout": layout}
