"""Whose days the slip of an outcome is made of. docs/decisions/0032 says it in words. Pure.

Nothing here asks which side it is: swap the sides in what goes in, and they are swapped in what comes out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from partners.models import Side

_DAY = timedelta(days=1)


class Cause(NamedTuple):
    """What it was for which somebody was waited: a row, by its kind and number."""

    kind: str
    id: int


class Held(NamedTuple):
    """A stretch of days, both included, on which `side` held the ball."""

    side: Side
    first: date
    last: date
    cause: Cause

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class AskedLater(NamedTuple):
    """A later date that both agreed on: `side` asked for so many days more."""

    side: Side
    days: int
    cause: Cause


@dataclass(frozen=True)
class Slip:
    """An outcome that comes later than `original`, the date first agreed on: at `end`, or expected then.

    It began on `began`, and `delivers` is the side that delivers it, `cause` the outcome itself.
    """

    began: date
    original: date
    end: date
    delivers: Side
    cause: Cause
    asked: tuple[AskedLater, ...] = ()
    """In the order in which they were agreed."""

    @property
    def days(self) -> int:
        return max(0, (self.end - self.original).days)


class Run(NamedTuple):
    """Days of a slip that are one side's, by one cause. `first` and `last` are None where nobody was waited for."""

    side: Side
    cause: Cause
    days: int
    first: date | None = None
    last: date | None = None


class Waited(NamedTuple):
    """A stretch in which something hung on `side`: from the day after `began_on` until `ended_on`."""

    side: Side
    began_on: date
    ended_on: date | None
    cause: Cause


@dataclass(frozen=True)
class Hanging:
    """A promise or a decision that hangs on an outcome: `side` owes it, at first for `first_due_on`."""

    side: Side
    first_due_on: date
    ended_on: date | None
    cause: Cause
    waits: tuple[Waited, ...] = ()


def held(thing: Hanging, until: date) -> Iterator[Held]:
    """Who held the ball of something that comes late, as it stood at the end of `until`; nothing where it does not.

    It costs as many days as it is late: first those on which somebody was waited for, as the ledger has it, then
    those of the side that owes it. Where there are more of either, the latest count.
    """
    end = min(thing.ended_on or until, until)
    late = (end - thing.first_due_on).days
    if late <= 0:
        return
    waited = {
        day: wait
        for wait in thing.waits
        for day in _days(wait.began_on + _DAY, min(wait.ended_on or end, end))
    }
    counted = sorted(waited)[-late:]
    own = [day for day in _days(thing.first_due_on + _DAY, end) if day not in waited]
    left = late - len(counted)
    holders = {day: (waited[day].side, waited[day].cause) for day in counted}
    holders |= dict.fromkeys(own[-left:] if left else (), (thing.side, thing.cause))
    for (side, cause), days in _stretches(holders):
        yield Held(side, days[0], days[-1], cause)


def attributed(slip: Slip, stretches: Iterable[Held]) -> tuple[Run, ...]:
    """Each day of the slip, for the side that held the ball on the longest chain. Their days add up to the slip.

    A day on which several things were held is the one's that was held longest. The latest days count. What nobody held
    is whose asked for a later date, the last one first, and the rest belongs to whoever delivers.
    """
    holder: dict[date, Held] = {}
    for each in sorted(stretches, key=_longest_first):
        for day in _days(max(each.first, slip.began), min(each.last, slip.end)):
            holder.setdefault(day, each)
    days = sorted(holder)[-slip.days :] if slip.days else []
    runs = [
        Run(side, cause, len(run), run[0], run[-1])
        for (side, cause), run in _stretches({day: (holder[day].side, holder[day].cause) for day in days})
    ]
    return (*runs, *_held_by_nobody(slip, slip.days - len(days)))


def of_each_side(runs: Iterable[Run]) -> dict[Side, int]:
    """How many of the days are whose."""
    days = dict.fromkeys(Side, 0)
    for run in runs:
        days[run.side] += run.days
    return days


def _held_by_nobody(slip: Slip, left: int) -> Iterator[Run]:
    for asked in reversed(slip.asked):
        if days := min(left, max(0, asked.days)):
            yield Run(asked.side, asked.cause, days)
            left -= days
    if left:
        yield Run(slip.delivers, slip.cause, left)


def _longest_first(each: Held) -> tuple[int, date, Cause]:
    """Of two that were held as long, the one that began earlier; then what was written down earlier."""
    return -each.days, each.first, each.cause


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


_Holder = tuple[Side, Cause]


def _stretches(holders: dict[date, _Holder]) -> Iterator[tuple[_Holder, Sequence[date]]]:
    """The days one after the other, those in a row with the same holder together."""
    numbered = enumerate(sorted(holders))
    for (holder, _), run in groupby(numbered, key=lambda each: (holders[each[1]], each[1] - each[0] * _DAY)):
        yield holder, [day for _, day in run]
