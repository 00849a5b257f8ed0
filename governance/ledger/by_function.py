"""The mirror ledger by business function over many partnerships, counted in the database as in `tallies`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from governance.counting.formula import Promise, Tally, tally
from governance.ledger.facts import covers_of, of_asks, promises_of
from governance.ledger.tallies import NO_COUNTS, PLAIN, PLAIN_COUNTS, Period, Tallies, counted, tally_of
from partners.models import Partner, Side

_BY_FUNCTION = f"""{PLAIN},
served AS (
    SELECT judged.*, coalesce(nullif(outcome.business_function, ''), owner.business_function) AS function
    FROM judged JOIN governance_actionitem action USING (id) JOIN partners_user owner ON owner.id = action.owner_id
         LEFT JOIN governance_outcomeintent outcome ON outcome.id = action.outcome_id
)
SELECT number, served.partner_id, function, served.side, NULL, {PLAIN_COUNTS}
FROM served WHERE function = %(function)s OR %(function)s IS NULL
GROUP BY number, served.partner_id, function, served.side
UNION ALL
SELECT NULL, NULL, NULL, NULL, array_agg(id), {NO_COUNTS} FROM intricate
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
    intricate: list[int] = []
    rows = counted(_BY_FUNCTION, of, periods, function=function)
    for number, partner, serving, side, others, *counts in rows:
        if number is None:  # the one row that names those the ledger has to judge
            intricate = others or []
        else:
            found[serving][partner][number - 1][Side(side)] = tally_of(counts)
    since, until = min(period.first for period in periods), max(period.last for period in periods)
    covers = covers_of(of)
    for promise in (*promises_of(intricate, covers), *of_asks(of, since, until, covers)):
        if function in (None, promise.function):
            _add(found, promise, periods)
    return found


def _add(found: Functions, promise: Promise, periods: Sequence[Period]) -> None:
    for number, period in enumerate(periods):
        count = tally([promise], *period)[promise.side]
        if count.fell_due:
            found[promise.function][promise.partner_id][number][promise.side] += count
