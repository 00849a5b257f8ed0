"""Promises kept, side against side: the same formula left and right."""

from collections.abc import Iterable, Sequence
from datetime import date
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
)  # fmt: skip
from dashboards.charts.ink import named
from dashboards.charts.lettering import words

# Left and right are for life: ours is blue and left, theirs is copper and right.
SIDES: tuple[SideName, SideName] = ("ours", "theirs")
CALLED = {"ours": "We", "theirs": "They"}
_AXES: dict[SideName, tuple[str, str, str, int]] = {
    "ours": ("x", "xaxis", "right", -1),
    "theirs": ("x2", "xaxis2", "left", 1),
}
_ROW, _HEADING_ROW, _LABEL_ROOM = 24, 34, 62
_GUTTER = 46
WIDTH, NARROW = 520, 320
_FAINTEST = 0.4


def mirrored_figure(months: Iterable[MonthPromises], width: int = WIDTH) -> Figure:
    """One row a month, oldest on top and faint, newest strong. A bar reaches as far as the part kept of what
    was due; its track is all that was due. First and last row say the counts; every bar says them on hover.
    """
    months = list(months)
    rows = sorted({promises.month for promises in months})
    if not rows:
        return _empty(width)
    size = Size(width, _HEADING_ROW + _ROW * len(rows))
    margin = Margin(_LABEL_ROOM, _LABEL_ROOM, _HEADING_ROW, 0)
    half = round((1 - _GUTTER / margin.inner(size).width) / 2, 4)
    layout = sheet(
        size,
        margin,
        barmode="overlay",
        xaxis=hidden_axis(1, 0, type="linear", domain=[0, half]),
        xaxis2=hidden_axis(0, 1, type="linear", domain=[1 - half, 1], anchor="y"),
        yaxis=hidden_axis(len(rows) - 0.5, -0.5, type="linear"),
        annotations=[
            *(
                note(f"{month:%b}", 0.5, row, ink="ink-3", size=BODY, xref="paper")
                for row, month in enumerate(rows)
            ),
            *(words_of for side in SIDES for words_of in _words(side, rows, months)),
        ],
    )
    return {"data": [trace for side in SIDES for trace in _bars(side, rows, months)], "layout": layout}


def counts(promises: MonthPromises) -> str:
    """“2 of 4 kept · 1 moved with notice · 1 missed”; what did not happen is not mentioned."""
    if not promises.due:
        return "none due"
    rest = [(promises.moved, "moved with notice"), (promises.held_up, "held up"), (promises.missed, "missed")]
    return " · ".join([f"{promises.kept} of {promises.due} kept", *(f"{n} {what}" for n, what in rest if n)])


def of_side(side: SideName, rows: Sequence[date], months: Iterable[MonthPromises]) -> list[MonthPromises]:
    """One record per row for a side; a month it has no record of is a month in which nothing fell due."""
    known = {promises.month: promises for promises in months if promises.side == side}
    return [known.get(month, MonthPromises(month, side, 0, 0, 0, 0, 0)) for month in rows]


def _bars(side: SideName, rows: Sequence[date], months: Iterable[MonthPromises]) -> list[dict[str, Any]]:
    promised = of_side(side, rows, months)
    axis = _AXES[side][0]
    place = {"type": "bar", "orientation": "h", "xaxis": axis, "yaxis": "y", "y": list(range(len(rows)))}
    track = {
        **place, "x": [1 if promises.due else 0 for promises in promised], "width": 0.62, "hoverinfo": "skip",
        "marker": {"color": named("wash"), "cornerradius": 2},
    }  # fmt: skip
    kept = {
        **place, "x": [promises.share or 0 for promises in promised], "width": 0.62, "hoverinfo": "text",
        "hovertext": [words(f"{CALLED[side]}, {p.month:%B %Y}: {counts(p)}") for p in promised],
        "marker": {"color": named(side), "opacity": _strengths(len(rows)), "cornerradius": 2},
    }  # fmt: skip
    return [track, kept]


def _strengths(rows: int) -> list[float]:
    return [round(1 - (1 - _FAINTEST) * (rows - 1 - row) / max(rows - 1, 1), 3) for row in range(rows)]


def _words(side: SideName, rows: Sequence[date], months: Iterable[MonthPromises]) -> list[dict[str, Any]]:
    xref, _, anchor, outward = _AXES[side]
    notes = [
        note(CALLED[side], 0, 1, ink=side, size=HEADING, weight=600, family=SERIF,
             xref=xref, yref="paper", xanchor=anchor, yanchor="bottom", yshift=8)
    ]  # fmt: skip
    promised = of_side(side, rows, months)
    for row, promises in enumerate(promised):
        if not promises.due:
            notes.append(note("none due", 0, row, ink="ink-3", xref=xref, xanchor=anchor, xshift=2 * outward))
        elif row in {0, len(rows) - 1}:
            notes.append(
                note(f"{promises.kept} of {promises.due}", 1, row, ink="ink", size=BODY, weight=600,
                     xref=xref, xanchor=anchor, xshift=7 * outward)
            )  # fmt: skip
    return notes


def _empty(width: int) -> Figure:
    size = Size(width, 60)
    layout = sheet(
        size,
        Margin(0, 0, 0, 0),
        xaxis=hidden_axis(0, 1),
        yaxis=hidden_axis(0, 1),
        annotations=[note("No promise has fallen due yet.", 0.5, 0.5, ink="ink-3", size=BODY)],
    )
    return {"data": [], "layout": layout}
