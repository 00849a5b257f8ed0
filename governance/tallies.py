"""The mirror ledger over many partnerships: the database counts the plain promises, the ledger judges the others.

A promise is plain when it never had another date, never waited and did not fall due under cover; then all that is
left of the ledger's formula is whether it was reported by its first date. A test compares the two on promises of every
kind.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import available_timezones

from django.db import connection
from django.utils import timezone

from governance.ledger import Promise, Tally, tally
from governance.queries import decisions, promises_of
from partners.models import Partner, Side


class Period(NamedTuple):
    """Promises due from `first` to `last`, both included, as they stood at the end of `as_of`."""

    first: date
    last: date
    as_of: date


Tallies = dict[Side, Tally]

PLAIN = """
WITH facts AS MATERIALIZED (
    SELECT action.id, action.partner_id, action.side, first_due_on,
           (reported_at AT TIME ZONE zone.name)::date AS reported_on,
           CASE state WHEN 'closed' THEN (closed_at AT TIME ZONE zone.name)::date END
               AS confirmed_on,
           CASE state WHEN 'withdrawn' THEN (closed_at AT TIME ZONE zone.name)::date END
               AS withdrawn_on
    FROM governance_actionitem action JOIN partners_user owner ON owner.id = action.owner_id,
         LATERAL (SELECT CASE WHEN owner.time_zone = ANY(%(zones)s) THEN owner.time_zone ELSE %(house)s END) zone (name)
    WHERE action.partner_id = ANY(%(partners)s) AND first_due_on BETWEEN %(since)s AND %(until)s
),
intricate AS MATERIALIZED (
    SELECT facts.id FROM facts JOIN governance_waitingperiod ON item_id = facts.id
    UNION
    SELECT facts.id FROM facts JOIN governance_actiondate given ON item_id = facts.id
    WHERE given.due_on <> first_due_on
    UNION
    SELECT facts.id FROM facts JOIN governance_cover cover ON cover.partner_id = facts.partner_id
    WHERE first_due_on BETWEEN cover.began_on AND coalesce(cover.ended_on, cover.until)
),
judged AS (
    SELECT facts.id, number, partner_id, side, coalesce(reported_on <= least(first_due_on, as_of), false) AS is_kept,
           coalesce(confirmed_on <= as_of, false) AS is_confirmed
    FROM facts JOIN unnest(%(firsts)s, %(lasts)s, %(as_ofs)s) WITH ORDINALITY
                    AS period (first, last, as_of, number) ON first_due_on BETWEEN first AND last
    WHERE id NOT IN (SELECT id FROM intricate)
          AND (first_due_on < as_of OR first_due_on = as_of AND reported_on <= as_of)
          AND coalesce(withdrawn_on > least(first_due_on, as_of), true)
)"""
"""`judged`: the plain promises that fell due in each period. `intricate`: the ids of those the ledger has to judge."""

_COUNTED = f"""{PLAIN}
SELECT number, partner_id, side, count(*), count(*) FILTER (WHERE is_kept),
       count(*) FILTER (WHERE is_kept AND NOT is_confirmed), NULL
FROM judged GROUP BY number, partner_id, side
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, array_agg(id) FROM intricate
"""


def tallies(partners: Iterable[Partner], periods: Sequence[Period]) -> dict[int, list[Tallies]]:
    """Partner id → both sides' counts in each of the periods. Read within the person's scope."""
    of = list(partners)
    found = {partner.pk: [dict.fromkeys(Side, Tally()) for _ in periods] for partner in of}
    since, until = min(period.first for period in periods), max(period.last for period in periods)
    intricate: list[int] = []
    for number, partner, side, due, kept, unconfirmed, others in counted(_COUNTED, of, periods):
        if number is None:  # the one row that names those the ledger has to judge
            intricate = others or []
        else:
            found[partner][number - 1][Side(side)] += Tally(
                due, kept, missed=due - kept, unconfirmed=unconfirmed
            )
    _add(found, [*promises_of(intricate), *decisions(of, since, until)], periods)
    return found


def counted(
    query: str, of: Iterable[Partner], periods: Sequence[Period], **more: object
) -> list[tuple[Any, ...]]:
    """The rows of a query that begins with PLAIN, over the partnerships and periods."""
    firsts, lasts, as_ofs = map(list, zip(*periods, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {"partners": [partner.pk for partner in of], "since": min(firsts), "until": max(lasts),
             "firsts": firsts, "lasts": lasts, "as_ofs": as_ofs,
             "zones": _zones(), "house": timezone.get_default_timezone_name()} | more,
        )  # fmt: skip
        return list(cursor.fetchall())


def _add(found: dict[int, list[Tallies]], promises: Iterable[Promise], periods: Sequence[Period]) -> None:
    of: dict[int, list[Promise]] = {}
    for promise in promises:
        of.setdefault(promise.partner_id, []).append(promise)
    for partner, theirs in of.items():
        for counts, period in zip(found[partner], periods, strict=True):
            for side, more in tally(theirs, *period).items():
                counts[side] += more


@cache
def _zones() -> list[str]:
    """The zones both Python and this PostgreSQL know by name: it fails on one it does not know."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_timezone_names")
        return sorted(available_timezones().intersection(name for (name,) in cursor.fetchall()))
