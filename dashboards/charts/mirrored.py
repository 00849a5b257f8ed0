"""Promises kept, side against side: the same formula left and right."""

from collections.abc import Iterable, Sequence
from typing import Any

from dashboards.charts.facts import MonthPromises, SideName
from dashboards.charts.frame import (
    BODY,
    HEADING,
    SERIF,
    Figure,
    Margin,
    Size,
    hidden_axis,
    note,
    sheet,
)
from dashboards.charts.ink import named
from dashboards.charts.lettering import fitted, words
from dashboards.charts.sides import SIDE_LABELS, SIDES, SideLabels, by_month, counts, of_side

WIDTH, NARROW = 520, 320
_AXES: dict[SideName, tuple[str, str, int]] = {"ours": ("x", "right", -1), "theirs": ("x2", "left", 1)}
_ROW, _HEADING_ROW, _LABEL_ROOM, _GUTTER, _FOOT = 24, 34, 62, 46, 22
_COVERED = "•"
"""Beside the name of a month, on the side of whose promises fell due under cover in it."""
_FAINTEST = 0.4


def mirrored_figure(
    months: Iterable[MonthPromises], width: int = WIDTH, called: SideLabels = SIDE_LABELS
) -> Figure:
    """One row a month, oldest on top and faint, newest strong. A bar reaches as far as the part kept of what
    was due; its track is all that was due. First and last row say the counts; every bar says them on hover. A dot
    beside the month marks promises under cover, and the foot says so where there are any.
    """
    months = list(months)
    rows = sorted({promises.month for promises in months})
    if not rows:
        return _empty(width)
    foot = _FOOT if any(promises.covered for promises in months) else 0
    size = Size(width, _HEADING_ROW + _ROW * len(rows) + foot)
    margin = Margin(_LABEL_ROOM, _LABEL_ROOM, _HEADING_ROW, foot)
    half = round((1 - _GUTTER / margin.inner(size).width) / 2, 4)
    data, notes = (
        [],
        [
            note(f"{month:%b}", 0.5, row, ink="ink-3", size=BODY, xref="paper")
            for row, month in enumerate(rows)
        ],
    )
    for side in SIDES:
        promised = of_side(side, rows, months)
        data += _bars(side, promised, called[side])
        notes += [
            _heading(side, fitted(called[side], (width - _GUTTER) / 2, HEADING)),
            *_counts(side, promised),
            *_marks_of_cover(side, promised),
        ]
    if foot:
        notes.append(_foot())
    layout = sheet(
        size,
        margin,
        barmode="overlay",
        xaxis=hidden_axis(1, 0, type="linear", domain=[0, half]),
        xaxis2=hidden_axis(0, 1, type="linear", domain=[1 - half, 1], anchor="y"),
        yaxis=hidden_axis(len(rows) - 0.5, -0.5, type="linear"),
        annotations=notes,
    )
    return {"data": data, "layout": layout}


def _bars(side: SideName, promised: Sequence[MonthPromises], name: str) -> list[dict[str, Any]]:
    place = {
        "type": "bar",
        "orientation": "h",
        "xaxis": _AXES[side][0],
        "yaxis": "y",
        "y": list(range(len(promised))),
        "width": 0.62,
    }
    track = {
        "x": [1 if promises.due else 0 for promises in promised],
        "hoverinfo": "skip",
        "marker": {"color": named("wash"), "cornerradius": 2},
    }
    kept = {
        "x": [promises.share or 0 for promises in promised],
        "hoverinfo": "text",
        "hovertext": [words(by_month(promises, name)) for promises in promised],
        "marker": {"color": named(side), "opacity": _strengths(len(promised)), "cornerradius": 2},
    }
    return [place | track, place | kept]


def _strengths(rows: int) -> list[float]:
    return [round(1 - (1 - _FAINTEST) * (rows - 1 - row) / max(rows - 1, 1), 3) for row in range(rows)]


def _heading(side: SideName, name: str) -> dict[str, Any]:
    xref, anchor, _ = _AXES[side]
    face: dict[str, Any] = {"ink": side, "size": HEADING, "weight": 600, "family": SERIF}
    return note(name, 0, 1, **face, xref=xref, yref="paper", xanchor=anchor, yanchor="bottom", yshift=8)


def _counts(side: SideName, promised: Sequence[MonthPromises]) -> list[dict[str, Any]]:
    xref, anchor, outward = _AXES[side]
    place: dict[str, Any] = {"xref": xref, "xanchor": anchor}
    face: dict[str, Any] = {"ink": "ink", "size": BODY, "weight": 600}
    notes = []
    for row, promises in enumerate(promised):
        if not promises.due:
            said = counts(promises)  # none due, or some under cover
            notes.append(note(said, 0, row, ink="ink-3", xshift=2 * outward, **place))
        elif row in {0, len(promised) - 1}:
            said = f"{promises.kept} of {promises.due}"
            notes.append(note(said, 1, row, xshift=7 * outward, **face, **place))
    return notes


def _marks_of_cover(side: SideName, promised: Sequence[MonthPromises]) -> list[dict[str, Any]]:
    shift = _AXES[side][2] * (_GUTTER / 2 - 5)
    return [
        note(_COVERED, 0.5, row, ink=side, size=BODY, xref="paper", xshift=shift)
        for row, promises in enumerate(promised)
        if promises.covered
    ]


def _foot() -> dict[str, Any]:
    said = f"{_COVERED} some fell due under cover, counted apart"
    return note(said, 0.5, 0, ink="ink-3", xref="paper", yref="paper", yanchor="top", yshift=-5)


def _empty(width: int) -> Figure:
    layout = sheet(
        Size(width, 60),
        Margin(0, 0, 0, 0),
        xaxis=hidden_axis(0, 1),
        yaxis=hidden_axis(0, 1),
        annotations=[note("No promise has fallen due yet.", 0.5, 0.5, ink="ink-3", size=BODY)],
    )
    return {"data": [], "layout": layout}
