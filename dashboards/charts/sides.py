"""The two sides as every chart of both shows them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dashboards.charts.facts import MonthPromises, SideName

SideLabels = Mapping[str, str]

# Left and right are for life: ours is blue and left, theirs is copper and right.
SIDES: tuple[SideName, SideName] = ("ours", "theirs")
# How our own edition speaks. The partner's names both sides, so every chart of both takes the words to use.
SIDE_LABELS: SideLabels = {"ours": "We", "theirs": "They"}


def counts(promises: MonthPromises) -> str:
    """“2 of 4 kept · 1 moved with notice · 1 under cover”; what did not happen is not mentioned."""
    rest = [
        (promises.moved, "moved with notice"),
        (promises.held_up, "held up"),
        (promises.missed, "missed"),
        (promises.covered, "under cover"),
    ]
    kept = [f"{promises.kept} of {promises.due} kept"] if promises.due else []
    return " · ".join([*kept, *(f"{n} {what}" for n, what in rest if n)]) or "none due"


def of_side(side: SideName, rows: Sequence[date], months: Iterable[MonthPromises]) -> list[MonthPromises]:
    """One record per row for a side; a month it has no record of is a month in which nothing fell due."""
    known = {promises.month: promises for promises in months if promises.side == side}
    return [known.get(month, MonthPromises(month, side, 0, 0, 0, 0, 0)) for month in rows]


def by_month(promises: MonthPromises, name: str) -> str:
    """“We, November 2026: 2 of 4 kept · 1 missed”, for whoever points at a month."""
    return f"{name[:120]}, {promises.month:%B %Y}: {counts(promises)}"
