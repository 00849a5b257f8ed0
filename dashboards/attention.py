"""Where somebody must look: facts in, a state and a word out. Pure, and the same for both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.charts import Standing
from governance.models.outcomes import Health

ASK_WARNS, ASK_HURTS = 8, 30
"""Days an ask may wait before it asks for a look, and before it hurts."""
MANY_RED = 3

_WEIGHT = {"bad": 3, "warn": 1, "good": 0, "none": 0}


@dataclass(frozen=True)
class Look:
    """A cell of the portfolio: good, warn, bad or none, and what to say beside the shape."""

    state: str
    word: str

    @property
    def wash(self) -> str:
        """The state where it asks for a look, else nothing: colour only where something is to be done."""
        return self.state if self.state in ("warn", "bad") else ""

    @property
    def weight(self) -> int:
        return _WEIGHT[self.state]


def at_performance(standings: Sequence[Standing]) -> Look:
    """How many indicators are red, else amber, else missing, in the last month with figures."""
    if not standings:
        return Look("none", "not measured")
    count = {state: sum(s.state == state for s in standings) for state in ("bad", "warn", "good")}
    missing = sum(standing.months_missing > 0 for standing in standings)
    if count["bad"]:
        return Look("bad" if count["bad"] >= MANY_RED else "warn", f"{count['bad']} red")
    if count["warn"]:
        return Look("warn", f"{count['warn']} amber")
    if missing:
        return Look("none", f"{missing} missing")
    return Look("good", "all on") if count["good"] else Look("none", "no targets")


def at_outcomes(healths: Iterable[str]) -> Look:
    """How many of the agreed outcomes are on track."""
    every = list(healths)
    known = [health for health in every if health != Health.UNKNOWN]
    if not every:
        return Look("none", "none agreed")
    if not known:
        return Look("none", "no check-in")
    on_track = known.count(Health.ON_TRACK)
    word = f"{on_track} of {len(every)}"
    if on_track == len(known):
        return Look("good" if len(known) == len(every) else "none", word)
    return Look("warn" if on_track else "bad", word)


def at_oldest_ask(days: int | None, *, overdue: bool = False) -> Look:
    """How long the oldest open ask has waited on a side; `overdue`: the day it was needed by has passed."""
    if days is None:
        return Look("good", "none")
    if days >= ASK_HURTS or overdue:
        return Look("bad", f"{days} d")
    return Look("warn" if days >= ASK_WARNS else "good", f"{days} d")


def overall(looks: Iterable[Look]) -> Look:
    """One look for a whole partnership: what the heaviest cell says."""
    heaviest = max(looks, key=lambda look: look.weight, default=Look("none", ""))
    words = {"bad": "look here first", "warn": "look here", "good": "on course", "none": "too early to say"}
    return Look(heaviest.state, words[heaviest.state])
