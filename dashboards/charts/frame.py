"""The pieces every figure is put together from: the sheet, its axes, lines, bands and words."""

from typing import Any, NamedTuple

from dashboards.charts.ink import named
from dashboards.charts.lettering import words

Figure = dict[str, Any]

SANS = "Inter, system-ui, sans-serif"
SERIF = '"Source Serif 4", Georgia, serif'
SMALL, BODY, HEADING = 11, 13, 16
CLEAR = "rgba(0,0,0,0)"
STATE_INKS = {"good": "good", "warn": "warn", "bad": "bad", "none": "ink-3"}
SYMBOLS = {"good": "circle", "warn": "triangle-up", "bad": "square", "none": "circle"}


class Size(NamedTuple):
    """Pixels of the whole figure. On screen the width gives way to the page; the height is kept."""

    width: int
    height: int


class Margin(NamedTuple):
    left: float
    right: float
    top: float
    bottom: float

    def inner(self, size: Size) -> Size:
        """What is left for the data, never less than a pixel."""
        return Size(
            max(1, round(size.width - self.left - self.right)),
            max(1, round(size.height - self.top - self.bottom)),
        )


def sheet(size: Size, margin: Margin, **layout: Any) -> dict[str, Any]:
    """The layout all figures share: transparent, still, without legend; words stand at the marks instead."""
    return {
        "height": size.height,
        "margin": {"l": margin.left, "r": margin.right, "t": margin.top, "b": margin.bottom, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": SANS, "size": SMALL, "color": named("ink-2")},
        "hoverlabel": {
            "bgcolor": named("card"),
            "bordercolor": named("line-2"),
            "font": {"color": named("ink")},
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        **layout,
    }


def hidden_axis(low: Any, high: Any, **more: Any) -> dict[str, Any]:
    return {"visible": False, "range": [low, high], "fixedrange": True, **more}


def rule(
    x: tuple[Any, Any], y: tuple[Any, Any], ink: str, *, dash: str = "solid", **more: Any
) -> dict[str, Any]:
    """A straight line; across the plot in paper units unless `xref` or `yref` say otherwise."""
    line = {"color": named(ink), "width": more.pop("width", 1), "dash": dash}
    return {
        "type": "line", "xref": "paper", "yref": "y", "layer": "below",
        "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "line": line, **more,
    }  # fmt: skip


def band(first: str, last: str) -> dict[str, Any]:
    """A wash from one date to another over the full height: here is nothing to see, and that is said."""
    return {
        "type": "rect", "xref": "x", "yref": "paper", "layer": "below",
        "x0": first, "x1": last, "y0": 0, "y1": 1,
        "fillcolor": named("wash"), "line": {"width": 0},
    }  # fmt: skip


def note(text: str, x: Any, y: Any, *, ink: str = "ink-2", size: int = SMALL, **more: Any) -> dict[str, Any]:
    """Words at a place. `text` is plain; it is escaped here."""
    font = {
        "size": size,
        "color": named(ink),
        "weight": more.pop("weight", 400),
        "family": more.pop("family", SANS),
    }
    return {
        "text": words(text), "x": x, "y": y, "xref": "x", "yref": "y", "showarrow": False,
        "xanchor": "center", "yanchor": "middle", "font": font, **more,
    }  # fmt: skip


def marker(state: str, size: float, *, hollow: bool = False, ink: str | None = None) -> dict[str, Any]:
    """The mark of a state: its colour and its shape. Hollow means provisional or past."""
    colour = named(ink or STATE_INKS[state])
    return {
        "symbol": SYMBOLS[state],
        "size": size,
        "color": named("card") if hollow else colour,
        "line": {"color": colour, "width": 1.6},
    }
