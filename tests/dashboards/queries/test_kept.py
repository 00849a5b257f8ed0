"""The twelve months of both sides: each promise stands in its own month alone, up to today."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards.queries.kept import counted, kept, year_before
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side
from tests.cast import Cast
from tests.governance.ledger.closed_books.test_against_the_ledger import written
from tests.governance.scene import TODAY

pytestmark = pytest.mark.django_db


def due(cast: Cast, *days: date) -> None:
    """Promises of the partner's lead, one due each day and kept long before."""
    given_on, done_at = date(2025, 9, 1), datetime(2025, 9, 8, 9, tzinfo=UTC)
    for day in days:
        with entered(SYSTEM):
            written(cast, {"ours": False, "state": "closed", "reported_at": done_at, "closed_at": done_at,
                           "dates": [(given_on, day, True)], "wait": None, "zone": "UTC",
                           "promised_on": given_on})  # fmt: skip


def test_each_promise_stands_in_its_own_month_and_none_before_the_year_or_behind_today(cast: Cast) -> None:
    first = year_before(TODAY)
    earlier = TODAY.replace(day=1) - timedelta(days=1)
    due(
        cast,
        first - timedelta(days=1),
        first,
        earlier,
        TODAY.replace(day=1),
        TODAY,
        TODAY + timedelta(days=1),
    )
    with acting_as(cast.manager):
        found = kept([cast.partner], today=TODAY)[cast.partner.pk]
        counts = counted([cast.partner], today=TODAY)[cast.partner.pk]
    stands = {
        month: sides[Side.THEIRS].due for month, sides in found.months.items() if sides[Side.THEIRS].due
    }
    assert stands == {first: 1, earlier.replace(day=1): 1, TODAY.replace(day=1): 2}
    assert (len(found.months), next(iter(found.months))) == (12, first)
    assert found.year == counts.year
    assert counts.year_a_month_ago[Side.THEIRS].due == 3


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 30), date(2025, 12, 1)),
        (date(2026, 12, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2027, 1, 1), date(2026, 2, 1)),
    ],
)
def test_twelve_months_end_with_this_one(day: date, first: date) -> None:
    assert year_before(day) == first
