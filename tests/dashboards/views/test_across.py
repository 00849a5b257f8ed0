"""Pages that see across: for each condition a row that belongs and one that just does not; each verb by each role."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from dashboards import verbs as verbs
from dashboards.models import Indicator, Reading
from dashboards.queries.desk import desk
from dashboards.queries.performance import performance
from dashboards.queries.portfolio import portfolio
from governance.models import ActionItem, Forum, ForumMember, OutcomeIntent, WaitingPeriod
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner, User
from tests.cast import Cast
from tests.reviews.scene import ask, outcome, promise

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
A_DAY = timedelta(days=1)
ROLES = (
    "manager", "teammate", "reader", "lead", "contributor", "partner_sponsor", "observer", "cio", "administrator",
    "rival_lead", "stranger", "leaver",
)  # fmt: skip
LEADS = {"manager", "lead", "partner_sponsor", "cio"}

pytestmark = pytest.mark.django_db


# --- the portfolio ----------------------------------------------------------------------------------------------------


def test_the_portfolio_has_a_line_for_each_partnership_that_has_not_ended(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.create(name="Over", slug="over", status=Partner.Status.ENDED)
        for status in (Partner.Status.PROSPECTIVE, Partner.Status.ACTIVE, Partner.Status.EXITING):
            Partner.objects.create(name=f"A {status}", slug=status, status=status)
        for name, days in (("late", 9), ("soon", 2)):
            Forum.objects.create(partner=cast.partner, name=name, next_review_on=TODAY + days * A_DAY)
        Forum.objects.create(partner=cast.partner, name="none")
        Forum.objects.create(partner=cast.rival, name="rival", next_review_on=TODAY + A_DAY)
    with acting_as(cast.cio):
        found = portfolio(cast.cio, today=TODAY)
    assert [row.partner.slug for row in found.rows][:2] == ["halden", "meridian"]
    assert {row.partner.slug for row in found.rows[2:]} == {"prospective", "active", "exiting"}
    assert [row.next_review_on for row in found.rows][:3] == [TODAY + A_DAY, TODAY + 2 * A_DAY, None]
    assert found.total == 5


def test_the_portfolio_judges_agreed_outcomes_and_asks_that_wait_on_the_reader(cast: Cast) -> None:
    with entered(SYSTEM):
        for state in OutcomeIntent.State.values:
            outcome(cast.partner, state, state=state, health="on_track")
        outcome(cast.partner, "Red", health="off_track")
        ask(cast.partner, cast.lead, title="Waits", raised_on=TODAY - 9 * A_DAY)
        ask(cast.partner, cast.lead, title="Waits too", raised_on=TODAY - 5 * A_DAY)
        ask(cast.partner, cast.manager, title="On them", raised_on=TODAY - 40 * A_DAY)
        answered = {"state": "made", "answer": "Yes.", "answered_on": TODAY, "needed_by": TODAY - A_DAY}
        ask(
            cast.partner,
            cast.lead,
            title="Answered",
            kind="decision",
            raised_on=TODAY - 50 * A_DAY,
            **answered,
        )
        ask(cast.rival, cast.rival_lead, title="A rival's", raised_on=TODAY - 60 * A_DAY)
    with acting_as(cast.cio):
        rows = {row.partner.slug: row for row in portfolio(cast.cio, today=TODAY).rows}
    assert (rows["meridian"].outcomes.word, rows["meridian"].ask_days, rows["meridian"].ask.word) == (
        "1 of 2",
        9,
        "9 d",
    )
    assert (rows["halden"].outcomes.word, rows["halden"].ask_days) == ("none agreed", 60)


# --- the desk ---------------------------------------------------------------------------------------------------------


def waits(item: ActionItem, on: User, *, ended_on: date | None = None, began_on: date = TODAY) -> None:
    WaitingPeriod.objects.create(
        partner=item.partner,
        item=item,
        on_side=on.side,
        on_person=on,
        began_on=began_on,
        ended_on=ended_on,
        said_by=item.owner,
    )


def test_a_desk_holds_what_is_its_person_s_and_nothing_else(cast: Cast) -> None:
    ours, lead, me, mate = cast.partner, cast.lead, cast.manager, cast.teammate
    states = {
        "proposed": {"state": "proposed"},
        "reported": {"state": "reported", "reported_at": NOW, "reported_on": TODAY},
    }
    with entered(SYSTEM):
        promise(ours, me, "Mine later", due_on=TODAY + A_DAY)
        promise(ours, me, "Mine", due_on=TODAY)
        promise(ours, me, "Asked of me", **states["proposed"])
        promise(ours, me, "Reported by us", **states["reported"])
        promise(ours, mate, "A teammate's")
        promise(ours, lead, "Reported by them", **states["reported"])
        promise(cast.rival, cast.rival_lead, "Reported by a rival", **states["reported"])
        waits(promise(ours, lead, "Waits on me"), me, began_on=TODAY - A_DAY)
        waits(promise(ours, lead, "Waited on me"), me, ended_on=TODAY)
        waits(promise(ours, lead, "Waits on a teammate"), mate)
        waits(promise(ours, lead, "Done although it waits", **states["reported"]), me)
        ask(ours, lead, title="Of us, in my hand", owner=me)
        ask(ours, lead, title="Of us, in nobody's", raised_on=TODAY - 20 * A_DAY)
        ask(ours, lead, title="Of us, in a teammate's", owner=mate)
        ask(ours, me, title="Of them")
        ask(ours, lead, title="Answered", kind="decision", state="made", answer="Yes.", answered_on=TODAY)
        for name, days, chair in (
            ("Chaired", 0, me),
            ("Over", -1, me),
            ("Somebody's", 3, cast.cio),
            ("Mine", 5, cast.cio),
        ):
            forum = Forum.objects.create(
                partner=ours, name=name, next_review_on=TODAY + days * A_DAY, chair=chair
            )
            if name in ("Mine", "Chaired"):
                ForumMember.objects.create(partner=ours, forum=forum, person=me)
    with acting_as(me):
        found = desk(me, today=TODAY)
        assert [item.title for item in found.owed] == ["Mine", "Mine later"]
        assert [item.title for item in found.asked] == ["Asked of me"]
        assert [wait.item.title for wait in found.waiting] == ["Waits on me"]
        assert {item.title for item in found.to_confirm} == {"Reported by them", "Done although it waits"}
        assert [each.title for each in found.to_decide] == ["Of us, in nobody's", "Of us, in my hand"]
        assert [forum.name for forum in found.reviews] == ["Chaired", "Mine"]
    with acting_as(mate):
        found = desk(mate, today=TODAY)
        assert list(found.to_confirm) == []
        assert [each.title for each in found.to_decide] == ["Of us, in a teammate's"]


# --- performance ------------------------------------------------------------------------------------------------------


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    with acting_as(cast.lead):
        return verbs.define_indicator(
            cast.partner, name="Close", unit="h", direction="lower", target=Decimal(5), by=cast.lead, now=NOW
        )


def test_performance_is_of_live_indicators_and_of_months_that_are_over(
    cast: Cast, indicator: Indicator
) -> None:
    with acting_as(cast.lead):
        retired = verbs.define_indicator(
            cast.partner, name="Old", unit="h", direction="lower", by=cast.lead, now=NOW
        )
        verbs.retire_indicator(retired, by=cast.lead, now=NOW)
        for month in (date(2025, 9, 1), date(2025, 11, 1), date(2026, 10, 1), date(2026, 11, 1)):
            verbs.record_reading(indicator, month=month, value=Decimal(4), by=cast.lead, now=NOW)
        (found,) = performance([cast.partner], today=TODAY)
    assert [each.indicator.name for each in found.measured] == ["Close"]
    assert [point.month for point in found.measured[0].trend.points] == [date(2025, 11, 1), date(2026, 10, 1)]
    assert found.as_of == date(2026, 10, 1)


# --- each verb by each role -------------------------------------------------------------------------------------------


def reading(indicator: Indicator, by: User) -> Reading:
    return verbs.record_reading(indicator, month=date(2026, 9, 1), value=Decimal(9), by=by, now=NOW)


VERBS: dict[str, Callable[[Cast, Indicator, User], object]] = {
    "define": lambda cast, indicator, by: verbs.define_indicator(
        cast.partner, name="Other", unit="h", direction="lower", by=by, now=NOW
    ),
    "edit": lambda cast, indicator, by: verbs.edit_indicator(indicator, name="Other", by=by, now=NOW),
    "retire": lambda cast, indicator, by: verbs.retire_indicator(indicator, by=by, now=NOW),
    "record": lambda cast, indicator, by: reading(indicator, by),
    "accept": lambda cast, indicator, by: verbs.accept_reading(
        Reading.objects.get(month=date(2026, 8, 1)), by=by, now=NOW
    ),
    "dispute": lambda cast, indicator, by: verbs.dispute_reading(
        Reading.objects.get(month=date(2026, 7 if by.side == "ours" else 6, 1)), words="No", by=by, now=NOW
    ),
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_asks_itself_who_may(cast: Cast, indicator: Indicator, verb: str) -> None:
    """With every row in sight, so that nothing but the verb says no."""
    with entered(SYSTEM):
        for month, by in ((6, cast.manager), (7, cast.lead), (8, cast.lead)):
            state = "provisional" if month == 8 else "accepted"
            Reading.objects.create(
                partner=cast.partner,
                indicator=indicator,
                month=date(2026, month, 1),
                value=Decimal(9),
                state=state,
                recorded_by=by,
                recorded_at=NOW,
            )
    may = set()
    for name in ROLES:
        with entered(SYSTEM), suppress(PermissionDenied), suppress(_TakenBack), transaction.atomic():
            VERBS[verb](cast, indicator, User.objects.get(pk=getattr(cast, name).pk))
            may.add(name)
            raise _TakenBack
    assert may == LEADS


class _TakenBack(Exception):
    """So that the next person finds everything as it was."""


def test_whose_part_has_ended_is_as_one_who_never_had_one(cast: Cast, indicator: Indicator) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.lead).update(until=TODAY)
        with pytest.raises(PermissionDenied):
            reading(indicator, User.objects.get(pk=cast.lead.pk))
