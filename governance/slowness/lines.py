"""What a slip is made of, a line a cause: how many days, whose, what it was, and its page. Alike for both sides."""

from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from governance.calendar.dates import short_day
from governance.models import ActionDate, ActionItem, Ask, OutcomeChange, OutcomeIntent, WaitingPeriod
from partners.models import Side, User
from partners.numbers import in_figures
from partners.sentences import unended


@dataclass(frozen=True)
class CostCause:
    """What somebody was waited for: its title, why it cost days, who of that side had it, and its page."""

    title: str
    why: str
    person: User | None
    url: str


@dataclass(frozen=True)
class CostLine:
    """So many days are `side`'s, by what is `told`."""

    side: Side
    days: int
    told: CostCause

    @property
    def in_days(self) -> str:
        """ "12 days"."""
        return in_figures(self.days, "day")


def line_of(
    row: ActionItem | Ask | WaitingPeriod | ActionDate | OutcomeChange | OutcomeIntent,
    side: Side,
    days: int,
    today: date,
) -> CostLine:
    return CostLine(side, days, _told(row, side, today))


@singledispatch
def _told(row: object, side: Side, today: date) -> CostCause:
    raise TypeError(f"{type(row).__name__} is nothing that an outcome waits for")


@_told.register
def _(row: ActionItem, side: Side, today: date) -> CostCause:
    came = _came("done", row.reported_on, today) or _came("released", row.closed_on, today) or "not done yet"
    why = f"First promised for {_day(row.first_due_on, today)}, {came}."
    return CostCause(row.title, why, row.owner, row.get_absolute_url())


@_told.register
def _(row: Ask, side: Side, today: date) -> CostCause:
    came = "" if row.is_open else _came(row.get_state_display(), row.answered_on, today)
    asked = f"First needed by {_day(row.first_needed_by, today)}"
    if row.kind != Ask.Kind.DECISION:
        asked = f"Raised {_day(row.raised_on, today)}"
        if row.state == Ask.State.BACKED:
            asked = f"{asked}, backed {_day(row.answered_on, today)}"
    why = f"{asked}, {came or f'not {_WANTED[Ask.Kind(row.kind), row.state == Ask.State.BACKED]} yet'}."
    return CostCause(row.title, why, row.owner, row.get_absolute_url())


_WANTED = {
    (Ask.Kind.DECISION, False): "decided", (Ask.Kind.IMPEDIMENT, False): "cleared",
    (Ask.Kind.RECOMMENDATION, False): "answered", (Ask.Kind.RECOMMENDATION, True): "in place",
}  # fmt: skip
"""What is waited for, by the kind of the ask and whether it is backed."""


@_told.register
def _(row: WaitingPeriod, side: Side, today: date) -> CostCause:
    until = _came("until", row.ended_on, today) or "on"
    why = f"“{row.item.title}” waited for it from {_day(row.began_on, today)} {until}."
    return CostCause(unended(row.what_for) or row.item.title, why, row.on_person, row.item.get_absolute_url())


@_told.register
def _(row: ActionDate, side: Side, today: date) -> CostCause:
    why = f"Put off until {_day(row.due_on, today)}, as was asked."
    return CostCause(row.item.title, why, None, row.item.get_absolute_url())


@_told.register
def _(row: OutcomeChange, side: Side, today: date) -> CostCause:
    why = (
        f"Asked for on {_day(row.asked_on, today)}, agreed on {_day(row.answered_on, today)}: “{row.reason}”"
    )
    return CostCause("A later date", why, row.asked_by, row.outcome.get_absolute_url())


@_told.register
def _(row: OutcomeIntent, side: Side, today: date) -> CostCause:
    why = "Nothing that serves it was late on these days: they are whose delivers it."
    return CostCause("The outcome itself", why, row.owner_of(side), row.get_absolute_url())


def _came(how: str, on: date | None, today: date) -> str:
    """ "done 12 Nov"; empty where that had not happened by `today`."""
    return f"{how} {_day(on, today)}" if on and on <= today else ""


def _day(day: date | None, today: date) -> str:
    return short_day(day, today=today) if day else ""
