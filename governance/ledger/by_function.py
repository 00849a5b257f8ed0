"""The mirror ledger by business function over many partnerships, counted in the database as in `tallies`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from governance.counting.formula import Promise, Tally, tally
from governance.ledger.tallies import INTRICATE, PLAIN, PLAIN_COUNTS, Period, Tallies, counted, tally_of
from partners.models import Partner, Side

_BY_FUNCTION = f"""{PLAIN},
served AS (
    SELECT judged.*, coalesce(nullif(outcome.business_function, ''), owner.business_function, '') AS function
    FROM judged LEFT JOIN partners_user owner ON owner.id = owner_id
         LEFT JOIN governance_outcomeintent outcome ON outcome.id = outcome_id
)
SELECT number, served.partner_id, function, served.side, NULL, {PLAIN_COUNTS}
FROM served WHERE function = %(function)s OR %(function)s IS NULL
GROUP BY number, served.partner_id, function, served.side
UNION ALL {INTRICATE}
"""

Functions = dict[str, dict[int, list[Tallies]]]


def function_tallies(
    partners: Iterable[Partner], periods: Sequence[Period], function: str | None = None
) -> Functions:
    """Business function → partner id → both sides' counts in each of the periods; "" where none is named.

    Only those for which something fell due are in it, and `function` alone where one is given. Read within the
    person's scope.
    """
    of = list(partners)
    found: Functions = defaultdict(
        lambda: defaultdict(lambda: [dict.fromkeys(Side, Tally()) for _ in periods])
    )
    rows, intricate = counted(_BY_FUNCTION, of, periods, function=function, closed_by=date.min)
    for number, partner, serving, side, *counts in rows:
        found[serving][partner][number - 1][Side(side)] = tally_of(counts)
    for promise in intricate:
        if function in (None, promise.function):
            _add(found, promise, periods)
    return found


def _add(found: Functions, promise: Promise, periods: Sequence[Period]) -> None:
    for number, period in enumerate(periods):
        count = tally([promise], *period)[promise.side]
        if count.fell_due:
            found[promise.function][promise.partner_id][number][promise.side] += count
