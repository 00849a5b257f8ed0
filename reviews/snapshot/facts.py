"""What a sealed review says, frozen. People stand here by id alone; their names are kept beside the seal.

Dates are days, times carry their zone, figures are decimals. Every field added later needs a default, so that
a seal written before it can still be read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NewType

from dashboards.charts.facts import Direction, SideName, StateName

PersonId = NewType("PersonId", int)


@dataclass(frozen=True)
class PartnerFacts:
    id: int
    slug: str
    name: str
    kind: str = ""


@dataclass(frozen=True)
class ReviewFacts:
    """The meeting itself. `on` is its day where its chair lives; `spent_seconds` its clock."""

    id: int
    forum: str
    starts_at: datetime
    on: date
    chair: PersonId
    sealed_by: PersonId
    sealed_at: datetime
    place: str = ""
    minutes: int = 0
    spent_seconds: int = 0
    opened_at: datetime | None = None
    previous_on: date | None = None
    next_on: date | None = None


@dataclass(frozen=True)
class Count:
    """Promises that fell due in a period; each is exactly one of the four."""

    due: int = 0
    kept: int = 0
    moved: int = 0
    held_up: int = 0
    missed: int = 0


@dataclass(frozen=True)
class MonthCount:
    month: date
    count: Count


@dataclass(frozen=True)
class SidePromises:
    """One side of the mirror ledger: since the last review, over twelve months, and month by month."""

    side: SideName
    since_last: Count
    year: Count
    months: tuple[MonthCount, ...] = ()


@dataclass(frozen=True)
class AnswerFacts:
    side: str
    text: str


@dataclass(frozen=True)
class AgendaFacts:
    id: int
    section: int
    title: str
    state: str
    detail: str = ""
    why: str = ""
    heading: bool = False
    tabled_by_side: str = ""
    carried: bool = False
    spent_seconds: int = 0
    answers: tuple[AnswerFacts, ...] = ()


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
    def waiting(self) -> WaitFacts | None:
        return next((wait for wait in self.waits if wait.ended_on is None), None)


@dataclass(frozen=True)
class CheckInFacts:
    on: date
    health: str
    words: str
    by: PersonId
    progress: int | None = None


@dataclass(frozen=True)
class OutcomeFacts:
    id: int
    statement: str
    target: str
    state: str
    health: str
    progress: int | None = None
    expected: int | None = None
    """Percent of its time that has passed."""
    due_on: date | None = None
    free_hand_until: date | None = None
    guardrails: str = ""
    business_owner: PersonId | None = None
    check_ins: tuple[CheckInFacts, ...] = ()


@dataclass(frozen=True)
class AskFacts:
    """A decision, an impediment or advice. `age` is days from raising to its answer or the seal."""

    id: int
    kind: str
    title: str
    state: str
    open: bool
    raised_by: PersonId
    raised_by_side: str
    raised_on: date
    on_side: str
    age: int
    detail: str = ""
    cause: str = ""
    owner: PersonId | None = None
    forum_words: str = ""
    needed_by: date | None = None
    days_late: int = 0
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class ReadingFacts:
    month: date
    value: Decimal
    provisional: bool = False
    disputed: str = ""


@dataclass(frozen=True)
class IndicatorFacts:
    """`until` is the last month a reading was due; `state`, `word` and `said` judge that month."""

    id: int
    name: str
    unit: str
    kind: str
    direction: Direction
    state: StateName
    word: str
    said: str
    until: date | None = None
    value_words: str = ""
    target: Decimal | None = None
    amber: Decimal | None = None
    source: str = ""
    readings: tuple[ReadingFacts, ...] = ()


@dataclass(frozen=True)
class ChangeFacts:
    """What is different from the review before, in a sentence. `state` is good, warn, bad or none."""

    state: str
    text: str


@dataclass(frozen=True)
class RedFacts:
    """What is red, whose it is where a side holds it, and why, in the words of whoever said it."""

    title: str
    why: str
    side: str = ""


@dataclass(frozen=True)
class MoveFacts:
    """Something done in the room."""

    kind: str
    words: str
    by: PersonId
    at: datetime


@dataclass(frozen=True)
class MinuteFacts:
    kind: str
    text: str
    author: PersonId
    at: datetime
    item: int | None = None


@dataclass(frozen=True)
class PresenceFacts:
    person: PersonId
    side: str
    state: str


@dataclass(frozen=True)
class StatementFacts:
    side: str
    by: PersonId
    stance: str = ""
    differs_on: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class ThanksFacts:
    names: str
    words: str = ""


@dataclass(frozen=True)
class LetterFacts:
    person: PersonId
    side: str
    letter: str


@dataclass(frozen=True)
class ActivityFacts:
    title: str
    letters: tuple[LetterFacts, ...] = ()


@dataclass(frozen=True)
class MatrixFacts:
    title: str
    state: str
    agreed_by: tuple[str, ...] = ()
    activities: tuple[ActivityFacts, ...] = ()


@dataclass(frozen=True)
class TermsFacts:
    """Of one engagement; ours only."""

    engagement: str
    ends_on: date | None = None
    notice_by: date | None = None


@dataclass(frozen=True)
class NoteFacts:
    text: str
    author: PersonId
    at: datetime


@dataclass(frozen=True)
class OursOnly:
    """What the partner's edition leaves out: our classification, our notice dates, our private notes."""

    segment: str = ""
    terms: tuple[TermsFacts, ...] = ()
    notes: tuple[NoteFacts, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """Everything one review discussed, in one edition."""

    edition: str
    enterprise: str
    partner: PartnerFacts
    review: ReviewFacts
    headline: str
    promises: tuple[SidePromises, ...]
    agenda: tuple[AgendaFacts, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    asks: tuple[AskFacts, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    changes: tuple[ChangeFacts, ...] = ()
    reds: tuple[RedFacts, ...] = ()
    moves: tuple[MoveFacts, ...] = ()
    minutes: tuple[MinuteFacts, ...] = ()
    attendance: tuple[PresenceFacts, ...] = ()
    statements: tuple[StatementFacts, ...] = ()
    thanks: tuple[ThanksFacts, ...] = ()
    raci: tuple[MatrixFacts, ...] = ()
    ours_only: OursOnly | None = None
    format: int = 1

    def organisation(self, side: str) -> str:
        return {"ours": self.enterprise, "theirs": self.partner.name}[side]

    def of_side(self, side: SideName) -> SidePromises:
        """A side's promises; one that never promised anything has none due."""
        found = (promises for promises in self.promises if promises.side == side)
        return next(found, SidePromises(side, Count(), Count()))


@dataclass(frozen=True)
class ReplyFacts:
    """ "We see it differently", sealed beside the edition whose hash is `answers`."""

    review: int
    answers: str
    side: str
    by: PersonId
    at: datetime
    text: str
    format: int = 1
