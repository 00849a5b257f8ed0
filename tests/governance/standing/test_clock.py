"""The clock makes what falls due some weeks ahead of its day: once, and without making anything late by itself."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from governance import verbs
from governance.counting.formula import Verdict, judge
from governance.ledger.facts import promises
from governance.models import ActionItem, StandingPromise
from governance.standing.clock import AHEAD
from governance.tasks import make_promises_due
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days
from tests.governance.standing.scene import agreed, asked, leads, made

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def fresh(standing: StandingPromise) -> StandingPromise:
    return StandingPromise.objects.select_related("partner", "owner").get(pk=standing.pk)


@BOTH_SIDES
@pytest.mark.parametrize(("early", "count"), [(1, 0), (0, 1), (-1, 1)])
def test_each_is_made_some_weeks_ahead_of_its_day(cast: Cast, side: Side, early: int, count: int) -> None:
    standing = agreed(cast, side)
    before = len(made(standing))
    falls = fresh(standing).next_on
    assert falls == date(2027, 1, 5)
    assert verbs.make_standing_promises(now=at(falls - AHEAD - timedelta(days=early))) == count
    assert len(made(standing)) == before + count


def test_the_same_morning_twice_makes_one(cast: Cast) -> None:
    standing = agreed(cast, Side.THEIRS)
    day = at(date(2026, 12, 20))
    stale = fresh(standing)
    assert [verbs.make_standing_promises(now=day) for _ in range(3)] == [1, 0, 0]
    assert verbs.make_due(stale, now=day) == [], "a worker that had read it before"
    assert made(standing) == [date(2026, 12, 4), date(2027, 1, 5)]


def test_a_month_has_one_whatever_becomes_of_the_row(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    StandingPromise.objects.update(made_month=None, next_on=date(2026, 12, 4))
    with pytest.raises(IntegrityError, match="action_once_for_its_month"), transaction.atomic():
        verbs.make_due(fresh(standing), now=NOW)
    assert verbs.make_standing_promises(now=NOW) == 0, "it is logged, and keeps nobody else from theirs"
    other = agreed(cast, Side.THEIRS)
    assert len(made(standing)) == len(made(other)) == 1


@BOTH_SIDES
def test_what_a_clock_that_stood_makes_late_is_in_none_of_the_counts(cast: Cast, side: Side) -> None:
    standing = agreed(cast, side, number=20)
    assert made(standing) == [date(2026, 12, 18)]
    then = at(date(2027, 3, 1))
    assert verbs.make_standing_promises(now=then) == 3
    late, later, ahead = standing.occurrences.order_by("first_due_on")[1:]
    assert [each.first_due_on for each in (late, later, ahead)] == [
        date(2027, 1, 20), date(2027, 2, 19), date(2027, 3, 19),
    ]  # fmt: skip
    assert [each.stands_taken_over for each in (late, later, ahead)] == [True, True, False]
    assert [each.days_late(date(2027, 3, 2)) for each in (late, later)] == [0, 0]
    verdicts = [judge(each, date(2027, 4, 1)) for each in promises(cast.partner)]
    assert verdicts == [Verdict.MISSED, Verdict.PENDING, Verdict.PENDING, Verdict.MISSED]


@BOTH_SIDES
def test_kept_or_missed_without_anybody_writing_it_down(cast: Cast, side: Side) -> None:
    standing = agreed(cast, side)
    _, other = leads(cast, side)
    for month in (12, 1, 2):
        verbs.make_standing_promises(now=at(date(2027 - (month == 12), month, 1)))
    first = standing.occurrences.order_by("first_due_on")[0]
    verbs.report_done(first, by=standing.owner, now=at(date(2026, 12, 3)))
    first.refresh_from_db()
    verbs.confirm(first, by=other, now=at(date(2026, 12, 7)))
    verdicts = [judge(each, date(2027, 2, 1)) for each in promises(cast.partner)]
    assert verdicts == [Verdict.KEPT, Verdict.MISSED, Verdict.PENDING]


def test_a_day_is_the_owner_s_day(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    standing.owner.time_zone = "Pacific/Auckland"
    standing.owner.save()
    evening = at(date(2026, 12, 7)) + timedelta(hours=3)
    assert verbs.make_standing_promises(now=evening) == 1
    [item] = standing.occurrences.filter(first_due_on=date(2027, 1, 5))
    assert item.promised_on == date(2026, 12, 8)


def test_in_a_partnership_that_has_ended_nothing_falls_due_and_nothing_is_made_up_for(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    Partner.objects.filter(pk=cast.partner.pk).update(status=Partner.Status.ENDED)
    assert verbs.make_standing_promises(now=at(date(2027, 5, 1))) == 0
    Partner.objects.filter(pk=cast.partner.pk).update(status=Partner.Status.ACTIVE)
    verbs.make_standing_promises(now=at(date(2027, 6, 1)))
    assert made(standing) == [date(2026, 12, 4), date(2027, 6, 4)]


def test_proposed_declined_and_of_a_rival_are_left_alone(cast: Cast) -> None:
    asked(cast.partner, cast.lead, by=cast.manager)
    no = asked(cast.partner, cast.lead, by=cast.manager)
    verbs.decline_standing(no, answer="No", by=cast.lead, now=NOW)
    assert verbs.make_standing_promises(now=at(in_days(60))) == 0
    assert not ActionItem.objects.exists()


def test_the_queue_makes_them(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    StandingPromise.objects.update(next_on=TODAY, made_month=None)
    ActionItem.objects.update(standing=None, standing_month=None)
    cache.clear()
    make_promises_due()
    assert made(standing)[0] == TODAY
