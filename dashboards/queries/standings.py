"""How many indicators of each partnership are red, amber, on target or silent: counted by the database.

The same rule as dashboards.charts.standing, which a test compares it with; there for one trend, here for thousands.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from dashboards.attention import Standings
from partners.models import Partner

# One probe of the index per indicator, whatever its history.
_COUNTS = """
WITH latest AS (
    SELECT indicator.partner_id, last.month, last.value,
           CASE indicator.direction WHEN 'higher' THEN 1 WHEN 'lower' THEN -1 END AS sign,
           indicator.target, indicator.amber
    FROM dashboards_indicator indicator
    LEFT JOIN LATERAL (
        SELECT month, value FROM dashboards_reading
        WHERE indicator_id = indicator.id AND month < %(this_month)s
        ORDER BY month DESC LIMIT 1
    ) last ON true
    WHERE indicator.retired_on IS NULL AND indicator.partner_id = ANY(%(partners)s)
),
judged AS (
    SELECT partner_id,
           CASE WHEN month IS NULL OR month < max(month) OVER (PARTITION BY partner_id) THEN 'missing'
                WHEN sign IS NULL OR target IS NULL THEN 'none'
                WHEN sign * value >= sign * target THEN 'good'
                WHEN sign * amber < sign * target AND sign * value >= sign * amber THEN 'warn'
                ELSE 'bad' END AS state
    FROM latest
)
SELECT partner_id, count(*) FILTER (WHERE state = 'bad'), count(*) FILTER (WHERE state = 'warn'),
       count(*) FILTER (WHERE state = 'good'), count(*) FILTER (WHERE state = 'missing'), count(*)
FROM judged GROUP BY partner_id
"""


def last_standings(partners: Iterable[Partner], *, today: date) -> dict[int, Standings]:
    """Partner id → how its indicators stand in its last whole month with figures; absent where nothing is measured."""
    ids = [partner.pk for partner in partners]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"this_month": today.replace(day=1), "partners": ids})
        return {partner: Standings(*counts) for partner, *counts in cursor.fetchall()}
