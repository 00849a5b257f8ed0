"""What either side owes: the mirror ledger's counts and the tracker."""

from dataclasses import dataclass
from datetime import date

from dashboards.charts.facts import SideName
from governance.counting.formula import Tally
from reviews.facts.people import PersonId


@dataclass(frozen=True)
class MonthCount:
    month: date
    count: Tally


@dataclass(frozen=True)
class SidePromises:
    """One side of the mirror ledger: since the last review, over twelve months, and month by month.

    What was kept is sealed as kept, also where the other side's yes was still to come.
    """

    side: SideName
    since_last: Tally
    year: Tally
    months: tuple[MonthCount, ...] = ()


@dataclass(frozen=True)
class CoverFacts:
    """A cover that was in force since the review before. `last_on` is its last day, as known when it was sealed."""

    words: str
    by: PersonId
    began_on: date
    last_on: date
    cause: str = ""
    concession: str = ""


@dataclass(frozen=True)
class WaitFacts:
    """A stretch in which an action waited on a side. `days` counts until it ended or the review was sealed."""

    on_side: str
    what_for: str
    began_on: date
    ended_on: date | None
    days: int
    disputed: str = ""


@dataclass(frozen=True)
class DateFacts:
    due_on: date
    given_on: date
    with_notice: bool
    reason: str = ""


@dataclass(frozen=True)
class ActionFacts:
    """A promise. `days_late` is counted on the day of the seal, 0 unless still to do."""

    id: int
    title: str
    owner: PersonId
    side: str
    state: str
    due_on: date
    first_due_on: date | None = None
    reported_on: date | None = None
    closed_on: date | None = None
    days_late: int = 0
    returned: int = 0
    fresh: bool = False
    """Promised in this very review."""
    outcome: str = ""
    dates: tuple[DateFacts, ...] = ()
    waits: tuple[WaitFacts, ...] = ()

    @property
    def promised_on(self) -> date | None:
        """The day it became a promise here: that of its first date."""
        return self.dates[0].given_on if self.dates else None

    @property
    def told_day(self) -> date:
        """The day it was done, once that is confirmed; else the day it is due."""
        return self.reported_on if self.closed_on and self.reported_on else self.due_on

    @property
    def waiting(self) -> WaitFacts | None:
        return next((wait for wait in self.waits if wait.ended_on is None), None)
