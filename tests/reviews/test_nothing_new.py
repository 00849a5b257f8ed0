"""Where both sides have ended a partnership nothing new begins, and what is open is finished as ever."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from dashboards.importing.reading_rows import ReadingRow
from dashboards.importing.readings_file import ReadingsFile
from dashboards.importing.readings_plan import plan_import
from dashboards.models import Indicator
from dashboards.verbs import define_indicator, import_tracker, record_reading
from dashboards.verbs.importing import import_tracker_piece
from governance import verbs as agreed
from governance.models import (
    ActionItem,
    AwaitedAction,
    Cover,
    Forum,
    Initiative,
    OutcomeIntent,
    RaciMatrix,
    StandingPromise,
)
from governance.raci.content import GridLine
from governance.tracker.importing.plan import ActionPlan
from partners.isolation.scope import acting_as
from partners.models import Engagement, Invitation, OutgoingMail, Partner, SideRequest, User
from partners.verb import Refused
from partners.verbs import (
    add_engagement,
    add_paper,
    answer_request,
    edit_charter,
    propose_change,
    renew_engagement,
)
from reviews.models import Review
from reviews.record.verbs.sealing import seal_review
from reviews.verbs import open_review, schedule_review
from tests.cast import Cast
from tests.product import verbs
from tests.reviews.scene import BOTH, EARLIER, MONDAY, TODAY, Scene, promise

pytestmark = pytest.mark.usefixtures("everywhere")
NOW, LATER = EARLIER, TODAY + timedelta(days=30)
Begins = Callable[[Cast, User], object]


def over(cast: Cast) -> None:
    """Ended as people end it: one side asks, the other says yes."""
    for by, act in (
        (
            cast.lead,
            lambda: edit_charter(
                cast.partner,
                kind="",
                expertise="",
                status="ended",
                country="",
                time_zone="",
                by=cast.lead,
                now=NOW,
            ),
        ),
        (cast.manager, lambda: answer_request(SideRequest.objects.get(), yes=True, by=cast.manager, now=NOW)),
    ):
        with acting_as(by):
            act()


def _said(by: User) -> dict[str, object]:
    return {"by": by, "now": NOW}


def _dropped(cast: Cast) -> Initiative:
    return Initiative.objects.create(
        partner=cast.partner,
        outcome=OutcomeIntent.objects.get(),
        title="Keys",
        state="dropped",
        ended_on=MONDAY.date(),
    )


def _invited(cast: Cast, by: User) -> Invitation:
    said = {
        "email": f"{uuid4().hex}@example.com",
        "full_name": "Zoe Park",
        "role": "contributor",
        "theirs": False,
    }
    until = MONDAY + Invitation.VALID_FOR
    return Invitation.objects.create(
        partner=cast.partner, invited_by=by, token_digest=uuid4().hex, expires_at=until, **said
    )


BEGINNINGS: dict[str, Begins] = {
    "propose": lambda c, by: agreed.propose(c.partner, title="Keys", owner=c.teammate, due_on=LATER, **_said(by)),
    "promise": lambda c, by: agreed.promise(c.partner, title="Keys", owner=by, due_on=LATER, **_said(by)),
    "bring_in": lambda c, by: agreed.bring_in(c.partner, title="Keys", owner=by, due_on=LATER, **_said(by)),
    "await_owner": lambda c, by: agreed.await_owner(
        c.partner, title="Keys", invitation=_invited(c, by), due_on=LATER, **_said(by)
    ),
    "propose_awaited": lambda c, by: agreed.propose_awaited(
        AwaitedAction.objects.create(
            partner=c.partner, invitation=_invited(c, by), title="Keys", due_on=LATER, created_by=by, created_at=MONDAY
        ),
        to=c.teammate,
        **_said(by),
    ),
    "import_actions": lambda c, by: agreed.import_actions(c.partner, [], **_said(by)),
    "carry_out": lambda c, by: agreed.carry_out(c.partner, ActionPlan(), **_said(by)),
    "import_tracker": lambda c, by: import_tracker(c.partner, [], **_said(by)),
    "import_tracker_piece": lambda c, by: import_tracker_piece(
        c.partner, ActionPlan(), (), batch=uuid4(), **_said(by)
    ),
    "raise_decision": lambda c, by: agreed.raise_decision(
        c.partner, title="Keys", on_side="ours", needed_by=LATER, **_said(by)
    ),
    "raise_impediment": lambda c, by: agreed.raise_impediment(
        c.partner, title="Keys", on_side="ours", cause="access", **_said(by)
    ),
    "raise_recommendation": lambda c, by: agreed.raise_recommendation(c.partner, title="Keys", **_said(by)),
    "raise_risk": lambda c, by: agreed.raise_risk(
        c.partner, title="Keys", on_side=by.side, owner=by, risk_cause="x", risk_consequence="y", needed_by=LATER,
        **_said(by),
    ),
    "promise_role": lambda c, by: agreed.promise_role(
        c.partner, role="Keys", name="Ida Roth", starts_on=LATER, **_said(by)
    ),
    "draft_outcome": lambda c, by: agreed.draft_outcome(c.partner, statement="Less", target="1", **_said(by)),
    "ask_for_standing": lambda c, by: agreed.ask_for_standing(
        c.partner, title="Keys", owner=by, kind="day", number=5, **_said(by)
    ),
    "agree_standing": lambda c, by: agreed.agree_standing(
        StandingPromise.objects.get(title="Rota", asked_side=by.side.other), **_said(by)
    ),
    "change_standing": lambda c, by: agreed.change_standing(
        StandingPromise.objects.get(state="agreed"), title="Keys", kind="day", number=5, reason="So", **_said(by)
    ),
    "place_bet": lambda c, by: agreed.place_bet(c.partner, title="Keys", look_back_on=LATER, **_said(by)),
    "begin_initiative": lambda c, by: agreed.begin_initiative(OutcomeIntent.objects.get(), title="Keys", **_said(by)),
    "resume_initiative": lambda c, by: agreed.resume_initiative(_dropped(c), **_said(by)),
    "draft_matrix": lambda c, by: agreed.draft_matrix(c.partner, title="Who", **_said(by)),
    "define_indicator": lambda c, by: define_indicator(
        c.partner, name="Close", unit="h", direction="lower", **_said(by)
    ),
    "renew_engagement": lambda c, by: renew_engagement(
        Engagement.objects.get(title="Order 4"), title="Order 6", starts_on=LATER, **_said(by)
    ),
    "propose_change": lambda c, by: propose_change(
        Engagement.objects.get(title="Order 4"), words="Two nights more", **_said(by)
    ),
    "add_paper": lambda c, by: add_paper(
        Engagement.objects.get(title="Order 4"), name="Insurance", expires_on=LATER, **_said(by)
    ),
    "add_engagement": lambda c, by: add_engagement(c.partner, title="Order 5", starts_on=TODAY, **_said(by)),
    "record_matrix": lambda c, by: agreed.record_matrix(
        RaciMatrix.objects.get(title="Nights"), lines=(GridLine(0, "Restart"),), propose=False, **_said(by)
    ),
    "give_free_hand": lambda c, by: agreed.give_free_hand(
        OutcomeIntent.objects.get(), until=LATER, guardrails="Stay in the EU", **_said(by)
    ),
    "record_reading": lambda c, by: record_reading(
        Indicator.objects.get(name="Runs"), month=LATER, value=Decimal(1), by=by, now=MONDAY + timedelta(days=60)
    ),
    "answer_pulse": lambda c, by: agreed.answer_pulse(
        c.partner, answers={"trust": 4}, by=by, now=datetime(2026, 10, 5, 9, tzinfo=UTC)
    ),
    "set_up_forum": lambda c, by: agreed.set_up_forum(c.partner, name="Weekly", **_said(by)),
    "schedule_review": lambda c, by: schedule_review(
        Forum.objects.filter(partner=c.partner).earliest("pk"), starts_at=MONDAY + timedelta(days=9), **_said(by)
    ),
}  # fmt: skip


OF_LEADERS = ("give_cover", "decide_mandate", "open_up")
"""Begin something as well: leaders do (test_nor_a_cover, tests/governance/mandate/test_mandate.py)."""
GOES_ON = {
    "what is open is done, answered, moved, handed over or taken back": """
        report_done confirm confirm_all give_back move_date accept_date ask_for_date ask_how_it_stands decline_date
        take_back_request wait_on stop_waiting dispute_wait reassign reword reassign_all hand_over_all withdraw
        take_back accept accept_all add_evidence take_out_evidence decide own clear live_with back put_in_place not_now
        move_needed_by take_back_answer agree_outcome edit_outcome check_in agree_matrix send_back_matrix
        take_back_matrix add_to_cover end_cover edit_indicator set_targets retire_indicator accept_reading
        dispute_reading look_back write_brief send_brief record_advocacy look_at_risk treat_risk risk_happened
        ask_to_live_with agree_to_live_with decline_to_live_with
        import_readings import_readings_piece take_back_actions take_out_awaited
        take_back_import take_back_piece decline_standing take_back_standing ask_to_end_standing release_standing
        agree_standing_change decline_standing_change take_back_standing_change hand_over_standing
        ask_to_conclude agree_change decline_change take_back_change answer_value take_back_value
        correct_promised say_who_came end_promised
        rename_initiative end_initiative
        set_milestone""",
    "the clock: in a partnership that has ended it makes nothing": "make_due",
    "a review under way is held, sealed and sent; one still planned is cancelled with the end": """
        move_review cancel_review change_chair refresh_agenda rebuild_agenda table_item answer_item open_review
        say_news bring_paper remove_paper ask_to_item ask_no_longer send_excerpt
        answer_invitation _unseat pause resume take_up set_aside seal_itself mark_attendance keep_promise note
        park decide_aloud
        thank_in_room undo say rate_review seal_review hand_presenting name_scribe
        plan_next_review reply make_packs_again send_packs _deliver add_forum_member remove_forum_member
        edit_forum change_forum end_forum close_forum supersede stand_again
        set_reminders""",
    "words that close it": "add_note note_privately write_note thank say_on_hand_over claim_value",
    "what was trusted and bet is put right and judged": """
        correct_mandate correct_opening put_off_widening correct_bet say_what_became""",
    "people come, go and are reached until all is finished, and may take it up again": """
        invite invite_several import_people take_part change_role end_part send_invitation_again
        withdraw_invitation object_to_invitation accept_invitation answer_request withdraw_request
        edit_charter edit_engagement end_engagement
        agree_engagement_change decline_engagement_change take_back_engagement_change end_paper plan_parting
        agree_charter""",
    "of no one partnership": """
        want_business_outcome edit_business_outcome end_business_outcome resume_business_outcome serve
        start_partnership invite_colleague give_internal_role deactivate reactivate take_off_second_factor
        take_off_single_sign_on change_own_account note_account name_responsible set_business_function name_enterprise
        be_away come_back keep_view remove_view rename_function end_function
        follow_action stop_following remind ask_for_backup send_again send_kept""",
}
"""Why each of the other verbs may be used after the end. A promise in the room, and an indicator in a file of readings,
are refused by the verbs that they call; that a sealed review is the last one is no fault, and none is planned."""


def test_of_every_verb_it_is_said_whether_it_begins_something() -> None:
    """A verb that makes something new belongs among the beginnings, and asks `require_to_begin`."""
    named = [*BEGINNINGS, *OF_LEADERS, *(name for names in GOES_ON.values() for name in names.split())]
    assert len(named) == len(set(named))
    assert verbs().keys() == set(named)


@pytest.mark.parametrize("who", ["manager", "lead"])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_nothing_new_begins_until_both_take_it_up_again(scene: Scene, who: str, beginning: str) -> None:
    cast = scene.cast
    by = getattr(cast, who)
    _laid_open(cast)
    over(cast)
    with acting_as(by), pytest.raises(Refused, match="ended"):
        BEGINNINGS[beginning](cast, by)
    Partner.objects.filter(pk=cast.partner.pk).update(status="active")
    with acting_as(by):
        BEGINNINGS[beginning](cast, by)


def _laid_open(cast: Cast) -> None:
    """What is there when it ends, and could be added to."""
    said = _said(cast.manager)
    add_engagement(cast.partner, title="Order 4", starts_on=date(2025, 1, 1), **said)
    agreed.draft_matrix(cast.partner, title="Nights", **said)
    for by in (cast.manager, cast.lead):
        asked = {"owner": by, "kind": "day", "number": 5, **_said(by)}
        agreed.ask_for_standing(cast.partner, title="Rota", **asked)
    standing = agreed.ask_for_standing(cast.partner, title="Backup", **asked)
    agreed.agree_standing(standing, **said)
    outcome = agreed.draft_outcome(cast.partner, statement="Less", target="1", **said)
    OutcomeIntent.objects.filter(pk=outcome.pk).update(state=OutcomeIntent.State.AGREED)
    define_indicator(cast.partner, name="Runs", unit="%", direction="higher", **said)


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_the_last_figures_are_recorded_and_corrected_and_then_no_more(scene: Scene, who: str) -> None:
    cast, last, later = scene.cast, NOW.date().replace(day=1), MONDAY + timedelta(days=60)
    by = getattr(cast, who)
    _laid_open(cast)
    over(cast)
    indicator = Indicator.objects.get()
    with acting_as(by):
        for value in (1, 2):
            record_reading(indicator, month=last, value=Decimal(value), by=by, now=later)
        with pytest.raises(Refused, match="ended before") as refusal:
            record_reading(indicator, month=last + timedelta(days=31), value=Decimal(1), by=by, now=later)
    assert refusal.value.field == "month"


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
    later = row | {"period": date(2026, 12, 1)}
    rows = (
        ReadingRow(2, kpi="Close", **row),
        ReadingRow(3, kpi="Open", **row),
        ReadingRow(4, kpi="Close", **later),
    )
    plan = plan_import(ReadingsFile(rows, ()), by=cast.manager, today=LATER)
    said = [(problem.line, problem.sentence.split("ended")[1][:16]) for problem in plan.problems]
    assert said == [(3, ": what is open c"), (4, " before December")]


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
        ("", "cover/"), ("", "outcomes/new/"), ("charter/", "engagements/new/"),
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


@pytest.mark.parametrize("who", ["lead", "cio"])
def test_no_row_and_no_free_hand_is_offered_on_what_is_there(
    scene: Scene, signed_in: Callable[[User], Client], who: str
) -> None:
    cast, client = scene.cast, signed_in(getattr(scene.cast, who))
    _laid_open(cast)
    outcome, matrix = OutcomeIntent.objects.get(), RaciMatrix.objects.get(title="Nights")
    pages = {
        f"/partnerships/meridian/outcomes/{outcome.pk}/": "free-hand/",
        f"/partnerships/meridian/raci/{matrix.pk}/edit/": "title-n1",
    }
    offered = [door in client.get(page).content.decode() for page, door in pages.items()]
    over(cast)
    assert (offered, [door in client.get(page).content.decode() for page, door in pages.items()]) == (
        [True, True],
        [False, False],
    )


OF_IT = ("", "tracker/", "asks/", "reviews/", "charter/", "performance/", "raci/", "ledger/", "cover/")


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_every_page_of_it_says_that_it_has_ended_and_what_can_be_done(
    scene: Scene, signed_in: Callable[[User], Client], who: str
) -> None:
    client = signed_in(getattr(scene.cast, who))
    said = "This partnership has ended: what is open can be finished"
    pages = [f"/partnerships/meridian/{page}" for page in OF_IT]
    assert [page for page in pages if said in client.get(page).content.decode()] == []
    over(scene.cast)
    assert [page for page in pages if client.get(page).content.decode().count(said) != 1] == []
    assert "look here" not in client.get(pages[0]).content.decode()
    assert "No review is held any more" in client.get("/partnerships/meridian/reviews/").content.decode()


@pytest.mark.parametrize("who", ["lead", "manager"])
def test_its_charter_offers_the_one_way_on(
    scene: Scene, signed_in: Callable[[User], Client], who: str
) -> None:
    client = signed_in(getattr(scene.cast, who))
    over(scene.cast)
    chosen = client.get("/partnerships/meridian/charter/").content.decode().split('name="status"')[1]
    assert re.findall(r'<option value="(\w+)"', chosen.split("</select>")[0]) == ["ended", "active"]
    typed = {"name": "Meridian Systems", "status": "exiting", "kind": "Databases"}
    answer = client.post("/partnerships/meridian/charter/", typed)
    assert answer.status_code == 422
    assert "choose active here" in answer.content.decode()
