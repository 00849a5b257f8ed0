"""What stands around the data: axes, shapes and words."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.printing.element import element, figure_text, paint
from dashboards.printing.frame import Frame
from dashboards.printing.marks import DASHES

Part = Mapping[str, Any]
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# From the middle of a line of text to its baseline, in parts of the type size: half of Inter's capitals.
_TO_BASELINE = 0.36
_RISE = {"top": 0.5, "middle": 0.0, "bottom": -0.5}


def axis_marks(letter: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    """Grid, axis line, ticks and their labels; nothing for a hidden axis."""
    if not axis.get("visible", True):
        return
    scale = frame.axis(letter, letter)
    if axis.get("showline"):
        yield _rule(frame.left, frame.right, frame.bottom, frame.bottom, axis["linecolor"], axis["linewidth"])
    for value, label in zip(axis["tickvals"], axis["ticktext"], strict=True):
        at = scale.place(value)
        yield from _x_tick(at, label, axis, frame, font) if letter == "x" else _y_tick(at, label, axis, frame, font)


def shape_mark(shape: Part, frame: Frame) -> str:
    across, up = frame.axis("x", shape["xref"]), frame.axis("y", shape["yref"])
    x0, x1, y0, y1 = (
        across.place(shape["x0"]), across.place(shape["x1"]), up.place(shape["y0"]), up.place(shape["y1"])
    )  # fmt: skip
    line = shape["line"]
    if shape["type"] == "line":
        return _rule(x0, x1, y0, y1, line["color"], line["width"], line.get("dash", "solid"))
    corner = {"x": min(x0, x1), "y": min(y0, y1), "width": abs(x1 - x0), "height": abs(y1 - y0)}
    return element("rect", **corner, **paint(fill=shape["fillcolor"]))


def annotation_mark(note: Part, frame: Frame) -> str:
    font = note["font"]
    x = frame.axis("x", note["xref"]).place(note["x"]) + note.get("xshift", 0)
    y = frame.axis("y", note["yref"]).place(note["y"]) - note.get("yshift", 0)
    y += _RISE[note["yanchor"]] * font["size"] * 1.3
    turn = f"rotate({note['textangle']} {x:.1f} {y:.1f})" if note.get("textangle") else None
    return _words(note["text"], x, y, _ANCHORS[note["xanchor"]], font, turn)


def _x_tick(at: float, label: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    length = axis.get("ticklen", 0) if axis.get("ticks") else 0
    if length:
        yield _rule(at, at, frame.bottom, frame.bottom + length, axis["tickcolor"], 1)
    yield _words(label, at, frame.bottom + length + font["size"] * 0.85, "middle", font)


def _y_tick(at: float, label: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    if axis.get("showgrid"):
        yield _rule(frame.left, frame.right, at, at, axis["gridcolor"], axis.get("gridwidth", 1))
    yield _words(label, frame.left - 6, at, "end", font)


def _rule(x1: float, x2: float, y1: float, y2: float, colour: str, width: float, dash: str = "solid") -> str:
    place = {"x1": float(x1), "x2": float(x2), "y1": float(y1), "y2": float(y2)}
    return element("line", **place, stroke_width=width, stroke_dasharray=DASHES[dash], **paint(stroke=colour))


def _words(words: str, x: float, middle: float, anchor: str, font: Part, turn: str | None = None) -> str:
    return element(
        "text",
        figure_text(words),
        x=float(x),
        y=middle + font["size"] * _TO_BASELINE,
        text_anchor=anchor,
        font_family=font["family"],
        font_size=font["size"],
        font_weight=font.get("weight"),
        transform=turn,
        **paint(fill=font["color"]),
    )
