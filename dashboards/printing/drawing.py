"""A figure on paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.printing.alphabet import check
from dashboards.printing.element import element, text
from dashboards.printing.frame import Frame
from dashboards.printing.marks import trace_marks
from dashboards.printing.notes import annotation_mark, axis_marks, shape_mark

_LONGEST = 1_000


def figure_to_svg(
    figure: Mapping[str, Any],
    *,
    width: float,
    height: float,
    title: str,
    description: str = "",
    stretch: bool = False,
) -> str:
    """The figure as one SVG element, `width` × `height` pixels, that stands alone or inside a page.

    It carries no ids, styles or scripts, so any number may share a page. `title` and `description` are plain
    text for those who do not see it. With `stretch` it fills whatever room it is given, out of proportion, as a
    plain bar may. Raises UnknownInk for anything it would not draw as Plotly does.
    """
    check(figure)
    layout = figure["layout"]
    frame = Frame(layout, width, height)
    return element(
        "svg",
        [*_told(title, description), *_parts(figure, frame)],
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        preserveAspectRatio="none" if stretch else None,
    )


def _told(title: str, description: str) -> Iterator[str]:
    yield element("title", text(title[:_LONGEST]))
    if description:
        yield element("desc", text(description[:_LONGEST]))


def _parts(figure: Mapping[str, Any], frame: Frame) -> Iterator[str]:
    """From the back to the front, as Plotly stacks them."""
    layout = figure["layout"]
    shapes = layout.get("shapes", ())
    yield from (shape_mark(shape, frame) for shape in shapes if shape["layer"] == "below")
    for letter in "xy":
        yield from axis_marks(letter, layout[f"{letter}axis"], frame, layout["font"])
    for trace in figure["data"]:
        yield from trace_marks(trace, frame)
    yield from (shape_mark(shape, frame) for shape in shapes if shape["layer"] == "above")
    yield from (annotation_mark(note, frame) for note in layout.get("annotations", ()))
