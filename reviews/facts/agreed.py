"""What both sides agreed on and ask of each other: outcomes, asks, performance, RACI."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.charts.facts import Direction, StateName
from governance.models import OutcomeIntent
from governance.models.outcomes import Health
from governance.outcomes.standing import contradiction
from reviews.facts.people import PersonId


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

    @property
    def level(self) -> StateName:
        """The state of the sign of its health."""
        return Health(self.health).level

    def contradiction(self, on: date) -> str:
        """What speaks against its check-in on the day of the review; empty where nothing does."""
        if self.state != OutcomeIntent.State.AGREED:
            return ""
        return contradiction(self.health, self.progress, self.expected, self.due_on, on=on)

    def is_on_track(self, on: date) -> bool:
        """Called so, and by its own figures as well."""
        return self.health == Health.ON_TRACK and not self.contradiction(on)


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
