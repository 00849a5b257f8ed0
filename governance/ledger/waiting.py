"""How long the two sides waited for one another, over many partnerships: only what ever waited is read."""

from collections import defaultdict
from collections.abc import Iterable

from governance.counting.formula import days_waited_on, has_fallen_due
from governance.ledger.facts import promises_of
from governance.ledger.tallies import Period
from governance.models import WaitingPeriod
from partners.models import Partner, Side


def waiting_days(
    partners: Iterable[Partner], period: Period, function: str | None = None
) -> dict[int, dict[Side, int]]:
    """Partner id → how many days each side held up what the other had promised, of all that fell due in the period.

    Partnerships in which nobody waited are not in it; `function` narrows it to one. Read within the person's scope.
    """
    waits = WaitingPeriod.objects.filter(
        partner__in=list(partners), item__first_due_on__range=(period.first, period.last)
    )
    days: dict[int, dict[Side, int]] = defaultdict(lambda: dict.fromkeys(Side, 0))
    for promise in promises_of(waits.order_by().values_list("item_id", flat=True).distinct()):
        if has_fallen_due(promise, period.as_of) and function in (None, promise.function):
            other = promise.side.other
            days[promise.partner_id][other] += days_waited_on(promise, period.as_of)[other]
    return dict(days)
