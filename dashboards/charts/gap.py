"""How it feels from both sides: one line a question, a mark for each side, the distance between them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from dashboards.charts.facts import Gap, SideName
from dashboards.charts.frame import BODY, SMALL, Figure, Margin, Size, hidden_axis, note, rule, sheet
from dashboards.charts.ink import named
from dashboards.charts.lettering import fitted, width, words
from dashboards.charts.numbers import spoken
from dashboards.charts.sides import CALLED, SIDES, Called

WIDTH = 340
_ROW, _LONGEST_NAME = 26, 150
# Told apart without colour: ours is round, theirs stands on a corner.
_SYMBOLS = {"ours": "circle", "theirs": "diamond"}
_SIGNS = {"ours": "●", "theirs": "◆"}
_ASIDE = {"ours": -0.16, "theirs": 0.16}
_TOO_CLOSE = Decimal("0.08")


def gap_figure(gaps: Sequence[Gap], called: Called = CALLED) -> Figure:
    """Further right is better. A side from which too few answered has no mark.
    The last row names the marks."""
    rows = len(gaps)
    names = [fitted(gap.question, _LONGEST_NAME, BODY) for gap in gaps]
    left = max((width(name, BODY) for name in names), default=0) + 16
    layout = sheet(
        Size(WIDTH, _ROW * (rows + 1)),
        Margin(left, 10, 0, 0),
        xaxis=hidden_axis(0, 1, type="linear"),
        yaxis=hidden_axis(rows + 0.5, -0.5, type="linear"),
        shapes=[rule((0, 1), (row, row), "line-2", width=2) for row in range(rows)],
        annotations=[
            *(
                note(name, 0, row, size=BODY, xref="paper", xanchor="left", xshift=-left)
                for row, name in enumerate(names)
            ),
            *_key(called, rows, -left),
        ],
    )  # fmt: skip
    return {"data": [_answers(side, gaps, called[side]) for side in SIDES], "layout": layout}


def _key(called: Called, row: int, start: float) -> Iterator[dict[str, Any]]:
    """Which mark is whose, side by side under the questions."""
    for side in SIDES:
        text = f"{_SIGNS[side]} {fitted(called[side], _LONGEST_NAME, SMALL)}"
        place: dict[str, Any] = {"xref": "paper", "xanchor": "left", "xshift": start}
        yield note(text, 0, row, ink=side, weight=600, **place)
        start += width(text, SMALL) + 16


def _answers(side: SideName, gaps: Sequence[Gap], name: str) -> dict[str, Any]:
    answered = [(row, gap, mean) for row, gap in enumerate(gaps) if (mean := getattr(gap, side)) is not None]
    return {
        "type": "scatter", "mode": "markers", "cliponaxis": False,
        "x": [float((mean - gap.low) / (gap.high - gap.low)) for _, gap, mean in answered],
        "y": [row + _aside(side, gap) for row, gap, _ in answered],
        "hoverinfo": "text",
        "hovertext": [
            words(f"{gap.question[:120]}: {name[:120]} {spoken(mean, 1)} of {spoken(gap.high)}")
            for _, gap, mean in answered
        ],
        "marker": {
            "symbol": _SYMBOLS[side], "size": 12, "color": named(side),
            "line": {"color": named("card"), "width": 1.5},
        },
    }  # fmt: skip


def _aside(side: SideName, gap: Gap) -> float:
    """Two marks at the same place would be one: they step a little off the line, ours up, theirs down."""
    if gap.ours is None or gap.theirs is None:
        return 0.0
    return _ASIDE[side] if abs(gap.ours - gap.theirs) < _TOO_CLOSE * (gap.high - gap.low) else 0.0
