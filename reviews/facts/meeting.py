"""The meeting itself: what was on the agenda, who was there, what was done and said."""

from dataclasses import dataclass
from datetime import date, datetime

from partners.numbers import counted
from reviews.clock import WORKING_DAYS_UNSEALED
from reviews.facts.people import PersonId


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
    sealed_by_itself: bool = False
    """Nobody sealed it within its days; `sealed_by` is who would have."""

    @property
    def itself_because(self) -> str:
        """ "itself, since nobody had sealed it for five working days"; empty where somebody did."""
        days = counted(WORKING_DAYS_UNSEALED, "working day")
        return f"itself, since nobody had sealed it for {days}" if self.sealed_by_itself else ""


@dataclass(frozen=True)
class AnswerFacts:
    side: str
    text: str


@dataclass(frozen=True)
class AgendaItemFacts:
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
    kind: str = ""
    """What was wanted of the meeting: decide, discuss, know; empty in older seals."""


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
    sentence_by: PersonId | None = None
    """Who said the sentence; in older seals nobody but `by` is named."""
    overtaken: bool = False
    """Agreed or differed before the last change to what was read back."""


@dataclass(frozen=True)
class NewsFacts:
    """What one side said had changed with it, before the meeting."""

    side: str
    text: str
    by: PersonId


@dataclass(frozen=True)
class ThanksFacts:
    names: str
    words: str = ""
