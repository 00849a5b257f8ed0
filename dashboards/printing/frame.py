"""From a figure's coordinates to pixels."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from dashboards.charts.ink import UnknownInk


class Axis(NamedTuple):
    """A linear scale: the value `low` lies at pixel `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float
    dated: bool

    def place(self, value: Any) -> float:
        return self.start + (self._number(value) - self.low) / (self.high - self.low) * (
            self.end - self.start
        )

    def length(self, extent: float) -> float:
        """How many pixels a stretch of the axis takes."""
        return abs(extent / (self.high - self.low) * (self.end - self.start))

    def _number(self, value: Any) -> float:
        return _day(value) if self.dated else float(value)


class Frame:
    """The plot area inside the margins, and every axis the layout names."""

    def __init__(self, layout: Mapping[str, Any], width: float, height: float) -> None:
        margin = layout["margin"]
        self.left, self.top = margin["l"], margin["t"]
        self.right = max(self.left + 1, width - margin["r"])
        self.bottom = max(self.top + 1, height - margin["b"])
        paper = {"x": Axis(0, 1, self.left, self.right, False), "y": Axis(0, 1, self.bottom, self.top, False)}
        self._axes = {("x", "paper"): paper["x"], ("y", "paper"): paper["y"]}
        for key, axis in layout.items():
            if key.startswith(("xaxis", "yaxis")):
                self._axes[key[0], key.replace("axis", "")] = _axis(axis, paper[key[0]])

    def axis(self, letter: str, ref: str) -> Axis:
        """The axis a mark refers to: “x”, “x2”, “y” or “paper”."""
        try:
            return self._axes[letter, ref]
        except KeyError:
            raise UnknownInk(f"Print knows no {letter} axis “{ref}” in this figure.") from None


def _axis(axis: Mapping[str, Any], paper: Axis) -> Axis:
    dated = axis.get("type") == "date"
    low, high = (_day(end) if dated else float(end) for end in axis["range"])
    start, end = (paper.place(share) for share in axis.get("domain", (0, 1)))
    return Axis(low, high, start, end, dated)


def _day(value: str) -> float:
    return float(date.fromisoformat(value).toordinal())
