"""An outcome as a review tells it: how it stands, the work beneath it, what changed since the review before."""

from dataclasses import dataclass
from datetime import date

from dashboards.charts.facts import StateName
from governance.models import ActionItem, OutcomeChange, OutcomeIntent, ValueClaim
from governance.models.outcomes import Health
from governance.outcomes.standing import contradiction
from governance.outcomes.terms import END_NAMES
from partners.models import Side
from partners.numbers import days, of
from reviews.facts.people import PersonId
from reviews.facts.promises import ActionFacts


@dataclass(frozen=True)
class CheckInFacts:
    on: date
    health: str
    words: str
    by: PersonId
    progress: int | None = None
    confidence: str = ""


@dataclass(frozen=True)
class InitiativeFacts:
    """A piece of work beneath an outcome. Its milestones are promises of either side, in the order of their days."""

    title: str
    state: str
    ended_on: date | None = None
    words: str = ""
    milestones: tuple[ActionFacts, ...] = ()

    @property
    def told_milestones(self) -> str:
        """ "2 of 5 milestones done"."""
        done = sum(each.state == ActionItem.State.CLOSED for each in self.milestones)
        return (
            f"{of(done, len(self.milestones), 'milestone')} done" if self.milestones else "no milestone yet"
        )


@dataclass(frozen=True)
class OutcomeChangeFacts:
    """What one side asked for: other terms, each in words, or that the outcome ends (`end`), and what came of it."""

    state: str
    side: str
    by: PersonId
    on: date
    reason: str
    end: str = ""
    terms: tuple[str, ...] = ()
    answered_by: PersonId | None = None
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class ValueFacts:
    """What somebody says it has brought, and how much of what was expected that is, in its business owner's word."""

    words: str
    by: PersonId
    on: date
    verdict: str = ""
    answer: str = ""
    answered_by: PersonId | None = None
    answered_on: date | None = None

    @property
    def told(self) -> str:
        """The verdict in words; empty where the business owner has not answered."""
        return ValueClaim.Verdict(self.verdict).label if self.verdict else ""


@dataclass(frozen=True)
class SlipPartFacts:
    """So many days of a slip are `side`'s: what they waited for, why, and who of that side had it."""

    side: str
    days: int
    title: str
    why: str = ""
    person: PersonId | None = None

    @property
    def in_days(self) -> str:
        """ "12 days"."""
        return days(self.days)


@dataclass(frozen=True)
class SlipFacts:
    """How many days an outcome comes later than `original`, its first date, and what they are made of."""

    days: int
    original: date
    is_over: bool = False
    parts: tuple[SlipPartFacts, ...] = ()

    @property
    def of_each_side(self) -> dict[Side, int]:
        return {side: sum(part.days for part in self.parts if part.side == side) for side in Side}


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
    initiatives: tuple[InitiativeFacts, ...] = ()
    changes: tuple[OutcomeChangeFacts, ...] = ()
    """What waits for an answer, and what was answered since the review before."""
    concluded_on: date | None = None
    conclusion: str = ""
    """What shows that it was reached, or why it ended."""
    serves: tuple[str, ...] = ()
    """From what a business function wants down to the nearest link; empty where it serves nothing written down."""
    value_expected: str = ""
    value: ValueFacts | None = None
    """What it is said to have brought, last."""
    slip: SlipFacts | None = None
    """None where it comes by its first date, and in seals from before this was counted."""

    @property
    def level(self) -> StateName:
        """The state of the sign of its health."""
        return Health(self.health).level

    @property
    def ended_as(self) -> str:
        """ "no longer wanted", of one that is concluded; else empty."""
        return (
            ""
            if self.state == OutcomeIntent.State.AGREED
            else END_NAMES.get(OutcomeIntent.State(self.state), "")
        )

    @property
    def new_terms(self) -> tuple[str, ...]:
        """What both sides have agreed to change since the review before, term by term."""
        agreed = (each for each in self.changes if each.state == OutcomeChange.State.AGREED and not each.end)
        return tuple(term for each in agreed for term in each.terms)

    @property
    def told_changes(self) -> tuple[OutcomeChangeFacts, ...]:
        """What was asked for and what came of it. What concluded the outcome is told as its end."""
        over = self.concluded_on is not None
        return tuple(
            each
            for each in self.changes
            if not (over and each.end and each.state == OutcomeChange.State.AGREED)
        )

    def contradiction(self, on: date) -> str:
        """What speaks against its check-in on the day of the review; empty where nothing does."""
        if self.state != OutcomeIntent.State.AGREED:
            return ""
        return contradiction(self.health, self.progress, self.expected, self.due_on, on=on)

    def is_on_track(self, on: date) -> bool:
        """Called so, and by its own figures as well."""
        return self.health == Health.ON_TRACK and not self.contradiction(on)
