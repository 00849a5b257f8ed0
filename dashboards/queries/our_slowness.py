"""The days of outcomes' slips that are the reader's own side's, by the business function the outcome serves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from governance.models import OutcomeIntent
from governance.slowness.reading import costs_of
from partners.models import User
from partners.numbers import in_figures

REMEMBERED = timedelta(days=365)
"""How long what is concluded is counted."""


@dataclass(frozen=True)
class SlowOutcome:
    """An outcome that comes later, and how many of its days are one's own."""

    outcome: OutcomeIntent
    days: int

    @property
    def in_days(self) -> str:
        """ "29 days"."""
        return in_figures(self.days, "day")


def own_days(reader: User, *, today: date, **only: str) -> dict[str, list[SlowOutcome]]:
    """Function → the outcomes whose slip is the reader's side's in part, the most days first; "" where none is named.

    What goes on, and what was concluded within a year. The number of queries is always the same.
    """
    told = Q(state=OutcomeIntent.State.AGREED) | Q(concluded_on__gt=today - REMEMBERED)
    outcomes = list(
        OutcomeIntent.objects.visible_to(reader).filter(told, **only).select_related("partner", "sponsor")
    )
    costs = costs_of(outcomes, today)
    found: dict[str, list[SlowOutcome]] = defaultdict(list)
    for outcome in outcomes:
        days = costs[outcome.pk].of_each_side[reader.side] if outcome.pk in costs else 0
        if days:
            found[outcome.business_function].append(SlowOutcome(outcome, days))
    for slow in found.values():
        slow.sort(key=lambda each: (-each.days, each.outcome.pk))
    return found
