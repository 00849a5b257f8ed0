"""A promise as the ledger enters it: what it came to, why, and who was waited for. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from governance.counting.formula import Promise, Verdict, days_waited_on, judge
from governance.ledger.reasons import reason
from partners.models import Side

Level = Literal["good", "warn", "bad", "none"]
"""The colours of a sign."""

SIGNS: dict[Verdict, tuple[Level, str]] = {
    Verdict.KEPT: ("good", "kept"),
    Verdict.MOVED: ("none", "moved with notice"),
    Verdict.HELD_UP: ("warn", "held up by the other side"),
    Verdict.MISSED: ("bad", "missed"),
}
"""State and word of the sign of what fell due, in the order in which the verdicts are tried."""


@dataclass(frozen=True)
class Entry:
    """One promise as it stood at the end of `as_of`."""

    promise: Promise
    as_of: date

    @cached_property
    def verdict(self) -> Verdict:
        return judge(self.promise, self.as_of)

    @property
    def has_fallen_due(self) -> bool:
        return self.verdict is not Verdict.PENDING

    @property
    def counted_as(self) -> str:
        """In which of the counts it stands: in one of the four, or apart."""
        return self.promise.apart or self.verdict

    @property
    def sign(self) -> tuple[str, str]:
        return SIGNS[self.verdict]

    @cached_property
    def reason(self) -> str:
        return reason(self.promise, self.as_of)

    @cached_property
    def held(self) -> dict[Side, int]:
        """How many days each side is waited for."""
        return days_waited_on(self.promise, self.as_of)

    @property
    def days_waited(self) -> int:
        """How many days the other side held it."""
        return self.held[self.promise.side.other]

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it counts as kept by the report alone: the other side has not looked at it yet."""
        confirmed_on = self.promise.confirmed_on
        return self.counted_as == Verdict.KEPT and (confirmed_on is None or confirmed_on > self.as_of)
