"""One side's part of promises kept, month by month, on one line."""

from collections.abc import Iterable

from dashboards.charts.facts import MonthPromises, SideName
from dashboards.charts.frame import Figure, Margin, Size, hidden_axis, marker, note, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.lettering import words
from dashboards.charts.months import months_between
from dashboards.charts.sides import SIDE_LABELS, SideLabels, by_month, of_side

LINE = Size(300, 56)


def kept_line_figure(
    side: SideName, months: Iterable[MonthPromises], size: Size = LINE, called: SideLabels = SIDE_LABELS
) -> Figure:
    """From none kept at the foot to all kept at the top, for both sides alike, so that two of them compare.

    The months of both sides set the width; a month in which nothing fell due breaks the line.
    """
    months = list(months)
    rows = [promises.month for promises in months]
    every = list(months_between(min(rows), max(rows))) if rows else []
    promised = of_side(side, every, months)
    last = max((row for row, promises in enumerate(promised) if promises.due), default=None)
    layout = sheet(
        size,
        Margin(5, 8, 7, 7),
        xaxis=hidden_axis(0, max(len(every) - 1, 1), type="linear"),
        yaxis=hidden_axis(0, 1, type="linear"),
        shapes=[rule((0, 1), (0, 0), "line-2"), rule((0, 1), (1, 1), "line", dash="dot")],
    )
    if last is None:
        layout["annotations"] = [
            note("Nothing has fallen due yet.", 0, 0.5, ink="ink-3", xref="paper", xanchor="left")
        ]
        return {"data": [], "layout": layout}
    line = {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False, "cliponaxis": False,
        "x": list(range(len(every))), "y": [promises.share for promises in promised],
        "line": {"color": named(side), "width": 2},
        "marker": {"symbol": "circle", "size": 3, "color": named(side), "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [words(by_month(promises, called[side])) for promises in promised],
    }  # fmt: skip
    end = {
        "type": "scatter", "mode": "markers", "x": [last], "y": [promised[last].share],
        "cliponaxis": False, "hoverinfo": "skip", "marker": marker("good", 7, ink=side),
    }  # fmt: skip
    return {"data": [line, end], "layout": layout}
