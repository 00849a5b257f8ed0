"""What pages read of readings: the last two years, and the same as if it were all of them."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.models import Indicator, Reading
from dashboards.queries.performance import Performance, performance
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner
from tests.cast import Cast
from tests.governance.scene import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _everywhere(db: None) -> Iterator[None]:
    with entered(SYSTEM):
        yield


def month(ago: int) -> date:
    number = TODAY.year * 12 + TODAY.month - 1 - ago
    return date(number // 12, number % 12 + 1, 1)


def measured(cast: Cast, partner: Partner, name: str, *ago: int) -> Indicator:
    """An indicator with a reading of each of the months that lie so many before this one."""
    indicator = Indicator.objects.create(
        partner=partner, name=name, kind="kpi", direction="higher", target=95, amber=90
    )
    Reading.objects.bulk_create(
        Reading(
            partner=partner,
            indicator=indicator,
            month=month(each),
            value=80 + each % 20,
            state="accepted",
            recorded_at=NOW,
            recorded_by=cast.manager,
        )
        for each in ago
    )
    return indicator


def told(found: Performance) -> list[tuple[str, list[date], object, str]]:
    return [
        (each.indicator.name, [point.month for point in each.trend.points], found.as_of, each.standing.word)
        for each in found.measured
    ]


@pytest.mark.parametrize("last", [1, 2, 11, 12, 13, 14, 24, 40])
@pytest.mark.parametrize("months", [12, 36])
def test_however_long_ago_the_last_figures_are_they_are_the_same(cast: Cast, last: int, months: int) -> None:
    measured(cast, cast.partner, "Kept up", *range(last, last + 60))
    measured(cast, cast.partner, "Given up", *range(last + 30, last + 40))
    measured(cast, cast.partner, "Never")
    measured(cast, cast.rival, "Of today", *range(1, 60))
    of_partner, of_rival = performance([cast.partner, cast.rival], today=TODAY, months=months)
    shown = [month(ago) for ago in range(last + months - 1, last - 1, -1)]
    given_up = [day for day in shown if month(last + 39) <= day <= month(last + 30)]
    assert [(name, points, as_of) for name, points, as_of, _ in told(of_partner)] == [
        ("Kept up", [day for day in shown if day >= month(last + 59)], month(last)),
        ("Given up", given_up, month(last)),
        ("Never", [], month(last)),
    ]
    assert told(of_rival)[0][1] == [month(ago) for ago in range(months, 0, -1)]


def test_where_there_are_figures_of_the_last_year_no_older_ones_are_read(cast: Cast) -> None:
    measured(cast, cast.partner, "Kept up", *range(2, 100))
    with CaptureQueriesContext(connection) as asked:
        performance([cast.partner], today=TODAY)
    assert len(asked) == 2
    assert str(month(24)) in asked[1]["sql"]


def test_where_there_are_none_there_is_one_query_more(cast: Cast) -> None:
    for partner in (cast.partner, cast.rival):
        measured(cast, partner, "Given up", *range(20, 60))
    with CaptureQueriesContext(connection) as asked:
        performance([cast.partner, cast.rival], today=TODAY)
    assert len(asked) == 3
