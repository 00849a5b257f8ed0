"""The mirror ledger over many partnerships: closed books are read; of the rest the database counts the plain promises,
and the ledger judges the others.

A promise is plain when it was reported by its first date, or never had another date and never waited, and did not fall
due under cover; then all that is left of the ledger's formula is whether it was reported by its first date. A test
compares the two on promises of every kind.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from governance.counting.formula import Promise, Tally, tally
from governance.ledger.facts import covers_of, of_asks, promises_of
from governance.models.closed_books import COUNTS
from partners.models import Partner, Side


class Period(NamedTuple):
    """Promises due from `first` to `last`, both included, as they stood at the end of `as_of`."""

    first: date
    last: date
    as_of: date


Tallies = dict[Side, Tally]
_A_DAY = timedelta(days=1)

_PLAIN_COUNTS = {
    "due": "count(*)",
    "kept": "count(*) FILTER (WHERE is_kept)",
    "missed": "count(*) FILTER (WHERE NOT is_kept)",
    "unconfirmed": "count(*) FILTER (WHERE is_kept AND NOT is_confirmed)",
}
"""What a plain promise can come to, by the counts of a Tally."""

# What is not in the books is read in three ways, each by an index of its own: what is first due after they were closed,
# what is unsettled, and what was settled since. Without books all of it is first due "after". OFFSET 0 keeps PostgreSQL
# from looking for the last by the first date, through all that is in the books.
_FACTS = "id, partner_id, side, state, first_due_on, promised_on, reported_on, closed_on"
PLAIN = f"""
WITH books AS MATERIALIZED (
    SELECT partner.id AS partner_id, kept.id AS kept_id, coalesce(before, '-infinity') AS before, settled_before
    FROM unnest(%(partners)s) AS partner (id) LEFT JOIN governance_closedbooks kept
         ON kept.partner_id = partner.id AND NOT stale AND before <= %(closed_by)s
),
facts AS MATERIALIZED (
    SELECT action.id, action.partner_id, action.side, first_due_on, reported_on,
           CASE state WHEN 'closed' THEN closed_on END AS confirmed_on,
           CASE state WHEN 'withdrawn' THEN closed_on END AS withdrawn_on
    FROM books, LATERAL (
        SELECT {_FACTS} FROM governance_actionitem
        WHERE partner_id = books.partner_id AND first_due_on >= before
        UNION ALL
        SELECT {_FACTS} FROM governance_actionitem
        WHERE partner_id = books.partner_id AND first_due_on < before AND state IN ('proposed', 'open', 'reported')
        UNION ALL
        (SELECT {_FACTS} FROM governance_actionitem
         WHERE partner_id = books.partner_id AND first_due_on < before AND state IN ('closed', 'withdrawn')
               AND closed_at >= settled_before OFFSET 0)
    ) action
    WHERE first_due_on BETWEEN %(since)s AND %(until)s
          AND coalesce(promised_on <= first_due_on, true) -- what was taken over later is in none of the counts
),
late AS MATERIALIZED (
    SELECT array_agg(id) AS ids FROM facts WHERE coalesce(reported_on > first_due_on, true)
),
intricate AS MATERIALIZED (
    SELECT item_id AS id FROM governance_waitingperiod WHERE item_id = ANY((SELECT ids FROM late)::bigint[])
    UNION
    SELECT facts.id FROM governance_actiondate given JOIN facts ON facts.id = item_id
    WHERE item_id = ANY((SELECT ids FROM late)::bigint[]) AND given.due_on <> first_due_on
    UNION
    SELECT facts.id FROM facts JOIN governance_cover cover ON cover.partner_id = facts.partner_id
    WHERE first_due_on BETWEEN cover.began_on AND coalesce(cover.ended_on, cover.until)
),
period AS (
    SELECT * FROM unnest(%(firsts)s, %(lasts)s, %(as_ofs)s) WITH ORDINALITY AS period (first, last, as_of, number)
),
judged AS (
    SELECT facts.id, number, partner_id, side, coalesce(reported_on <= first_due_on, false) AS is_kept,
           coalesce(confirmed_on <= as_of, false) AS is_confirmed
    FROM facts JOIN period ON first_due_on BETWEEN first AND last
    WHERE id NOT IN (SELECT id FROM intricate)
          AND (first_due_on < as_of OR first_due_on = as_of AND reported_on <= as_of)
          AND coalesce(withdrawn_on > least(first_due_on, as_of), true)
)"""
"""`judged`: the plain promises outside the books that fell due in each period. `intricate`: the ids of those that the
ledger has to judge."""

PLAIN_COUNTS = ", ".join(f"{_PLAIN_COUNTS.get(name, '0')}::integer AS {name}" for name in COUNTS)
NO_COUNTS = ", ".join("0" for _ in COUNTS)

_COUNTED = f"""{PLAIN},
counted AS (
    SELECT number, partner_id, side, {PLAIN_COUNTS}
    FROM judged GROUP BY number, partner_id, side
    UNION ALL
    SELECT number, month.partner_id, side, {", ".join(COUNTS)}
    FROM books JOIN governance_bookedmonth month ON books_id = kept_id AND month BETWEEN %(since)s AND %(until)s
         JOIN period ON month BETWEEN first AND last
)
SELECT number, partner_id, side, NULL, {", ".join(f"sum({name})" for name in COUNTS)}
FROM counted GROUP BY number, partner_id, side
UNION ALL
SELECT NULL, NULL, NULL, array_agg(id), {NO_COUNTS} FROM intricate
"""


def tallies(partners: Iterable[Partner], periods: Sequence[Period]) -> dict[int, list[Tallies]]:
    """Partner id → both sides' counts in each of the periods. Read within the person's scope."""
    of = list(partners)
    found = {partner.pk: [dict.fromkeys(Side, Tally()) for _ in periods] for partner in of}
    since, until = min(period.first for period in periods), max(period.last for period in periods)
    intricate: list[int] = []
    closed_by = min(map(_closed_by, periods))
    for number, partner, side, named, *counts in counted(_COUNTED, of, periods, closed_by=closed_by):
        if number is None:  # the one row that names those the ledger has to judge
            intricate = named or []
        else:
            found[partner][number - 1][Side(side)] = tally_of(counts)
    covers = covers_of(of)
    _add(found, [*promises_of(intricate, covers), *of_asks(of, since, until, covers)], periods)
    return found


def counted(
    query: str,
    of: Iterable[Partner],
    periods: Sequence[Period],
    *,
    closed_by: date = date.min,
    **more: object,
) -> list[tuple[Any, ...]]:
    """The rows of a query that begins with PLAIN, over the partnerships and periods.

    What is in books closed before `closed_by` is left out; without it, books are as if there were none.
    """
    firsts, lasts, as_ofs = map(list, zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {"partners": [partner.pk for partner in of], "since": min(firsts), "until": max(lasts),
             "firsts": firsts, "lasts": lasts, "as_ofs": as_ofs, "closed_by": closed_by} | more,
        )  # fmt: skip
        return list(cursor.fetchall())


def tally_of(counts: Sequence[int]) -> Tally:
    """A Tally from a row's counts, in the order of COUNTS."""
    return Tally(**dict(zip(COUNTS, counts, strict=True)))


def _closed_by(period: Period) -> date:
    """The latest day before which books may count for the period: of whole months, as each stands on its `as_of`."""
    after, judged = period.last + _A_DAY, period.as_of + _A_DAY
    if period.first.day != 1:
        return date.min
    return judged if after.day == 1 else min(after, judged)


def _add(found: dict[int, list[Tallies]], promises: Iterable[Promise], periods: Sequence[Period]) -> None:
    of: dict[int, list[Promise]] = {}
    for promise in promises:
        of.setdefault(promise.partner_id, []).append(promise)
    for partner, theirs in of.items():
        for counts, period in zip(found[partner], periods, strict=True):
            for side, more in tally(theirs, *period).items():
                counts[side] += more
