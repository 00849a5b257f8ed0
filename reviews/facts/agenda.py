"""What an agenda is built from: frozen facts, free of the database. People are ids; days are the meeting's own.

An action, an ask, an outcome and an indicator are the facts that the seal keeps, with what only the agenda asks for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from django.urls import reverse

from reviews.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts

SubjectKind = Literal["action", "ask", "outcome", "indicator"]


class Subject(NamedTuple):
    """What a line of the agenda is about."""

    kind: SubjectKind
    id: int

    def url(self, partner: str) -> str:
        """The address of its page, in the partnership of that slug."""
        return reverse(_PAGES[self.kind], args=[partner, self.id])


_PAGES: dict[SubjectKind, str] = {
    "action": "tracker_action", "ask": "ask", "outcome": "outcome", "indicator": "performance_indicator",
}  # fmt: skip


@dataclass(frozen=True)
class DueAction(ActionFacts):
    """An action that is due by the meeting, late, or reported done and not yet confirmed.

    `doubted` means that the other side had something to say about it beforehand.
    """

    doubted: bool = False
    sponsors_told_on: date | None = None
    nobody_has: str = ""
    """What is missing in the row of the RACI that it belongs to, where nobody has that."""

    @property
    def subject(self) -> Subject:
        return Subject("action", self.id)

    @property
    def reported(self) -> bool:
        return self.state == "reported"

    @property
    def questioned(self) -> bool:
        """Doubted now, or given back before: it is talked about, and not confirmed with the others in one go."""
        return self.doubted or self.returned > 0

    @property
    def first_promised_for(self) -> date:
        return self.first_due_on or self.due_on

    @property
    def moves(self) -> int:
        """How often its date was moved."""
        return max(0, len(self.dates) - 1)


@dataclass(frozen=True)
class OpenAsk(AskFacts):
    """An ask that waits for an answer. `acceptance_side` asks to live with a risk, since `acceptance_on`."""

    sponsors_told_on: date | None = None
    acceptance_side: str = ""
    acceptance_on: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject("ask", self.id)


class Empty(NamedTuple):
    """A role that nobody has, as a phrase, and since when."""

    role: str
    since: date


class ChangeAsked(NamedTuple):
    """What one side asks for and the other has not answered: that an outcome ends (`end`), or other terms (empty)."""

    side: str
    on: date
    end: str


@dataclass(frozen=True)
class AgreedOutcome(OutcomeFacts):
    """An agreed outcome intent; `figures` are the states of its indicators (good, warn, bad, none).

    Its check-ins are all there were, the latest first.
    """

    figures: tuple[str, ...] = ()
    presenter: int | None = None
    next_check_in_on: date | None = None
    change: ChangeAsked | None = None
    empty: tuple[Empty, ...] = ()
    """The roles it stands on that nobody has, the longest first."""

    @property
    def subject(self) -> Subject:
        return Subject("outcome", self.id)

    @property
    def health_before(self) -> str:
        """At the check-in before the last one; empty where there was none."""
        return self.check_ins[1].health if len(self.check_ins) > 1 else ""


@dataclass(frozen=True)
class LiveIndicator(IndicatorFacts):
    """An indicator at its last due month and, with `state_before`, at the one before."""

    state_before: str = "none"
    months_missing: int = 0
    weight: int = 1
    in_words: str = ""

    @property
    def subject(self) -> Subject:
        return Subject("indicator", self.id)


@dataclass(frozen=True)
class CarriedFacts:
    """A line of the last agenda that was not reached, and is not settled since; `section` is its section's number."""

    id: int
    section: int
    title: str
    detail: str = ""
    why: str = ""
    subject: Subject | None = None
    presenter: int | None = None
    kind: str = "discuss"


@dataclass(frozen=True)
class TabledFacts:
    """What a side tables. One a side, and nobody can drop it."""

    side: str
    title: str
    detail: str = ""
    minutes: int = 10
    by: int | None = None
    kind: str = "discuss"


@dataclass(frozen=True)
class AgendaFacts:
    """Everything the agenda of one review stands on. `on` is the day of the meeting, `names` who the sides are."""

    on: date
    minutes: int
    names: Mapping[str, str]
    promises: tuple[DueAction, ...] = ()
    asks: tuple[OpenAsk, ...] = ()
    outcomes: tuple[AgreedOutcome, ...] = ()
    indicators: tuple[LiveIndicator, ...] = ()
    carried: tuple[CarriedFacts, ...] = ()
    tabled: tuple[TabledFacts, ...] = ()
