"""The words in a trend's right margin: the last value, the target, the amber threshold, none upon another."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from dashboards.charts.facts import MonthReading, Trend
from dashboards.charts.frame import note
from dashboards.charts.numbers import brief, with_brief_unit
from dashboards.charts.standing import Standing

_LINE_HEIGHT = 15


class Label(NamedTuple):
    text: str
    value: Decimal
    ink: str
    weight: int


def labels_of(trend: Trend, reading: MonthReading, at: Standing, decimals: int) -> list[Label]:
    """The last value is named only when it is the latest due: an old one stands elsewhere on the line."""
    labels = []
    if not at.months_missing:
        said = with_brief_unit(brief(reading.value, decimals), trend.unit)
        labels.append(Label(said, reading.value, "ink" if at.state == "none" else at.state, 600))
    if trend.goal is not None:
        labels.append(Label(f"target {brief(trend.goal)}", trend.goal, "ink-2", 400))
    if trend.threshold is not None:
        labels.append(Label(f"amber {brief(trend.threshold)}", trend.threshold, "warn", 400))
    return labels


def placed(labels: Sequence[Label], low: float, high: float, height: int) -> list[dict[str, Any]]:
    """The labels beside their values on an axis from `low` to `high`, moved apart where they would touch."""
    wanted = [(high - float(label.value)) / (high - low) * height for label in labels]
    found = spread_apart(wanted, _LINE_HEIGHT, height)
    return [
        note(
            label.text,
            1,
            float(label.value),
            ink=label.ink,
            weight=label.weight,
            xref="paper",
            xanchor="left",
            xshift=6,
            yshift=round(want - got, 1),
        )
        for label, want, got in zip(labels, wanted, found, strict=True)
    ]


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
