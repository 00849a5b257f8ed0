"""The way of an outcome: the figure it is measured by, the way agreed from start to target, and what check-ins said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards.charts.facts import StateName, Trend
from dashboards.charts.frame import Figure, Size, marker
from dashboards.charts.ink import named
from dashboards.charts.lettering import words
from dashboards.charts.trend import WIDE, trend_figure


@dataclass(frozen=True, slots=True)
class Check:
    """How an outcome stood on a day, as its check-in said; `word` is the state in words."""

    on: date
    state: StateName
    word: str


@dataclass(frozen=True, slots=True)
class Way:
    """The time that was agreed: the target is to be reached on its last day."""

    begins: date
    ends: date


def journey_figure(trend: Trend, checks: Sequence[Check], way: Way | None, size: Size = WIDE) -> Figure:
    """The trend with a broken line for the way agreed, and for each check-in the mark of its state, on the reading of
    its month or the last one before.

    What lies before the first month of the trend is not drawn.
    """
    figure = trend_figure(trend, size)
    if not figure["data"]:
        return figure
    line, last = figure["data"]
    marks = _checks(trend, checks)
    is_checked = any(mark["x"] == last["x"] for mark in marks)
    figure["data"] = [*_way(trend, way), line, *([] if is_checked else [last]), *marks]
    return figure


def expected_on(trend: Trend, way: Way | None, day: date) -> float | None:
    """The value the way agreed passes through on `day`: straight from the first reading within it to the target.

    None without a target, without a time, before its first reading and after its last day.
    """
    if way is None or trend.goal is None or way.ends <= way.begins:
        return None
    within = [p for p in trend.series() if p.value is not None and p.month >= way.begins.replace(day=1)]
    if not within:
        return None
    start = max(within[0].month, way.begins)
    if not start <= day <= way.ends or way.ends <= start:
        return None
    first, goal = float(within[0].value or 0), float(trend.goal)
    return first + (goal - first) * ((day - start) / (way.ends - start))


def _way(trend: Trend, way: Way | None) -> list[dict[str, Any]]:
    months = [point.month for point in trend.series()]
    days = [day for day in (*months, *((way.ends,) if way else ())) if months[0] <= day <= months[-1]]
    places = [(day, at) for day in sorted(days) if (at := expected_on(trend, way, day)) is not None]
    if len(places) < 2:  # a line has two ends
        return []
    return [
        {
            "type": "scatter", "mode": "lines", "name": "The way agreed",
            "x": [day.isoformat() for day, _ in places], "y": [at for _, at in places],
            "line": {"color": named("ink-3"), "width": 1.4, "dash": "dash"}, "hoverinfo": "skip",
        }
    ]  # fmt: skip


def _checks(trend: Trend, checks: Sequence[Check]) -> list[dict[str, Any]]:
    """A mark for each; of several in one month the last."""
    known = [(point.month, point.value) for point in trend.series() if point.value is not None]
    placed = {}
    for check in sorted(checks, key=lambda each: each.on):
        before = [(month, value) for month, value in known if month <= check.on]
        if before:
            placed[before[-1][0]] = (check, before[-1][1])
    return [
        {
            "type": "scatter", "mode": "markers", "x": [month.isoformat()], "y": [float(value)], "cliponaxis": False,
            "marker": marker(check.state, 9), "hoverinfo": "text",
            "hovertext": [words(f"{check.on.day} {check.on:%b %Y}: {check.word}")],
        }
        for month, (check, value) in placed.items()
    ]  # fmt: skip
