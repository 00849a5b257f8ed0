"""What both sides agreed on and ask of each other: asks, performance, RACI."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.charts.facts import Direction, StateName
from reviews.facts.people import PersonId


@dataclass(frozen=True)
class AskFacts:
    """A decision, an impediment, a recommendation or a risk. `age` is days from raising to its answer or the seal."""

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
    risk_cause: str = ""
    risk_consequence: str = ""
    risk_treatment: str = ""
    worked: str = ""
    worked_words: str = ""
    worked_on: date | None = None


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
    version: int = 0
    """Which one is in force; 0 before the first."""
    proposed_by: str = ""
    """The side whose proposal of the next version waits for the other."""


@dataclass(frozen=True)
class OpenedFacts:
    """Something our side opened up with a step of the mandate: what, of which kind, and by when it is owed."""

    title: str
    kind: str
    due_on: date


@dataclass(frozen=True)
class MandateFacts:
    """A decision on the mandate since the review before: how far it goes, how far it went, and why."""

    step: str
    was: str
    widened: bool
    reason: str
    decided_by: PersonId
    decided_on: date
    trusted_with: tuple[str, ...] = ()
    opened: tuple[OpenedFacts, ...] = ()
