"""The rows of a section in the room, each as it is read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.asks.steps import ASK_STEPS
from governance.counting.formula import Verdict
from governance.former_steps import FORMER_SLUGS
from governance.models import ActionItem, Ask, DateRequest, RiskLook
from governance.owed import Status, owed_of, status_of
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.models import Side
from partners.numbers import days
from reviews.models import AgendaItem

State = ActionItem.State


@dataclass(frozen=True)
class PromiseRow:
    """A promise in the room. `line` is what the agenda says of it, where it is on the agenda; `apart` how it fell due
    where it is counted apart: "under cover". `to_scribe`: it is shown to whoever writes beside the chair.
    """

    STEPS: ClassVar[tuple[Step[ActionItem], ...]] = tuple(step for step in ACTION_STEPS if step.in_room)

    item: ActionItem
    verdict: Verdict
    today: date
    names: dict[str, str]
    line: AgendaItem | None = None
    apart: str = ""
    to_scribe: bool = False

    @property
    def key(self) -> str:
        return f"action-{self.item.pk}"

    @property
    def person(self) -> object:
        return self.item.owner

    @property
    def to_discuss(self) -> bool:
        """Late, due today, waiting for a confirmation, or with another date asked for."""
        item = self.item
        open_now = item.state == State.OPEN and (item.due_on <= self.today or item.asked_date is not None)
        return open_now or item.state == State.REPORTED

    @property
    def is_open(self) -> bool:
        return self.item.state == State.OPEN

    @property
    def wants_a_nod(self) -> bool:
        return self.item.state == State.REPORTED

    @property
    def questioned(self) -> bool:
        """The other side said something to it beforehand, or has given it back before."""
        answers = self.line.answers.all() if self.line else ()
        return self.item.returned > 0 or any(answer.side != self.item.side for answer in answers)

    @property
    def other_side(self) -> str:
        return Side(self.item.side).other

    @property
    def order(self) -> tuple[object, ...]:
        rank = 0 if self.is_open and self.to_discuss else 1 if self.wants_a_nod else 2
        return (rank, self.item.due_on, self.item.pk)

    @property
    def status(self) -> Status:
        """Read by both sides together, so that it speaks to neither."""
        return status_of(owed_of(self.item, self.verdict), self.today)

    @property
    def below(self) -> str:
        """What stands beneath its sign: its date, or how far from the first one it was done."""
        item, reported_on = self.item, self.item.reported_on
        if item.state != State.CLOSED or reported_on is None:
            return self._day(item.due_on)
        early = ((item.first_due_on or item.due_on) - reported_on).days
        if not early:
            return "on time"
        return f"{days(early)} early" if early > 0 else f"{days(-early)} late"

    @property
    def asked_date(self) -> DateRequest | None:
        """Another date that the other side asks for."""
        return self.item.asked_date if self.item.state == State.OPEN else None

    @property
    def thing(self) -> ActionItem:
        return self.item

    @property
    def steps(self) -> list[Step[ActionItem]]:
        """What whoever reads can write down of it here, whoever says it."""
        return [step for step in self._written_here if step.stands(self.item, self.today)]

    def opened(self, slug: str) -> Step[ActionItem] | None:
        """The step whose form stands open in the row, where `slug` was chosen, by its present name or a former one."""
        slug = FORMER_SLUGS.get(slug, slug)
        return next((step for step in self._written_here if step.slug == slug), None)

    @property
    def _written_here(self) -> list[Step[ActionItem]]:
        return [
            step for step in self.STEPS if step.in_room and (step.in_room.by_scribe or not self.to_scribe)
        ]

    @property
    def meta(self) -> str:
        item, wait = self.item, self.item.waiting
        said = [item.owner.full_name]
        if item.first_due_on and item.first_due_on != item.due_on:
            said.append(f"first date {self._day(item.first_due_on)}")
        if self.is_open and self.verdict is Verdict.MISSED and item.due_on > self.today:
            said.append("missed by its first date")
        if self.apart:
            said.append(f"due {self.apart}")
        if wait and item.state == State.OPEN:
            waited = (self.today - wait.began_on).days
            since = f"has waited {days(waited)}" if waited else "waits"
            said.append(f"{since} for {self.names[wait.on_side]}")
        if item.state == State.REPORTED:
            said.append("not yet confirmed")
        if item.state == State.CLOSED and item.confirmed_by:
            said.append(f"confirmed by {self.names[item.confirmed_by.side]}")
        if item.returned:
            said.append("given back once" if item.returned == 1 else f"given back {item.returned} times")
        return " · ".join(said)

    def _day(self, day: date) -> str:
        return f"{day:%-d %b}" if day.year == self.today.year else f"{day:%-d %b %Y}"


@dataclass(frozen=True)
class AskRow:
    """An ask in the room, on the side that has to answer."""

    STEPS: ClassVar[tuple[Step[Ask], ...]] = tuple(step for step in ASK_STEPS if step.in_room)

    ask: Ask
    today: date
    names: dict[str, str]
    line: AgendaItem | None = None
    looks: Sequence[RiskLook] = ()
    """Those of today, the last first."""

    @property
    def key(self) -> str:
        return f"ask-{self.ask.pk}"

    @property
    def person(self) -> object:
        return self.ask.owner or self.ask.raised_by

    @property
    def to_discuss(self) -> bool:
        """Until it is answered; a risk until it is looked at."""
        return self.ask.is_open and not (self.ask.kind == Ask.Kind.RISK and self.ask.looked_on == self.today)

    @property
    def said(self) -> str:
        """The answer, or what was found as one looked today."""
        return self.ask.answer or next((look.words for look in self.looks), "")

    @property
    def order(self) -> tuple[object, ...]:
        return (not self.to_discuss, self.ask.raised_on, self.ask.pk)

    @property
    def age(self) -> int:
        return self.ask.age(self.today)

    @property
    def status(self) -> Status:
        return status_of(owed_of(self.ask), self.today)

    @property
    def below(self) -> str:
        """What stands beneath its sign: the day it is needed by, or how far it has come."""
        ask = self.ask
        if not ask.is_open:
            return ""
        return f"{ask.needed_by:%-d %b}" if ask.needed_by else ask.get_state_display()

    @property
    def meta(self) -> str:
        ask = self.ask
        said = [
            ask.get_kind_display().capitalize(),
            f"raised by {ask.raised_by.full_name}, {ask.raised_on:%-d %b}",
        ]
        if ask.owner:
            said.append(f"in hand of {ask.owner.full_name}")
        if ask.cause:
            said.append(ask.get_cause_display())
        if ask.forum_words:
            said.append(ask.forum_words)
        return " · ".join(said)

    @property
    def thing(self) -> Ask:
        return self.ask

    @property
    def steps(self) -> list[Step[Ask]]:
        """How it can be answered here, whoever says it."""
        return [step for step in self.STEPS if step.stands(self.ask, self.today)]

    def opened(self, slug: str) -> Step[Ask] | None:
        """The step whose form stands open in the row: all of them have the same field, and the button says which."""
        return next(iter(self.steps), None)
