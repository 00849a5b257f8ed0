"""What an agenda is built from: frozen facts, free of the database. People are ids; days are the meeting's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

SubjectKind = Literal["action", "ask", "outcome", "indicator"]


class Subject(NamedTuple):
    """What a line of the agenda is about."""

    kind: SubjectKind
    id: int


@dataclass(frozen=True)
class PromiseFacts:
    """A promise that is due by the meeting, late, or reported done and not yet confirmed.

    `waited_days` counts how long it has waited for `waiting_on`, when it waits now; `moves` how often its date was
    moved; `questioned` means that the other side had something to say about it, or gave it back before.
    """

    id: int
    title: str
    side: str
    owner: int | None
    due_on: date
    first_due_on: date
    reported: bool = False
    questioned: bool = False
    moves: int = 0
    waiting_on: str = ""
    waited_days: int = 0
    sponsors_told_on: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject("action", self.id)


@dataclass(frozen=True)
class AskFacts:
    """An ask that waits for an answer of `on_side`."""

    id: int
    title: str
    kind: str
    state: str
    on_side: str
    raised_by_side: str
    raised_on: date
    needed_by: date | None = None
    owner: int | None = None
    sponsors_told_on: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject("ask", self.id)


@dataclass(frozen=True)
class OutcomeFacts:
    """An agreed outcome intent; `figures` are the states of its indicators (good, warn, bad, none)."""

    id: int
    statement: str
    health: str
    health_before: str = ""
    figures: tuple[str, ...] = ()
    presenter: int | None = None

    @property
    def subject(self) -> Subject:
        return Subject("outcome", self.id)


@dataclass(frozen=True)
class IndicatorFacts:
    """An indicator at its last due month and at the one before."""

    id: int
    name: str
    state: str
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


@dataclass(frozen=True)
class TabledFacts:
    """What a side tables. One a side, and nobody can drop it."""

    side: str
    title: str
    detail: str = ""
    minutes: int = 10
    by: int | None = None


@dataclass(frozen=True)
class AgendaFacts:
    """Everything the agenda of one review stands on. `on` is the day of the meeting, `names` who the sides are."""

    on: date
    minutes: int
    names: Mapping[str, str]
    promises: tuple[PromiseFacts, ...] = ()
    asks: tuple[AskFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    carried: tuple[CarriedFacts, ...] = ()
    tabled: tuple[TabledFacts, ...] = ()
