"""What this renderer understands of Plotly's schema. Anything else is refused: a chart that silently lost a
part would be believed."""

from collections.abc import Mapping
from typing import Any

from dashboards.charts.ink import UnknownInk

_NUMBER = (int, float)
_FONT = {"family": str, "size": _NUMBER, "color": str, "weight": int}
_LINE = {"color": (str, list), "width": (int, float, list), "dash": {"solid", "dot", "dash"}}
_MARKER = {
    "symbol": {"circle", "triangle-up", "square"},
    "size": (int, float, list),
    "color": (str, list),
    "opacity": (int, float, list),
    "line": _LINE,
    "cornerradius": _NUMBER,
}
_TRACE = {
    "x": list,
    "y": list,
    "xaxis": str,
    "yaxis": str,
    "name": str,
    "marker": _MARKER,
    "cliponaxis": {False},
    "hoverinfo": {"text", "skip"},
    "hovertext": list,
}
_TRACES = {
    "scatter": {
        **_TRACE,
        "type": {"scatter"},
        "mode": {"lines", "markers", "lines+markers"},
        "line": _LINE,
        "connectgaps": {False},
    },
    "bar": {**_TRACE, "type": {"bar"}, "orientation": {"h"}, "width": _NUMBER},
}
_AXIS = {
    "type": {"date", "linear"},
    "range": list,
    "domain": list,
    "anchor": str,
    "visible": bool,
    "fixedrange": {True},
    "tickmode": {"array"},
    "tickvals": list,
    "ticktext": list,
    "ticks": {"outside"},
    "ticklen": _NUMBER,
    "tickcolor": str,
    "tickangle": {0},
    "showgrid": {False},
    "zeroline": {False},
    "showline": bool,
    "linecolor": str,
    "linewidth": _NUMBER,
}
_SHAPE = {
    "type": {"line", "rect"},
    "xref": str,
    "yref": str,
    "layer": {"below", "above"},
    "fillcolor": str,
    "line": _LINE,
    "x0": object,
    "x1": object,
    "y0": object,
    "y1": object,
}
_ANNOTATION = {
    "text": str,
    "x": object,
    "y": object,
    "xref": str,
    "yref": str,
    "font": _FONT,
    "bgcolor": str,
    "showarrow": {False},
    "xanchor": {"left", "center", "right"},
    "yanchor": {"top", "middle", "bottom"},
    "xshift": _NUMBER,
    "yshift": _NUMBER,
    "textangle": {0, -90},
}
_LAYOUT = {
    "height": _NUMBER,
    "margin": dict.fromkeys("lrtb", _NUMBER) | {"pad": {0}},
    "paper_bgcolor": str,
    "plot_bgcolor": str,
    "font": _FONT,
    "hoverlabel": dict,
    "hovermode": {"closest"},
    "dragmode": {False},
    "showlegend": {False},
    "barmode": {"overlay"},
    "xaxis": _AXIS,
    "xaxis2": _AXIS,
    "yaxis": _AXIS,
    "shapes": [_SHAPE],
    "annotations": [_ANNOTATION],
}


def check(figure: Mapping[str, Any]) -> None:
    """Raise UnknownInk, naming the place, when the figure says something this renderer would not draw."""
    _agree(figure, {"data": list, "layout": _LAYOUT}, "figure")
    for number, trace in enumerate(figure["data"]):
        kind = trace.get("type")
        if kind not in _TRACES:
            raise UnknownInk(f"Print draws {', '.join(_TRACES)}; trace {number} is of type “{kind}”.")
        _agree(trace, _TRACES[kind], f"trace {number}")


def _agree(value: Any, allowed: Any, place: str) -> None:
    if isinstance(allowed, Mapping):
        for key, part in value.items():
            if key not in allowed:
                raise UnknownInk(f"Print cannot draw “{key}” of {place}.")
            _agree(part, allowed[key], f"{place}.{key}")
    elif isinstance(allowed, list):
        for number, part in enumerate(value):
            _agree(part, allowed[0], f"{place}[{number}]")
    elif isinstance(allowed, set):
        if value not in allowed:
            raise UnknownInk(f"Print cannot draw “{value}” as {place}; it can {sorted(map(str, allowed))}.")
    elif not isinstance(value, allowed):
        raise UnknownInk(f"Print cannot read {place}: it is a {type(value).__name__}.")
