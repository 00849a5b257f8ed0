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
from governance.ledger.facts import asks_of, promises_of
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
# from looking for the last by the first date, through all that is in the books. Decisions and looks at risks are in no
# books, for they are few.
_FACTS = (
    "id, partner_id, side, state, owner_id, outcome_id, first_due_on, promised_on, reported_on, closed_on"
)
# One number names a promise of any kind, for a join on two columns would be planned as if it found one row.
_DECISION, _LOOK = "-2 * {}", "-2 * {} - 1"
PLAIN = f"""
WITH books AS MATERIALIZED (
    SELECT partner.id AS partner_id, kept.id AS kept_id, coalesce(before, '-infinity') AS before, settled_before
    FROM unnest(%(partners)s) AS partner (id) LEFT JOIN governance_closedbooks kept
         ON kept.partner_id = partner.id AND NOT stale AND before <= %(closed_by)s
),
facts AS MATERIALIZED (
    SELECT action.id AS key, action.partner_id, action.side, owner_id, outcome_id, first_due_on, reported_on,
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
    UNION ALL
    SELECT {_DECISION.format("ask.id")}, ask.partner_id, on_side, owner_id, outcome_id, first_needed_by, answered_on,
           answered_on, NULL
    FROM books JOIN governance_ask ask ON ask.partner_id = books.partner_id
    WHERE ask.kind = 'decision' AND first_needed_by BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT {_LOOK.format("look.id")}, look.partner_id, on_side, owner_id, outcome_id, first_due_on, look.looked_on,
           look.looked_on, NULL
    FROM books JOIN governance_risklook look ON look.partner_id = books.partner_id
         JOIN governance_ask ask ON ask.id = look.ask_id
    WHERE first_due_on BETWEEN %(since)s AND %(until)s
),
late AS MATERIALIZED (
    SELECT array_agg(key) FILTER (WHERE key > 0) AS actions,
           array_agg(-key / 2) FILTER (WHERE key < 0) AS asked -- a decision's id or a look's
    FROM facts WHERE coalesce(reported_on > first_due_on, true)
),
intricate AS MATERIALIZED (
    SELECT item_id AS key FROM governance_waitingperiod WHERE item_id = ANY((SELECT actions FROM late)::bigint[])
    UNION
    SELECT key FROM governance_actiondate given JOIN facts ON key = item_id
    WHERE item_id = ANY((SELECT actions FROM late)::bigint[]) AND given.due_on <> first_due_on
    UNION
    SELECT key FROM governance_askdate given JOIN facts ON key = {_DECISION.format("ask_id")}
    WHERE ask_id = ANY((SELECT asked FROM late)::bigint[]) AND needed_by <> first_due_on
    UNION
    SELECT key FROM governance_askdate given JOIN facts ON key = {_LOOK.format("look_id")}
    WHERE look_id = ANY((SELECT asked FROM late)::bigint[]) AND needed_by <> first_due_on
    UNION
    SELECT key FROM facts JOIN governance_cover cover ON cover.partner_id = facts.partner_id
    WHERE first_due_on BETWEEN cover.began_on AND coalesce(cover.ended_on, cover.until)
),
period AS (
    SELECT * FROM unnest(%(firsts)s, %(lasts)s, %(as_ofs)s) WITH ORDINALITY AS period (first, last, as_of, number)
),
judged AS (
    SELECT number, partner_id, side, owner_id, outcome_id, coalesce(reported_on <= first_due_on, false) AS is_kept,
           coalesce(confirmed_on <= as_of, false) AS is_confirmed
    FROM facts JOIN period ON first_due_on BETWEEN first AND last
    WHERE key NOT IN (SELECT key FROM intricate)
          AND (first_due_on < as_of OR first_due_on = as_of AND reported_on <= as_of)
          AND coalesce(withdrawn_on > least(first_due_on, as_of), true)
)"""
"""`judged`: the plain promises outside the books that fell due in each period. `intricate`: those that the ledger has
to judge."""

PLAIN_COUNTS = ", ".join(f"{_PLAIN_COUNTS.get(name, '0')}::integer AS {name}" for name in COUNTS)
INTRICATE = f"SELECT NULL, NULL, NULL, NULL, array_agg(key), {', '.join('0' for _ in COUNTS)} FROM intricate"
"""At the end of a query: one row that names those the ledger has to judge."""

_COUNTED = f"""{PLAIN},
counted AS (
    SELECT number, partner_id, side, {PLAIN_COUNTS}
    FROM judged GROUP BY number, partner_id, side
    UNION ALL
    SELECT number, month.partner_id, side, {", ".join(COUNTS)}
    FROM books JOIN governance_bookedmonth month ON books_id = kept_id AND month BETWEEN %(since)s AND %(until)s
         AND function IS NULL JOIN period ON month BETWEEN first AND last
)
SELECT number, partner_id, NULL, side, NULL, {", ".join(f"sum({name})" for name in COUNTS)}
FROM counted GROUP BY number, partner_id, side
UNION ALL {INTRICATE}
"""


def tallies(partners: Iterable[Partner], periods: Sequence[Period]) -> dict[int, list[Tallies]]:
    """Partner id → both sides' counts in each of the periods. Read within the person's scope."""
    of = list(partners)
    found = {partner.pk: [dict.fromkeys(Side, Tally()) for _ in periods] for partner in of}
    rows, intricate = counted(_COUNTED, of, periods)
    for number, partner, _, side, *counts in rows:
        found[partner][number - 1][Side(side)] = tally_of(counts)
    _add(found, intricate, periods)
    return found


def counted(
    query: str, of: Iterable[Partner], periods: Sequence[Period], **more: object
) -> tuple[list[Any], list[Promise]]:
    """The rows of a query that begins with PLAIN and ends with INTRICATE, over the partnerships and periods: the number
    of the period, partner, function, side and counts; and the promises that the ledger has to judge.
    """
    firsts, lasts, as_ofs = map(list, zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {"partners": [partner.pk for partner in of], "since": min(firsts), "until": max(lasts),
             "firsts": firsts, "lasts": lasts, "as_ofs": as_ofs, "closed_by": min(map(_closed_by, periods))} | more,
        )  # fmt: skip
        every = cursor.fetchall()
    rows = [(*row[:4], *row[5:]) for row in every if row[0] is not None]
    keys = [key for number, _, _, _, named, *_ in every if number is None for key in named or ()]
    asked = [divmod(-key, 2) for key in keys if key < 0]
    decisions, looks = ([number for number, odd in asked if odd == kind] for kind in (0, 1))
    return rows, [*promises_of(key for key in keys if key > 0), *asks_of(decisions, looks)]


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
