"""The mirror ledger by business function over many partnerships, counted in the database as in `tallies`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from governance.counting.formula import Tally, tally
from governance.ledger.tallies import INTRICATE, PLAIN, PLAIN_COUNTS, Period, Tallies, counted, tally_of
from governance.models.closed_books import COUNTS
from partners.models import Partner, Side

# Of one function or of all, by partnership or of all of them together: what is not asked for is left out where the
# database adds up.
_BY_FUNCTION = f"""{PLAIN},
served AS (
    SELECT judged.*, coalesce(nullif(outcome.business_function, ''), owner.business_function, '') AS function
    FROM judged LEFT JOIN partners_user owner ON owner.id = owner_id
         LEFT JOIN governance_outcomeintent outcome ON outcome.id = outcome_id
),
counted AS (
    SELECT number, partner_id, function, side, {PLAIN_COUNTS}
    FROM served GROUP BY number, partner_id, function, side
    UNION ALL
    SELECT number, month.partner_id, function, side, {", ".join(COUNTS)}
    FROM books JOIN governance_bookedmonth month ON books_id = kept_id AND month BETWEEN %(since)s AND %(until)s
         AND function IS NOT NULL JOIN period ON month BETWEEN first AND last
)
SELECT number, {{partner}}, function, side, NULL, {", ".join(f"sum({name})" for name in COUNTS)}
FROM counted WHERE function = %(function)s OR %(function)s IS NULL
GROUP BY number, {{partner}}, function, side
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
    return _counted(partners, periods, function, "partner_id")


def function_totals(partners: Iterable[Partner], period: Period) -> dict[str, Tallies]:
    """Business function → both sides' counts in the period, of all the partnerships together."""
    return {name: of[0][0] for name, of in _counted(partners, [period], None, "0::bigint").items()}


def _counted(
    partners: Iterable[Partner], periods: Sequence[Period], function: str | None, by: str
) -> Functions:
    """`by`: what of the partnership is kept apart, as SQL."""
    found: Functions = defaultdict(
        lambda: defaultdict(lambda: [dict.fromkeys(Side, Tally()) for _ in periods])
    )
    rows, intricate = counted(_BY_FUNCTION.format(partner=by), partners, periods, function=function)
    for number, partner, serving, side, *counts in rows:
        found[serving][partner][number - 1][Side(side)] = tally_of(counts)
    for promise in intricate:
        if function not in (None, promise.function):
            continue
        of = promise.partner_id if by == "partner_id" else 0
        for number, period in enumerate(periods):
            count = tally([promise], *period)[promise.side]
            if count.fell_due:
                found[promise.function][of][number][promise.side] += count
    return found
