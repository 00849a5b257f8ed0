"""The data itself: lines, their marks, and bars."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboards.printing.element import element, paint
from dashboards.printing.frame import Frame

Trace = Mapping[str, Any]
DASHES = {"solid": None, "dot": "1.5 3", "dash": "5 4"}


def trace_marks(trace: Trace, frame: Frame) -> Iterator[str]:
    if trace["type"] == "bar":
        yield from _bars(trace, frame)
        return
    if "lines" in trace["mode"]:
        yield from _lines(trace, frame)
    if "markers" in trace["mode"]:
        yield from _markers(trace, frame)


def _places(trace: Trace, frame: Frame) -> list[tuple[float, float] | None]:
    """Pixels of every point, None where there is no value."""
    across, up = frame.axis("x", trace.get("xaxis", "x")), frame.axis("y", trace.get("yaxis", "y"))
    return [
        None if x is None or y is None else (across.place(x), up.place(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]


def _lines(trace: Trace, frame: Frame) -> Iterator[str]:
    line = trace["line"]
    for present, stretch in groupby(_places(trace, frame), key=lambda place: place is not None):
        points = list(stretch)
        if present and len(points) > 1:
            yield element(
                "polyline",
                points=" ".join(f"{x:.1f},{y:.1f}" for x, y in filter(None, points)),
                stroke_width=line.get("width", 2),
                stroke_linejoin="round",
                stroke_linecap="round",
                stroke_dasharray=DASHES[line.get("dash", "solid")],
                **paint(stroke=line["color"]),
            )


def _markers(trace: Trace, frame: Frame) -> Iterator[str]:
    marker, places = trace["marker"], _places(trace, frame)
    edge = marker.get("line", {})
    for number, place in enumerate(places):
        if place is None:
            continue
        width = _nth(edge.get("width", 0), number)
        tag, shape = _symbol(marker.get("symbol", "circle"), *place, _nth(marker["size"], number) / 2)
        yield element(
            tag,
            **shape,
            stroke_width=width or None,
            stroke_linejoin="round" if width else None,
            **paint(
                fill=_nth(marker["color"], number), stroke=_nth(edge["color"], number) if width else None
            ),
        )


def _symbol(name: str, x: float, y: float, half: float) -> tuple[str, dict[str, object]]:
    """The element of a symbol as large as Plotly draws it."""
    if name == "circle":
        return "circle", {"cx": x, "cy": y, "r": half}
    if name == "square":
        return "rect", {"x": x - half, "y": y - half, "width": half * 2, "height": half * 2}
    reach = half * 1.1547
    corners = [(x, y - half), (x + reach, y + half), (x - reach, y + half)]
    return "polygon", {"points": " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)}


def _bars(trace: Trace, frame: Frame) -> Iterator[str]:
    marker = trace["marker"]
    across, up = frame.axis("x", trace.get("xaxis", "x")), frame.axis("y", trace.get("yaxis", "y"))
    thick, zero = up.length(trace["width"]), across.place(0)
    for number, (value, row) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if not value:
            continue
        end = across.place(value)
        strength = _nth(marker.get("opacity", 1), number)
        yield element(
            "rect",
            x=min(zero, end),
            y=up.place(row) - thick / 2,
            width=abs(end - zero),
            height=thick,
            rx=min(marker.get("cornerradius", 0), thick / 2),
            fill_opacity=None if strength == 1 else strength,
            **paint(fill=_nth(marker["color"], number)),
        )


def _nth(value: Any, number: int) -> Any:
    """Plotly takes one value for all points or a list with one for each."""
    return value[number] if isinstance(value, Sequence) and not isinstance(value, str) else value
