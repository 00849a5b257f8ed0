"""Charts for a projector: the same picture in larger type."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboards.charts.chart import Chart, Drawing

# Every measure in pixels a figure holds. A bar's own width is in rows, so “width” counts only inside a line.
_PIXELS = frozenset({
    "height", "l", "r", "t", "b", "size", "xshift", "yshift", "ticklen", "linewidth",
    "cornerradius",
})  # fmt: skip


def enlarged(chart: Chart, by: float = 1.5) -> Chart:
    """The chart with type, marks and margins `by` times as large; on a phone it stays as it is."""
    wide = Drawing(_grown(chart.wide.figure, by), round(chart.wide.width * by))
    return replace(chart, wide=wide)


def _grown(part: Any, by: float, *, inside: str = "") -> Any:
    if isinstance(part, Mapping):
        return {
            key: _times(value, by)
            if key in _PIXELS or (key == "width" and inside == "line")
            else _grown(value, by, inside=key)
            for key, value in part.items()
        }
    return [_grown(each, by, inside=inside) for each in part] if isinstance(part, list) else part


def _times(measure: Any, by: float) -> Any:
    return [_times(each, by) for each in measure] if isinstance(measure, list) else round(measure * by, 1)
