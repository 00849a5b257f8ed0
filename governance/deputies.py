"""Who stands in for whom today: a deputy does for somebody who is away what they would do themselves."""

from datetime import date

from governance.models import QuietPeriod
from partners.models import User


def stood_in_for(by: User, today: date) -> frozenset[int]:
    """The ids of the people who are away on `today` with `by` as their deputy. Read once for each person in hand."""
    known: dict[date, frozenset[int]] = by.__dict__.setdefault("stood_in_for", {})
    if today not in known:
        away = QuietPeriod.objects.on(today).filter(deputy=by)
        known[today] = frozenset(away.values_list("person", flat=True))
    return known[today]
