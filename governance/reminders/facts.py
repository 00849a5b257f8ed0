"""What the rule looks at: people, what waits for each of them, and how each partnership wants to be reminded."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from governance.counting.covered_days import CoveredDays


class Policy(NamedTuple):
    """How a forum wants its promises to be brought to mind. What is not said holds as it does everywhere."""

    weekly_on: int | None = 0
    """The weekday of the list, Monday is 0; None for no list."""
    when_due: bool = True
    escalates: bool = True


SILENT = Policy(weekly_on=None, when_due=False, escalates=False)


class Need(StrEnum):
    """What somebody is to do about a matter."""

    DO = "do"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    ANSWER = "answer"
    MOVE_ON = "move_on"
    """Somebody else's promise waits for them."""
    AGREE = "agree"
    """The other side asks for another date of what they owe."""
    KNOW = "know"
    """Nothing: the other date they asked for was answered."""


class EscalationsSent(NamedTuple):
    """On which days somebody was told that a matter is late, for the date it has now: each rung at most once."""

    warned_on: date | None = None
    leads_on: date | None = None
    sponsors_on: date | None = None


NOTHING_SENT = EscalationsSent()


class Matter(NamedTuple):
    """An action or an ask that waits for somebody. `person` is who they are, by id.

    `tied` says that an outcome or a decision hangs on it: only that is ever escalated. `hands_off_until` is the last
    day of a free hand over it, `covers` are those of its partnership. `news_on` is the day of something new about it,
    which comes along with the next mail that goes, and at the latest stands in the list of the week.
    """

    kind: str
    id: int
    partner_id: int
    person: int
    need: Need
    due_on: date | None
    tied: bool = False
    hands_off_until: date | None = None
    heard: EscalationsSent = NOTHING_SENT
    covers: tuple[CoveredDays, ...] = ()
    news_on: date | None = None
    promised_on: date | None = None
    """The day an action became a promise here."""


class Absence(NamedTuple):
    """A quiet period, both days included."""

    first_on: date
    last_on: date
    deputy: int | None

    def covers(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class Person:
    """Somebody who can be reminded, and what decides when.

    `through` is the last day of theirs whose reminders they have had; `partners` are those whose matters may reach
    them, None for all; `leads` and `sponsors` the partnerships they lead, or answer for at the top, on either side.
    """

    id: int
    country: str = ""
    time_zone: str = ""
    through: date | None = None
    absences: tuple[Absence, ...] = ()
    partners: Set[int] | None = field(default_factory=frozenset)
    leads: Set[int] = frozenset()
    sponsors: Set[int] = frozenset()

    def away_on(self, day: date) -> Absence | None:
        return next((absence for absence in self.absences if absence.covers(day)), None)

    def may_hear_of(self, partner_id: int) -> bool:
        return self.partners is None or partner_id in self.partners
