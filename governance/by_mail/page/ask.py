"""An ask that a mail names: a decision, an impediment, a recommendation, or a risk, in the words of its page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from governance.asks.steps import ASK_STEPS
from governance.by_mail.page.thing import NamedThing
from governance.models import ActionItem, Ask
from governance.owed import Status, owed_of, status_of
from governance.step import Step
from governance.tracker.new_dates import day_in_words
from governance.undoing import TEN_MINUTES, may_take_back_until
from partners.access import Permission, can
from partners.numbers import days, lasting
from partners.sentences import ended

Kind, State = Ask.Kind, Ask.State
_ASKED = {
    Kind.DECISION: ("a decision is asked of you", "a decision is asked of {}"),
    Kind.IMPEDIMENT: ("an impediment on your side", "an impediment at {}"),
    Kind.RECOMMENDATION: ("a recommendation to you", "a recommendation to {}"),
    Kind.RISK: ("a risk you carry", "a risk carried by {}"),
}
_BECAME = {
    State.MADE: "Decided", State.SUPERSEDED: "Overtaken by another decision", State.CLEARED: "Cleared",
    State.LIVED_WITH: "Accepted as it is", State.IN_PLACE: "In place", State.NOT_NOW: "Declined",
    State.BACKED: "Backed", State.TREATED: "Treated", State.HAPPENED: "Happened",
}  # fmt: skip


@dataclass(frozen=True)
class NamedAsk(NamedThing):
    """An ask, in the reader's own partnership."""

    ask: Ask

    @property
    def subject(self) -> Ask:
        return self.ask

    @property
    def title(self) -> str:
        return self.ask.title

    @property
    def version(self) -> str:
        return str(self.ask.version)

    @property
    def side(self) -> str:
        """That of the side that has to answer."""
        return self.ask.on_side

    @property
    def status(self) -> Status:
        return status_of(owed_of(self.ask), self.today, self.reader.side)

    @cached_property
    def _steps(self) -> list[Step[Ask]]:
        return [step for step in ASK_STEPS if step.by_mail_to(self.ask, self.reader, self.today)]

    @property
    def steps(self) -> list[Step[Ask]]:
        return self._steps

    @property
    def answers_here(self) -> bool:
        return self.reader.side == self.ask.on_side

    @property
    def can_take_in_hand(self) -> bool:
        """The reader themselves, in one tap, while nobody has."""
        free = self.ask.owner_id is None and self.offers("assignment")
        return free and can(self.reader, Permission.KEEP_PROMISES, self.ask.partner)

    @property
    def pill(self) -> str:
        to_you, to_them = _ASKED[Kind(self.ask.kind)]
        is_yours = self.is_asked and self.answers_here
        return to_you if is_yours else to_them.format(self.name_of(self.ask.on_side))

    @property
    def story(self) -> str:
        """Who asks, since when, by when and where it is decided."""
        ask = self.ask
        raiser = f"{ask.raised_by.full_name} of {self.name_of(ask.raised_by_side)}"
        raised = f"{raiser} raised it on {self._day(ask.raised_on)}."
        what = "The next look is due by" if ask.kind == Kind.RISK else "It is needed by"
        needed = f"{what} {self._day(ask.needed_by)}." if ask.needed_by and ask.is_open else ""
        where = f"Decided in: {ended(ask.forum_words)}" if ask.forum_words else ""
        cause = f"What kind of impediment: {ask.get_cause_display()}." if ask.cause else ""
        what_for = f"It is for “{ask.outcome.statement}”." if ask.outcome else ""
        hand = (
            f"{ask.owner.full_name} takes care of it." if ask.owner and ask.owner_id != self.reader.pk else ""
        )
        return " ".join(filter(None, (raised, needed, where, cause, hand, what_for)))

    @property
    def settled(self) -> str:
        if self.is_asked:
            return ""
        ask = self.ask
        if ask.is_open and ask.state != State.BACKED:
            return f"It waits on {self.name_of(ask.on_side)}. Nothing is left to do here."
        who = f" by {self.called(ask.answered_by)}" if ask.answered_by else ""
        when = f" on {self._day(ask.answered_on)}" if ask.answered_on else ""
        return f"{_BECAME[State(ask.state)]}{who}{when}. Nothing is left to do here."

    @property
    def detail(self) -> str:
        ask = self.ask
        said = (
            f"Why it may happen: {ask.risk_cause}" if ask.risk_cause else "",
            f"What it would do: {ask.risk_consequence}" if ask.risk_consequence else "",
            f"What is done about it: {ask.risk_treatment}" if ask.risk_treatment else "",
            ask.detail,
        )
        return "\n".join(filter(None, said))

    @property
    def answer(self) -> str:
        """What was answered so far."""
        return self.ask.answer

    @property
    def taken_back_until(self) -> datetime | None:
        return may_take_back_until(self.ask, self.reader, timezone.now())

    @property
    def proposed(self) -> str:
        """Title and details are what the one who asks has written: a yes is a yes to these words."""
        if not self._is_to_decide:
            return ""
        return self.ask.title if self.ask.detail else f"{self.ask.title} (nothing more is written)"

    @property
    def follows(self) -> list[str]:
        if not self._is_to_decide:
            return []
        ask, late = self.ask, (self.today - (self.ask.needed_by or self.today)).days
        counts = f"{days(late)} late" if late > 0 else "in time"
        said = [
            f"It is closed as decided today, {counts}, and no reminder of it goes out any more.",
            f"{ask.raised_by.full_name} of {self.name_of(ask.raised_by_side)}, and everybody of both sides in the "
            "partnership, reads your words at once. The next pack carries them to its readers.",
        ]
        hanging = [f"“{item.title}” ({item.owner.full_name})" for item in self._hanging_on_it]
        if hanging:
            said.append(f"Promises that came of it stay open: {', '.join(hanging)}.")
        return [*said, f"You can take it back for {lasting(TEN_MINUTES)}."]

    @property
    def _is_to_decide(self) -> bool:
        return self.offers("decision")

    @cached_property
    def _hanging_on_it(self) -> list[ActionItem]:
        tied = self.ask.actions.exclude(state__in=(ActionItem.State.CLOSED, ActionItem.State.WITHDRAWN))
        return list(tied.select_related("owner").order_by("due_on", "id")[:5])

    def _day(self, day: object) -> str:
        return day_in_words(day, today=self.today)  # type: ignore[arg-type]  # asked only where there is one
