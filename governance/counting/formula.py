"""The mirror ledger and the waiting-on clock: one formula for both sides. docs/counting.md says it in words.

Pure: facts and a day in, verdicts and counts out. Nothing here asks which side it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

from governance.counting.covered_days import CoveredDays, is_covered
from partners.models import Side

FEW = 5
"""Below so many promises a direction or a comparison is chance."""
DIRECTION = Fraction(5, 100)
"""A difference of two halves' shares that tells; exact, so that five points are five points wherever they lie."""


class Verdict(StrEnum):
    """What a promise that fell due came to.

    PENDING ones have not fallen due, were released before they did, or were taken over when their day had passed.
    """

    KEPT = "kept"
    MOVED = "moved"
    HELD_UP = "held_up"
    MISSED = "missed"
    PENDING = "pending"


APART = {"covered": "under cover"}
"""What is judged as ever and counted apart from the four kinds: the count of a Tally it stands in → its words."""


class GivenDate(NamedTuple):
    """A date given for a promise, on `given_on`.

    `with_notice`: five working days before the date it replaces, or as the other side asked by that day.
    """

    given_on: date
    due_on: date
    with_notice: bool
    asked: bool = False
    """It is the date the other side asked for."""


class Wait(NamedTuple):
    """A stretch in which `on_side` was waited for; `ended_on` is None while it lasts."""

    on_side: Side
    began_on: date
    ended_on: date | None


def had_passed(day: date, promised_on: date | None) -> bool:
    """Whether the day had passed when it became a promise here, as only a list brings it in.

    While such a day stands, none that follows is a day late: it was due before anybody here promised it.
    """
    return promised_on is not None and promised_on > day


@dataclass(frozen=True)
class Promise:
    """The facts of one promise: an action, a decision needed from one side, or a look at a risk it carries.

    `dates` are in the order they were given; the first is the accepted one. A decision is reported and confirmed on
    the day it is made, a look on the day it is done. `covers` are those of its partnership.
    """

    kind: str
    side: Side
    first_due_on: date
    due_on: date
    dates: tuple[GivenDate, ...]
    promised_on: date | None = None
    """The day from which it has been a promise here; None where that was before its first date in any case."""
    reported_on: date | None = None
    confirmed_on: date | None = None
    withdrawn_on: date | None = None
    waits: tuple[Wait, ...] = ()
    covers: tuple[CoveredDays, ...] = ()
    partner_id: int = 0
    id: int = 0
    function: str = ""
    """The business function it serves, where promises are read many at once; empty where none is named."""

    @property
    def given_first(self) -> GivenDate:
        return self.dates[0] if self.dates else GivenDate(self.first_due_on, self.first_due_on, True)

    @property
    def taken_over(self) -> bool:
        """Its first date had passed before it was a promise here: it is in none of the counts, kept or not."""
        return had_passed(self.first_due_on, self.promised_on)

    @property
    def covered(self) -> bool:
        """Its first date lies within a cover: it is judged as ever, and counted apart."""
        return is_covered(self.first_due_on, self.covers)

    @property
    def apart(self) -> str:
        """Which of APART it is counted as; empty where it stands among the others."""
        return next((kind for kind in APART if getattr(self, kind)), "")

    @property
    def apart_words(self) -> str:
        """ "under cover", or nothing."""
        return APART.get(self.apart, "")


class Delay(NamedTuple):
    """What a promise not kept is judged by: `days` past `since`, the last date given with notice, until `end`.

    `waited` of the days from the giving of that date to the end the other side was waited for.
    """

    since: GivenDate
    end: date
    days: int
    waited: int


_OTHERS = {"moved": "moved with notice", "held_up": "held up", "missed": "missed"}


@dataclass(frozen=True)
class Tally:
    """Counts of the promises of one side that fell due: the four kinds add up to `due`.

    `unconfirmed` of the kept ones still wait for the other side's yes. What is in a count of APART is in none of the
    others.
    """

    due: int = 0
    kept: int = 0
    moved: int = 0
    held_up: int = 0
    missed: int = 0
    unconfirmed: int = field(default=0, kw_only=True)
    covered: int = field(default=0, kw_only=True)

    @property
    def others(self) -> list[tuple[int, str, str]]:
        """What became of those that were not kept: how many, the verdict, its words; nothing of what did not happen."""
        return [counted for counted in self._counts(_OTHERS) if counted[0]]

    @property
    def apart(self) -> list[tuple[int, str, str]]:
        """What is counted apart, in the same way."""
        return [counted for counted in self._counts(APART) if counted[0]]

    @property
    def every(self) -> list[tuple[int, str, str]]:
        """Each of the counts, also of what did not happen: what fell due, what it came to, what is counted apart."""
        return self._counts({"due": "due", "kept": "kept", **_OTHERS, **APART})

    @property
    def fell_due(self) -> int:
        """Everything that fell due, what is counted apart with it."""
        return self.due + sum(count for count, _, _ in self.apart)

    def _counts(self, words: Mapping[str, str]) -> list[tuple[int, str, str]]:
        return [(getattr(self, kind), kind, said) for kind, said in words.items()]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.due + other.due,
            self.kept + other.kept,
            self.moved + other.moved,
            self.held_up + other.held_up,
            self.missed + other.missed,
            unconfirmed=self.unconfirmed + other.unconfirmed,
            covered=self.covered + other.covered,
        )


class Share(Protocol):
    """How much of what fell due was kept."""

    @property
    def due(self) -> int: ...

    @property
    def kept(self) -> int: ...


