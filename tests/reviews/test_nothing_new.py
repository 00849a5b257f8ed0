"""Where both sides have ended a partnership nothing new begins, and what is open is finished as ever."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.actions import define_indicator, record_reading
from dashboards.import_plan import plan_import
from dashboards.models import Indicator
from dashboards.readings_file import ReadingRow, ReadingsFile
from governance import actions as agreed
from governance.models import ActionItem, Cover, Forum
from partners.actions import answer_request, edit_charter
from partners.models import OutgoingMail, Partner, SideRequest, User
from partners.scope import acting_as
from partners.verbs import Refused
from reviews.actions import open_review, schedule_review
from reviews.actions.sealing import seal_review
from reviews.models import Review
from tests.cast import Cast
from tests.reviews.scene import BOTH, EARLIER, MONDAY, TODAY, Scene, promise

pytestmark = pytest.mark.usefixtures("everywhere")
NOW, LATER = EARLIER, TODAY + timedelta(days=30)
Begins = Callable[[Cast, User], object]


def over(cast: Cast) -> None:
    """Ended as people end it: one side asks, the other says yes."""
    for by, act in (
        (cast.lead, lambda: edit_charter(
            cast.partner, kind="", expertise="", status="ended", country="", time_zone="", by=cast.lead, now=NOW
        )),
        (cast.manager, lambda: answer_request(SideRequest.objects.get(), yes=True, by=cast.manager, now=NOW)),
    ):  # fmt: skip
        with acting_as(by):
            act()


def _said(by: User) -> dict[str, object]:
    return {"by": by, "now": NOW}


BEGINNINGS: dict[str, Begins] = {
    "propose": lambda c, by: agreed.propose(c.partner, title="Keys", owner=c.teammate, due_on=LATER, **_said(by)),
    "promise": lambda c, by: agreed.promise(c.partner, title="Keys", owner=by, due_on=LATER, **_said(by)),
    "bring_in": lambda c, by: agreed.bring_in(c.partner, title="Keys", owner=by, due_on=LATER, **_said(by)),
    "import_actions": lambda c, by: agreed.import_actions(c.partner, [], **_said(by)),
    "raise_decision": lambda c, by: agreed.raise_decision(
        c.partner, title="Keys", on_side="ours", needed_by=LATER, **_said(by)
    ),
    "raise_impediment": lambda c, by: agreed.raise_impediment(
        c.partner, title="Keys", on_side="ours", cause="access", **_said(by)
    ),
    "raise_recommendation": lambda c, by: agreed.raise_recommendation(c.partner, title="Keys", **_said(by)),
    "draft_outcome": lambda c, by: agreed.draft_outcome(c.partner, statement="Less", target="1", **_said(by)),
    "draft_matrix": lambda c, by: agreed.draft_matrix(c.partner, title="Who", **_said(by)),
    "define_indicator": lambda c, by: define_indicator(
        c.partner, name="Close", unit="h", direction="lower", **_said(by)
    ),
    "set_up_forum": lambda c, by: agreed.set_up_forum(c.partner, name="Weekly", **_said(by)),
    "schedule_review": lambda c, by: schedule_review(
        Forum.objects.filter(partner=c.partner).earliest("pk"), starts_at=MONDAY + timedelta(days=9), **_said(by)
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", ["manager", "lead"])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_nothing_new_begins_until_both_take_it_up_again(scene: Scene, who: str, beginning: str) -> None:
    cast = scene.cast
    by = getattr(cast, who)
    over(cast)
    with acting_as(by), pytest.raises(Refused, match="has ended: what is open can be finished"):
        BEGINNINGS[beginning](cast, by)
    Partner.objects.filter(pk=cast.partner.pk).update(status="active")
    with acting_as(by):
        BEGINNINGS[beginning](cast, by)


@pytest.mark.parametrize("who", ["cio", "partner_sponsor"])
def test_nor_a_cover(scene: Scene, who: str) -> None:
    over(scene.cast)
    by = getattr(scene.cast, who)
    with acting_as(by), pytest.raises(Refused, match="has ended"):
        agreed.give_cover(scene.cast.partner, words="Let them", until=LATER, **_said(by))
    assert not Cover.objects.exists()


def test_a_partnership_read_before_its_end_is_no_way_around(scene: Scene) -> None:
    stale = Partner.objects.get(pk=scene.cast.partner.pk)
    over(scene.cast)
    assert stale.status == "active"
    with acting_as(scene.cast.lead), pytest.raises(Refused, match="has ended"):
        agreed.raise_recommendation(stale, title="Keys", **_said(scene.cast.lead))


def test_the_rival_goes_on(scene: Scene) -> None:
    over(scene.cast)
    by = scene.cast.rival_lead
    with acting_as(by):
        assert agreed.raise_recommendation(scene.cast.rival, title="Keys", **_said(by)).pk


def test_a_file_brings_no_new_indicator_but_the_last_figures_of_what_is_measured(scene: Scene) -> None:
    cast = scene.cast
    define_indicator(cast.partner, name="Close", unit="h", direction="lower", **_said(cast.lead))
    Partner.objects.filter(pk=cast.partner.pk).update(code="ME")
    over(cast)
    row = {"period": date(2026, 10, 1), "partner_code": "ME", "partner": "Meridian Systems", "unit": "h",
           "direction": "lower", "value": Decimal(4)}  # fmt: skip
    rows = (ReadingRow(2, kpi="Close", **row), ReadingRow(3, kpi="Open", **row))
    plan = plan_import(ReadingsFile(rows, ()), by=cast.manager, today=TODAY)
    assert [(problem.line, "has ended" in problem.sentence) for problem in plan.problems] == [(3, True)]


def test_what_is_open_is_reported_confirmed_moved_answered_and_withdrawn(scene: Scene) -> None:
    cast = scene.cast
    done, moved, dropped = (promise(cast.partner, cast.lead, title, LATER) for title in ("a", "b", "c"))
    asked = agreed.propose(cast.partner, title="d", owner=cast.lead, due_on=LATER, **_said(cast.manager))
    ask = agreed.raise_recommendation(cast.partner, title="e", **_said(cast.lead))
    define_indicator(cast.partner, name="Close", unit="h", direction="lower", **_said(cast.lead))
    over(cast)
    with acting_as(cast.lead):
        agreed.report_done(done, **_said(cast.lead))
        agreed.move_date(
            moved, due_on=LATER + timedelta(days=3), reason="The keys are late", **_said(cast.lead)
        )
        agreed.accept(asked, **_said(cast.lead))
        record_reading(Indicator.objects.get(), month=date(2026, 10, 1), value=Decimal(1), **_said(cast.lead))
    with acting_as(cast.manager):
        agreed.not_now(ask, answer="It is over", **_said(cast.manager))
        agreed.confirm(done, **_said(cast.manager))
        agreed.withdraw(dropped, reason="Not needed", **_said(cast.manager))
    states = dict(ActionItem.objects.values_list("title", "state"))
    assert states == {"a": "closed", "b": "open", "c": "withdrawn", "d": "open"}


def test_reviews_still_to_be_held_are_cancelled_with_the_end_and_everybody_invited_is_told(
    scene: Scene,
) -> None:
    over(scene.cast)
    review = scene.fresh()
    assert (review.state, review.cancelled_reason) == (Review.State.CANCELLED, "The partnership has ended")
    assert Forum.objects.get(pk=scene.forum.pk).next_review_on is None
    told = OutgoingMail.objects.filter(subject__icontains="cancelled").values_list("address", flat=True)
    assert {scene.cast.cio.email, scene.cast.lead.email, scene.cast.contributor.email} <= set(told)


def test_a_review_under_way_is_sealed_and_plans_no_other(scene: Scene, untypeset: None) -> None:
    cast, review = scene.cast, scene.review
    open_review(review, by=cast.cio, now=scene.at())
    over(cast)
    seal_review(review, by=cast.cio, now=scene.at(80), although_silent=BOTH)
    assert scene.fresh().state == Review.State.SEALED
    assert Review.objects.count() == 1


@pytest.mark.parametrize("who", ["lead", "cio"])
@pytest.mark.parametrize(
    "page, door",
    [
        ("tracker/", "actions/new/"), ("asks/", "asks/new/"), ("cover/", 'name="words"'), ("raci/", "Begin a grid"),
        ("", "cover/"), ("", "outcomes/new/"),
        ("reviews/", "reviews/new/"), ("performance/", "performance/new/"),
    ],
)  # fmt: skip
def test_no_page_offers_to_begin_something(
    scene: Scene, signed_in: Callable[[User], Client], who: str, page: str, door: str
) -> None:
    client, address = signed_in(getattr(scene.cast, who)), f"/partnerships/meridian/{page}"
    assert who != "cio" or door in client.get(address).content.decode()
    over(scene.cast)
    answer = client.get(address)
    assert answer.status_code == 200
    assert door not in answer.content.decode()
