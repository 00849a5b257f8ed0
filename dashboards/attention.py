"""Where somebody must look: facts in, a state and a word out. Pure, and the same for both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards.charts import Standing
from governance.models.outcomes import Health
from governance.owed import Status

MANY_RED = 3

_WEIGHT = {"bad": 3, "warn": 1, "good": 0, "none": 0}


@dataclass(frozen=True)
class Standings:
    """How many indicators are red, amber, on target and silent in the last month with figures, and how many in all."""

    bad: int = 0
    warn: int = 0
    good: int = 0
    missing: int = 0
    every: int = 0

    @property
    def off_target(self) -> int:
        return self.bad + self.warn


def is_silent(standing: Standing) -> bool:
    """Whether it has no reading in the last month with figures, or never had one."""
    return standing.word == "missing"


def counted(standings: Iterable[Standing]) -> Standings:
    """The same counts from standings at hand."""
    every = list(standings)
    states = [standing.state for standing in every if not is_silent(standing)]
    return Standings(
        bad=states.count("bad"),
        warn=states.count("warn"),
        good=states.count("good"),
        missing=len(every) - len(states),
        every=len(every),
    )


@dataclass(frozen=True)
class Look:
    """A cell of the portfolio: good, warn, bad or none, and what to say beside the shape."""

    state: str
    word: str

    @property
    def wash(self) -> str:
        """The state where it needs attention, else nothing: colour only where something is to be done."""
        return self.state if self.state in ("warn", "bad") else ""

    @property
    def weight(self) -> int:
        return _WEIGHT[self.state]


def at_performance(counts: Standings) -> Look:
    """How many indicators are off target, else amber, else missing, in the last month with figures."""
    if not counts.every:
        return Look("none", "not measured")
    if counts.bad:
        return Look("bad" if counts.bad >= MANY_RED else "warn", f"{counts.bad} off target")
    if counts.warn:
        return Look("warn", f"{counts.warn} amber")
    if counts.missing:
        return Look("none", f"{counts.missing} missing")
    word = on_target(counts.good, counts.every)
    return (
        Look("good", "all on" if counts.good == counts.every else word) if counts.good else Look("none", word)
    )


def on_target(good: int, every: int) -> str:
    """What is said of figures of which none is off target or silent: one that has no target is not on it."""
    if not good:
        return "no targets"
    return "all on target" if good == every else f"{good} on target, {every - good} without one"


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


def at_asks(statuses: Iterable[Status]) -> Look:
    """The ask that hurts most, the first told among equals; good where none waits."""
    every = list(statuses)
    if not every:
        return Look("good", "none")
    worst = max(every, key=lambda status: status.hurts)
    return Look(worst.level, worst.cell)


def overall(looks: Iterable[Look]) -> Look:
    """One look for a whole partnership: what the heaviest cell says."""
    heaviest = max(looks, key=lambda look: look.weight, default=Look("none", ""))
    words = {"bad": "look here first", "warn": "look here", "good": "on course", "none": "too early to say"}
    return Look(heaviest.state, words[heaviest.state])
