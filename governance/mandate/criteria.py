"""What speaks for a wider mandate: figures of the partner's own work, each beside what is asked of it. Pure.

Nobody is graded by it: our executive sponsor of the partnership alone reads the figures, and decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

WINDOW = 9
"""Months that are looked at, the last of them closed."""
IN_A_ROW = 3
"""Closed months in which every criterion must hold before our sponsor is told."""
KEPT_SHARE = Fraction(3, 4)
"""Of their promises that fell due, those held up by our side apart."""
LEAST_DUE = 12
"""Below so many promises nothing is said of them."""
TARGET_SHARE = Fraction(2, 3)
"""Of the readings that have a target."""
LEAST_READINGS = 9
"""Below so many readings nothing is said of them."""
OUTCOMES_SHARE = Fraction(1)
"""Of the outcomes with a check-in, or concluded meanwhile: each of them."""
LEAST_OUTCOMES = 1


@dataclass(frozen=True)
class Months:
    """What ledger, indicators and outcomes say of WINDOW months; `last` is the first day of the last one."""

    last: date
    due: int = 0
    kept: int = 0
    readings: int = 0
    on_target: int = 0
    outcomes: int = 0
    on_track: int = 0


@dataclass(frozen=True)
class Criterion:
    """A figure, what it is of, and whether it reaches what is asked."""

    reached: int
    of: int
    words: str
    holds: bool

    @property
    def figure(self) -> str:
        return f"{self.reached} of {self.of}"

    @property
    def state(self) -> str:
        """Of its sign."""
        return "good" if self.holds else "warn"


def criteria(months: Months) -> tuple[Criterion, ...]:
    """Every criterion as it stands at the end of `months`."""
    return (
        _criterion(months.kept, months.due, KEPT_SHARE, LEAST_DUE, "promises kept"),
        _criterion(months.on_target, months.readings, TARGET_SHARE, LEAST_READINGS, "readings on target"),
        _criterion(
            months.on_track, months.outcomes, OUTCOMES_SHARE, LEAST_OUTCOMES, "outcomes on track or achieved"
        ),
    )


def speaks_for_it(ends: Sequence[Months]) -> bool:
    """Whether every criterion holds at the end of each of the last IN_A_ROW closed months."""
    return len(ends) >= IN_A_ROW and all(c.holds for each in ends[:IN_A_ROW] for c in criteria(each))


def _criterion(reached: int, of: int, share: Fraction, least: int, what: str) -> Criterion:
    asked = "all" if share == 1 else f"{share.numerator} in {share.denominator}"
    too_few = f", at least {least}" if of < least and least > 1 else ""
    return Criterion(reached, of, f"{what}, asked {asked}{too_few}", of >= least and reached >= share * of)
