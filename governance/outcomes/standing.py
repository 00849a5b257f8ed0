"""How an outcome intent stands: what its last check-in said, how far it has come, and how far it should be. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from governance.calendar.dates import short_day
from governance.calendar.dates.reading import months_ahead
from governance.models import BusinessOutcome, OutcomeIntent
from governance.models.outcomes import Health, due_day
from governance.outcomes.prescribing import Marked, prescribed
from governance.outcomes.prescribing.questions import asks_for_the_way
from governance.outcomes.terms import END_NAMES
from governance.slowness.reading import SlipCost
from partners.models import Invitation, User
from partners.numbers import counted

BENCHMARK_LASTS = 12
"""Months after which a benchmark is flagged as old."""
FAR_BEHIND = 15
"""Points of a hundred that the way made may lie behind the time gone, before "on track" is contradicted aloud."""


@dataclass(frozen=True)
class Outcome:
    """An outcome intent with how it stands and how far it should be by now."""

    intent: OutcomeIntent
    today: date
    cost: SlipCost | None = None
    """What its slip is made of, where that was asked for and it has slipped."""

    @property
    def state(self) -> str:
        return self.intent.level

    @property
    def due_on(self) -> date | None:
        """The day it is due (`due_day`)."""
        return due_day(self.intent.due_on, self.intent.starts_on, self.intent.granted_months)

    @property
    def expected(self) -> int | None:
        """The part of its time that has passed, in percent; None where it has no start or no time."""
        start, end = self.intent.starts_on, self.due_on
        if not start or not end or end <= start:
            return None
        return max(0, min(100, round(100 * (self.today - start).days / (end - start).days)))

    @property
    def in_words(self) -> str:
        """The bar's label: "71 of 100, 62 expected by now"."""
        expected = f", {self.expected} expected by now" if self.expected is not None else ""
        return f"{self.intent.progress} of 100{expected}"

    @property
    def contradiction(self) -> str:
        """What contradicts its last check-in; empty where nothing does."""
        if self.intent.state != OutcomeIntent.State.AGREED:
            return ""
        return contradiction(
            self.intent.health, self.intent.progress, self.expected, self.due_on, on=self.today
        )

    @property
    def chain(self) -> list[BusinessOutcome]:
        """What it serves: from what a business function wants down to the nearest link."""
        return [link for link in (self.intent.serves_above, self.intent.serves) if link is not None]

    @property
    def ended_as(self) -> str:
        """ "achieved", of one that is concluded; else empty."""
        return END_NAMES.get(OutcomeIntent.State(self.intent.state), "")

    @property
    def hints(self) -> tuple[Marked, ...]:
        """Where its words prescribe the how, each wording once."""
        said = (self.intent.statement, self.intent.target, self.intent.vision)
        found = {place.words.casefold(): place for text in said for place in prescribed(text)}
        return tuple(found.values())

    @property
    def benchmark_is_old(self) -> bool:
        """Whether what it is measured against was found so long ago that it wants a newer figure."""
        on = self.intent.benchmark_on
        return on is not None and on < months_ahead(self.today, -BENCHMARK_LASTS)

    @property
    def benchmark_age(self) -> str:
        """ "more than 12 months old"."""
        return f"more than {counted(BENCHMARK_LASTS, 'month')} old"

    @property
    def has_free_hand(self) -> bool:
        return self.intent.has_free_hand(self.today)

    @property
    def free_hand(self) -> str:
        """ "free hand until June, within the change calendar", while it lasts."""
        until = self.intent.free_hand_until
        if until is None or not self.has_free_hand:
            return ""
        month = f"{until:%B}" if (until - self.today).days < 330 else f"{until:%B %Y}"
        rails = self.intent.guardrails.strip().rstrip(".")
        if rails[1:2].islower():
            rails = rails[0].lower() + rails[1:]
        return f"free hand until {month}" + (f", {rails}" if rails else "")


def hands_off(
    outcome: OutcomeIntent | None, owner: User | Invitation | None, *, by: User, today: date
) -> str:
    """What `by` is told who asks `owner`, of the other side, for something beneath a free hand; else empty."""
    if outcome is None or owner is None or owner.side == by.side or not outcome.has_free_hand(today):
        return ""
    return f"{_free_hand_until(outcome, today)} Tick this to ask for it all the same."


def method_asked(outcome: OutcomeIntent | None, side: str, text: str, *, by: User, today: date) -> str:
    """What `by` is told who says or asks how, of the `side` that delivers beneath a free hand; else empty."""
    if outcome is None or side == by.side or not outcome.has_free_hand(today):
        return ""
    if outcome.sponsor is not None and outcome.sponsor.side != by.side:
        return ""  # the hand was given to them: the way is theirs to say
    if not prescribed(text) and not asks_for_the_way(text):
        return ""
    return f"{_free_hand_until(outcome, today)} Tick this to send it all the same."


def _free_hand_until(outcome: OutcomeIntent, today: date) -> str:
    until = short_day(cast(date, outcome.free_hand_until), today=today)
    return f"Free hand until {until}: ask for the result, not for the how."


def contradiction(
    health: str, progress: int | None, expected: int | None, due_on: date | None, *, on: date
) -> str:
    """Why an outcome that is called on track is not, by its own figures on the day `on`; empty where they agree.

    Its time is over and the target is not reached, or it lies far behind the time gone. Percent, both of them.
    """
    if health != Health.ON_TRACK:
        return ""
    reached = progress is not None and progress >= 100
    stands = "" if progress is None else f" and it stands at {progress} of 100"
    if due_on is not None and due_on < on and not reached:
        return f"Its time was over on {short_day(due_on, today=on)}{stands}: that is not on track."
    if progress is not None and expected is not None and expected - progress >= FAR_BEHIND:
        return f"It stands at {progress} of 100, where {expected} are expected by now: that is not on track."
    return ""
