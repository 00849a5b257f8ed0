"""What a page shows somebody of the questions of a quarter: whether they may answer, and what came of them later."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from governance.effort.spent import effort_of
from governance.models import SidePulse
from governance.models.pulse import PULSE_QUESTIONS, PULSE_STEPS
from governance.pulse.part import has_answered, is_sponsor, takes_part
from governance.pulse.period import (
    OPEN_WORKING_DAYS,
    is_open,
    next_quarter,
    open_until,
    quarter_named,
    quarter_now,
    quarter_shown,
)
from governance.pulse.questions import QUESTIONS, PulseQuestion
from governance.together import LEAST, FoundInWords, SidesFound, in_words, sides_found
from partners.access import Permission
from partners.ended_partnerships import may_begin
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side, User


@dataclass(frozen=True)
class PulseRow:
    """How both sides answered one question; `found` is None where either gave too few answers to tell."""

    about: str
    found: FoundInWords | None


class Pulse:
    """The questions of a quarter in one partnership, as far as `person` may know of them."""

    least, working_days = LEAST, OPEN_WORKING_DAYS

    def __init__(self, partner: Partner, person: User, now: datetime) -> None:
        self.partner, self.person, self.now = partner, person, now

    @property
    def is_open(self) -> bool:
        return is_open(self.now)

    @property
    def until(self) -> date:
        return open_until(quarter_now(self.now))

    @property
    def shown_from(self) -> date:
        """The day from which something is shown of what is being answered."""
        return self.until + timedelta(days=1)

    @property
    def next_on(self) -> date:
        """The day from which the questions of the next quarter are answered."""
        return next_quarter(self.now)

    @cached_property
    def takes_part(self) -> bool:
        return takes_part(self.person, self.partner)

    @cached_property
    def has_answered(self) -> bool:
        return has_answered(self.person, self.partner, self.now)

    @property
    def may_answer(self) -> bool:
        goes_on = may_begin(self.person, Permission.SEE_PARTNERSHIP, self.partner)
        return self.is_open and goes_on and self.takes_part and not self.has_answered

    @property
    def is_asked(self) -> bool:
        """Whether a page asks them to answer: not where governing has cost their side its month's budget."""
        return self.may_answer and not effort_of(self.partner.pk, self.person.side, self.now).is_spent

    @cached_property
    def for_sponsor(self) -> bool:
        """Whether they read the gap: the executive sponsors of both sides do, nobody else."""
        return is_sponsor(self.person, self.partner)

    @property
    def quarter(self) -> str:
        """Of which quarter the gap is told: "the fourth quarter of 2026"."""
        return quarter_named(quarter_shown(self.now))

    @cached_property
    def gaps(self) -> dict[str, SidesFound | None]:
        """Question → how the sides answered it; empty for whoever is no sponsor, and where nobody answered."""
        if not self.for_sponsor:
            return {}
        with entered(SYSTEM):
            found = SidePulse.objects.filter(partner=self.partner, quarter=quarter_shown(self.now))
            rows = {row.side: row for row in found}
        if not rows:
            return {}
        of = {question: [_counts(rows.get(side), question) for side in Side] for question in PULSE_QUESTIONS}
        return {question: sides_found(*counts) for question, counts in of.items()}

    @property
    def rows(self) -> list[PulseRow]:
        """Each question with how both sides answered it, in words of whoever reads."""
        return [PulseRow(each.about, self._told(each)) for each in QUESTIONS if each.name in self.gaps]

    def _told(self, question: PulseQuestion) -> FoundInWords | None:
        found = self.gaps[question.name]
        return in_words(found, self.person.side, question.found) if found else None

    @property
    def is_wide(self) -> bool:
        return any(found.wide for found in self.gaps.values() if found)

    @property
    def action_title(self) -> str:
        """What an action about it is called at first: it names the quarter, and tells nothing of what was answered."""
        return f"After the questions of {self.quarter}"


def _counts(row: SidePulse | None, question: str) -> list[int]:
    return getattr(row, question) if row else [0] * PULSE_STEPS
