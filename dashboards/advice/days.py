"""On which days a piece of advice counts as not taken. docs/decisions/0036 says it in words. Pure.

Nothing here asks whose advice it is: both sides' is counted by the same days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from governance.owed.status import DAYS_TO_HURT

_PATIENCE, _DAY = timedelta(days=DAYS_TO_HURT), timedelta(days=1)


class Stretch(NamedTuple):
    """Days that follow each other, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Life:
    """What became of a piece of advice, each on the day it did; None for what has not."""

    raised_on: date
    backed_on: date | None = None
    declined_on: date | None = None
    in_place_on: date | None = None


def not_taken(life: Life, until: date) -> tuple[Stretch, ...]:
    """The days up to and including `until` on which it was not taken, in their order.

    Each as long as it lasted: without an answer from the thirty-first day on, declined from the day after, backed and
    not put in place from the thirty-first day on.
    """
    answered = min(filter(None, (life.backed_on, life.declined_on, life.in_place_on)), default=None)
    found = [_between(life.raised_on + _PATIENCE, answered, until)]
    if life.declined_on:
        found.append(_between(life.declined_on, life.in_place_on, until))
    elif life.backed_on:
        found.append(_between(life.backed_on + _PATIENCE, life.in_place_on, until))
    return tuple(stretch for stretch in found if stretch.days > 0)


def falls_in(stretches: Iterable[Stretch], day: date) -> bool:
    """Whether the day lies in one of them."""
    return any(stretch.first <= day <= stretch.last for stretch in stretches)


def days_in(stretches: Iterable[Stretch]) -> int:
    return sum(stretch.days for stretch in stretches)


def common_days(stretches: Iterable[Stretch], other: Stretch) -> int:
    """How many days of `other` lie in the stretches, which do not overlap."""
    shared = (Stretch(max(each.first, other.first), min(each.last, other.last)) for each in stretches)
    return sum(max(0, each.days) for each in shared)


def _between(after: date, end: date | None, until: date) -> Stretch:
    return Stretch(after + _DAY, min(end, until) if end else until)
