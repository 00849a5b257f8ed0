"""How it feels from both sides: one line a question, a mark for each side, the distance between them."""

from collections.abc import Sequence

from dashboards.charts.facts import Gap
from dashboards.charts.frame import BODY, Figure, Margin, Size, hidden_axis, note, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.lettering import fitted, width, words
from dashboards.charts.mirrored import CALLED, SIDES
from dashboards.charts.numbers import spoken

_ROW, _WIDTH, _NAMES = 28, 340, 130
# Told apart without colour: ours is round, theirs stands on a corner.
_SYMBOLS = {"ours": "circle", "theirs": "diamond"}


def gap_figure(gaps: Sequence[Gap]) -> Figure:
    """Further right is better. A side from which too few answered has no mark."""
    size = Size(_WIDTH, _ROW * max(len(gaps), 1))
    names = [fitted(gap.question, _NAMES, BODY) for gap in gaps]
    layout = sheet(
        size,
        Margin(max((width(name, BODY) for name in names), default=0) + 14, 10, 0, 0),
        xaxis=hidden_axis(0, 1, type="linear"),
        yaxis=hidden_axis(max(len(gaps), 1) - 0.5, -0.5, type="linear"),
        shapes=[rule((0, 1), (row, row), "line-2", width=2) for row in range(len(gaps))],
        annotations=[
            note(name, 0, row, size=BODY, xref="paper", xanchor="right", xshift=-12) for row, name in enumerate(names)
        ],
    )
    traces = []
    for side in SIDES:
        answered = [(row, gap, getattr(gap, side)) for row, gap in enumerate(gaps)]
        answered = [(row, gap, mean) for row, gap, mean in answered if mean is not None]
        traces.append({
            "type": "scatter", "mode": "markers", "cliponaxis": False,
            "x": [float((mean - gap.low) / (gap.high - gap.low)) for _, gap, mean in answered],
            "y": [row for row, *_ in answered],
            "hoverinfo": "text",
            "hovertext": [
                words(f"{gap.question[:120]}: {CALLED[side].lower()} say {spoken(mean, 1)} of {spoken(gap.high)}")
                for _, gap, mean in answered
            ],
            "marker": {
                "symbol": _SYMBOLS[side], "size": 12, "color": named(side),
                "line": {"color": named("card"), "width": 1.5},
            },
        })  # fmt: skip
    return {"data": traces, "layout": layout}
