"""What stands around the data: axes, shapes and words."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.charts.frame import CLEAR
from dashboards.charts.lettering import width
from dashboards.printing.element import element, figure_text, paint
from dashboards.printing.frame import Frame
from dashboards.printing.marks import DASHES

Part = Mapping[str, Any]
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# From the middle of a line of text to its baseline, in parts of the type size: half of Inter's capitals.
_TO_BASELINE = 0.36
_RISE = {"top": 0.5, "middle": 0.0, "bottom": -0.5}


def axis_marks(letter: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    """Axis line, ticks and their labels; nothing for a hidden axis."""
    if not axis.get("visible", True):
        return
    if axis.get("showline"):
        yield _rule(frame.left, frame.right, frame.bottom, frame.bottom, axis["linecolor"], axis["linewidth"])
    scale, mark = frame.axis(letter, letter), _x_tick if letter == "x" else _y_tick
    for value, label in zip(axis["tickvals"], axis["ticktext"], strict=True):
        yield from mark(scale.place(value), label, axis, frame, font)


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
    words = _words(note["text"], x, y, _ANCHORS[note["xanchor"]], font, turn)
    return _patch(note, x, y, turn) + words if "bgcolor" in note else words


def _patch(note: Part, x: float, y: float, turn: str | None) -> str:
    """The ground behind words that stand on a line; as wide as the words, wherever they are anchored."""
    size = note["font"]["size"]
    wide = width(note["text"], size)
    left = x - wide * {"left": 0, "center": 0.5, "right": 1}[note["xanchor"]]
    place = {"x": left, "y": y - size * 0.7, "width": wide, "height": size * 1.4}
    return element("rect", **place, transform=turn, **paint(fill=note["bgcolor"]))


def _x_tick(at: float, label: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    length = axis.get("ticklen", 0)
    yield _rule(at, at, frame.bottom, frame.bottom + length, axis["tickcolor"], 1)
    yield _words(label, at, frame.bottom + length + font["size"] * 0.85, "middle", font)


def _y_tick(at: float, label: str, axis: Part, frame: Frame, font: Part) -> Iterator[str]:
    length = axis.get("ticklen", 0)
    yield _rule(frame.left - length, frame.left, at, at, axis["tickcolor"], 1)
    yield _words(label, frame.left - length - 2, at, "end", font)


def _rule(x1: float, x2: float, y1: float, y2: float, colour: str, width: float, dash: str = "solid") -> str:
    if colour == CLEAR:
        return ""
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