def kept_more_often(earlier: Share, later: Share) -> str:
    """ "rising", "falling" or "steady": whether more is kept than before; "" where too little fell due to say."""
    if min(earlier.due, later.due) < FEW:
        return ""
    change = Fraction(later.kept, later.due) - Fraction(earlier.kept, earlier.due)
    if abs(change) < DIRECTION:
        return "steady"
    return "rising" if change > 0 else "falling"


def judge(promise: Promise, as_of: date) -> Verdict:
    """What the promise came to, as it stood at the end of `as_of`. Nothing that happened later counts."""
    if not has_fallen_due(promise, as_of):
        return Verdict.PENDING
    reported = _reported(promise, as_of)
    if reported is not None and reported <= promise.first_due_on:
        return Verdict.KEPT
    delay = delay_of(promise, as_of)
    if not delay.days:
        return Verdict.MOVED
    return Verdict.HELD_UP if delay.waited >= delay.days else Verdict.MISSED


def delay_of(promise: Promise, as_of: date) -> Delay:
    """How far past its last date with notice the promise was at the end of `as_of`, and who was waited for."""
    since, end = _date_with_notice(promise, as_of), _end(promise, as_of)
    waited = _waited(promise, promise.side.other, since.given_on, end)
    return Delay(since, end, max(0, (end - since.due_on).days), waited)


def has_fallen_due(promise: Promise, as_of: date) -> bool:
    """Its first date has passed, or is `as_of` itself and it is reported.

    Released on or before that date, or taken over after it: never.
    """
    if promise.taken_over:
        return False
    if promise.withdrawn_on is not None and promise.withdrawn_on <= min(promise.first_due_on, as_of):
        return False
    if promise.first_due_on == as_of:
        return _reported(promise, as_of) is not None
    return promise.first_due_on < as_of


def settled_on(promise: Promise) -> date | None:
    """The day from which on it is judged alike for ever; None while that is still open."""
    ended_on = promise.withdrawn_on or (promise.confirmed_on if promise.reported_on else None)
    if ended_on is None:
        return None
    given = (each.given_on for each in promise.dates)
    return max([promise.first_due_on, ended_on, promise.reported_on or ended_on, *given])


def days_waited_on(promise: Promise, as_of: date) -> dict[Side, int]:
    """The waiting-on clock: how many days each side was waited for. Both add up to the days since it was promised."""
    began, end = promise.given_first.given_on, _end(promise, as_of)
    elapsed = max(0, (end - began).days)
    waited = min(elapsed, _waited(promise, promise.side.other, began, end))
    return {promise.side: elapsed - waited, promise.side.other: waited}


def tally(promises: Iterable[Promise], first: date, last: date, as_of: date) -> dict[Side, Tally]:
    """Counts by side of the promises whose first date lies within `first` to `last`, both included."""
    counts = dict.fromkeys(Side, Tally())
    for promise in promises:
        if first <= promise.first_due_on <= last:
            counts[promise.side] += _one(promise, as_of)
    return counts


def by_month(
    promises: Iterable[Promise], first: date, last: date, as_of: date
) -> dict[date, dict[Side, Tally]]:
    """Counts by month (its first day) and side, every month of the period present, oldest first."""
    months = {month: dict.fromkeys(Side, Tally()) for month in months_of(first, last)}
    for promise in promises:
        if first <= promise.first_due_on <= last:
            months[promise.first_due_on.replace(day=1)][promise.side] += _one(promise, as_of)
    return months


def by_function(
    promises: Iterable[Promise], first: date, last: date, as_of: date
) -> dict[str, dict[Side, Tally]]:
    """Counts by business function and side of the functions for which something fell due; "" where none is named."""
    functions: dict[str, dict[Side, Tally]] = {}
    for promise in promises:
        if first <= promise.first_due_on <= last and has_fallen_due(promise, as_of):
            counts = functions.setdefault(promise.function, dict.fromkeys(Side, Tally()))
            counts[promise.side] += _one(promise, as_of)
    return functions


def months_of(first: date, last: date) -> Iterable[date]:
    """The months of a period, as their first days."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + 1, 1, 1) if month.month == 12 else date(month.year, month.month + 1, 1)


def _one(promise: Promise, as_of: date) -> Tally:
    verdict = judge(promise, as_of)
    if verdict is Verdict.PENDING:
        return Tally()
    if promise.apart:
        return Tally(**{promise.apart: 1})
    confirmed = promise.confirmed_on is not None and promise.confirmed_on <= as_of
    unconfirmed = int(verdict is Verdict.KEPT and not confirmed)
    return Tally(1, **{verdict.value: 1}, unconfirmed=unconfirmed)


def _reported(promise: Promise, as_of: date) -> date | None:
    return promise.reported_on if promise.reported_on and promise.reported_on <= as_of else None


def _end(promise: Promise, as_of: date) -> date:
    """The day its delay stopped growing."""
    return min([as_of, *filter(None, (promise.reported_on, promise.withdrawn_on))])


def _date_with_notice(promise: Promise, as_of: date) -> GivenDate:
    """The latest date reached by moves that each came with notice. One without notice ends the chain."""
    standing = promise.given_first
    for given in promise.dates[1:]:
        if given.given_on > as_of or not given.with_notice:
            break
        standing = max(standing, given, key=lambda each: each.due_on)
    return standing


def _waited(promise: Promise, side: Side, first: date, last: date) -> int:
    """Days on which `side` was waited for between two days. Periods of one promise never overlap."""
    return sum(
        max(0, (min(wait.ended_on or last, last) - max(wait.began_on, first)).days)
        for wait in promise.waits
        if wait.on_side == side
    )
