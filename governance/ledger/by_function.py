"""The mirror ledger by business function over many partnerships, counted in the database as in `tallies`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from governance.counting.formula import Tally, tally
from governance.ledger.tallies import INTRICATE, PLAIN, PLAIN_COUNTS, Period, Tallies, counted, tally_of
from governance.models.closed_books import COUNTS
from partners.models import Partner, Side

_SERVED = """
served AS (
    SELECT judged.*, coalesce(nullif(outcome.business_function, ''), owner.business_function, '') AS function
    FROM judged LEFT JOIN partners_user owner ON owner.id = owner_id
         LEFT JOIN governance_outcomeintent outcome ON outcome.id = outcome_id
)"""
_SUMS = ", ".join(f"sum({name})" for name in COUNTS)
_BOOKED = """
    books JOIN governance_bookedmonth month ON books_id = kept_id AND month BETWEEN %(since)s AND %(until)s
    JOIN period ON month BETWEEN first AND last"""
_BY_FUNCTION = f"""{PLAIN}, {_SERVED},
counted AS (
    SELECT number, partner_id, function, side, {PLAIN_COUNTS}
    FROM served GROUP BY number, partner_id, function, side
    UNION ALL
    SELECT number, month.partner_id, function, side, {", ".join(COUNTS)}
    FROM {_BOOKED} WHERE function IS NOT NULL
)
SELECT number, partner_id, function, side, NULL, {_SUMS}
FROM counted WHERE function = %(function)s OR %(function)s IS NULL
GROUP BY number, partner_id, function, side
UNION ALL {INTRICATE}
"""
# Each promise is read once for both ways to add up; of the functions all periods and partnerships are one.
_BOTH = f"""{PLAIN}, {_SERVED},
counted AS (
    SELECT number, partner_id, NULL AS function, side, {PLAIN_COUNTS} FROM judged GROUP BY number, partner_id, side
    UNION ALL
    SELECT 0, NULL, function, side, {PLAIN_COUNTS} FROM served GROUP BY function, side
    UNION ALL
    SELECT CASE WHEN function IS NULL THEN number ELSE 0 END, CASE WHEN function IS NULL THEN month.partner_id END,
           function, side, {", ".join(COUNTS)}
    FROM {_BOOKED}
)
SELECT number, partner_id, function, side, NULL, {_SUMS} FROM counted GROUP BY number, partner_id, function, side
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
    found: Functions = defaultdict(
        lambda: defaultdict(lambda: [dict.fromkeys(Side, Tally()) for _ in periods])
    )
    rows, intricate = counted(_BY_FUNCTION, partners, periods, function=function)
    for number, partner, serving, side, *counts in rows:
        found[serving][partner][number - 1][Side(side)] = tally_of(counts)
    for promise in intricate:
        if function not in (None, promise.function):
            continue
        for number, period in enumerate(periods):
            count = tally([promise], *period)[promise.side]
            if count.fell_due:
                found[promise.function][promise.partner_id][number][promise.side] += count
    return found


def tallies_and_functions(
    partners: Iterable[Partner], periods: Sequence[Period]
) -> tuple[dict[int, list[Tallies]], dict[str, Tallies]]:
    """Partner id → both sides' counts in each of the periods, as `tallies` has them; and business function → the sum of
    them all. The periods have no day in common.
    """
    of = list(partners)
    found = {partner.pk: [dict.fromkeys(Side, Tally()) for _ in periods] for partner in of}
    functions: dict[str, Tallies] = defaultdict(lambda: dict.fromkeys(Side, Tally()))
    rows, intricate = counted(_BOTH, of, periods)
    for number, partner, function, side, *counts in rows:
        within = functions[function] if number == 0 else found[partner][number - 1]
        within[Side(side)] = tally_of(counts)
    for promise in intricate:
        for number, period in enumerate(periods):
            if period.first <= promise.first_due_on <= period.last:
                count = tally([promise], *period)[promise.side]
                found[promise.partner_id][number][promise.side] += count
                functions[promise.function][promise.side] += count
    serving = {
        name: sides for name, sides in functions.items() if any(each.fell_due for each in sides.values())
    }
    return found, serving
