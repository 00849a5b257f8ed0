"""The facts an agenda stands on: for each condition a row that belongs and one that just does not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dashboards.charts import Point, Standing, Trend, standing
from dashboards.models import Indicator, Reading
from dashboards.queries.performance import Measured
from governance.models import ActionDate, ActionItem, CheckIn, OutcomeIntent, WaitingPeriod
from governance.verbs import ask_to_conclude, decline_change, edit_outcome
from reviews.facts.agenda import AgendaFacts, ChangeAsked, Subject
from reviews.facts.queries import agenda_facts, carried_over, live_indicator
from reviews.models import AgendaItem, Review
from reviews.sections import OUTCOMES
from tests.governance.reminders.test_queries import told
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, outcome, promise, reported

pytestmark = pytest.mark.usefixtures("everywhere")

A_DAY = timedelta(days=1)
OCTOBER = date(2026, 10, 1)


def facts(scene: Scene) -> AgendaFacts:
    return agenda_facts(scene.fresh(), on=TODAY)


def test_a_review_s_own_facts(scene: Scene) -> None:
    found = facts(scene)
    assert (found.on, found.minutes) == (TODAY, 90)
    assert found.names == {"ours": "Northgate Group", "theirs": "Meridian Systems"}
    assert (found.promises, found.asks, found.outcomes, found.indicators, found.carried, found.tabled) == (
        (),
    ) * 6


def test_promises_are_those_due_by_the_meeting_and_those_reported(scene: Scene) -> None:
    cast = scene.cast
    over = {"closed_at": MONDAY, "closed_on": TODAY}
    promise(cast.partner, cast.lead, "Yesterday", due_on=TODAY - A_DAY)
    promise(cast.partner, cast.lead, "Today", due_on=TODAY, returned=1)
    promise(cast.partner, cast.lead, "Tomorrow", due_on=TODAY + A_DAY)
    promise(cast.partner, cast.lead, "Proposed", state="proposed")
    promise(cast.partner, cast.lead, "Withdrawn", state="withdrawn", **over)
    promise(cast.rival, cast.rival_lead, "A rival's")
    reported(cast.partner, cast.manager, "Reported", due_on=TODAY + 9 * A_DAY, first_due_on=TODAY)
    found = {each.title: each for each in facts(scene).promises}
    assert set(found) == {"Yesterday", "Today", "Reported"}
    assert {title for title, each in found.items() if each.reported} == {"Reported"}
    assert {title for title, each in found.items() if each.questioned} == {"Today"}
    assert (found["Reported"].first_due_on, found["Reported"].owner) == (TODAY, cast.manager.pk)


def test_a_promise_s_moves_and_waits_are_counted(scene: Scene) -> None:
    cast = scene.cast
    still = promise(cast.partner, cast.lead, "Still")
    moved = promise(cast.partner, cast.lead, "Moved")
    for days in (1, 2):
        ActionDate.objects.create(
            partner=cast.partner,
            item=moved,
            due_on=TODAY,
            given_on=TODAY - days * A_DAY,
            given_by=cast.lead,
            with_notice=True,
        )
    for item, days, ended_on in ((still, 7, None), (moved, 9, TODAY)):
        WaitingPeriod.objects.create(
            partner=cast.partner,
            item=item,
            on_side="ours",
            began_on=TODAY - days * A_DAY,
            ended_on=ended_on,
            said_by=cast.lead,
        )
    found = {each.title: each for each in facts(scene).promises}
    assert {title: each.moves for title, each in found.items()} == {"Still": 0, "Moved": 2}
    still_waits = found["Still"].waiting
    assert still_waits is not None
    assert (still_waits.on_side, still_waits.days, found["Moved"].waiting) == ("ours", 7, None)


def test_asks_are_those_without_an_answer_of_this_partnership(scene: Scene) -> None:
    cast = scene.cast
    ask(cast.partner, cast.lead, title="Open", owner=cast.manager)
    ask(cast.partner, cast.lead, title="Answered", state="cleared", answered_on=TODAY)
    ask(cast.rival, cast.rival_lead, title="A rival's")
    (found,) = facts(scene).asks
    assert (found.title, found.on_side, found.raised_by_side, found.owner) == (
        "Open",
        "ours",
        "theirs",
        cast.manager.pk,
    )


def test_what_both_sponsors_were_told_of_says_since_when(scene: Scene) -> None:
    cast = scene.cast
    late = promise(cast.partner, cast.teammate, "Told", due_on=TODAY - 30 * A_DAY)
    moved = promise(cast.partner, cast.teammate, "Told of another date", due_on=TODAY - 30 * A_DAY)
    needed = ask(cast.partner, cast.lead, kind="decision", needed_by=TODAY - 30 * A_DAY)
    told(cast.manager, "sponsors", late.due_on, EARLIER, action=late)
    told(cast.manager, "sponsors", moved.due_on - A_DAY, EARLIER, action=moved)
    told(cast.manager, "sponsors", needed.needed_by, EARLIER + A_DAY, ask=needed)
    told(cast.manager, "leads", moved.due_on, EARLIER, action=moved)
    found = facts(scene)
    assert {each.title: each.sponsors_told_on for each in found.promises} == {
        "Told": EARLIER.date(),
        "Told of another date": None,
    }
    assert found.asks[0].sponsors_told_on == (EARLIER + A_DAY).date()


def measures(scene: Scene, name: str, *values: int, **fields: Any) -> Indicator:
    """An indicator with a reading of October and of the months before, the latest first."""
    indicator = Indicator.objects.create(partner=scene.cast.partner, name=name, target=Decimal(95), **fields)
    month = OCTOBER
    for value in values:
        Reading.objects.create(
            partner=scene.cast.partner,
            indicator=indicator,
            month=month,
            value=value,
            recorded_by=scene.cast.lead,
            recorded_at=EARLIER,
        )
        month = (month - A_DAY).replace(day=1)
    return indicator


def test_an_outcome_has_its_last_two_healths_and_the_figures_of_the_service_beneath_it(scene: Scene) -> None:
    cast = scene.cast
    for state in set(OutcomeIntent.State.values) - {"agreed"}:
        outcome(cast.partner, state, state=state)
    outcome(cast.rival, "A rival's")
    once, twice = (
        outcome(cast.partner, "Once", sponsor=cast.cio),
        outcome(cast.partner, "Twice", health="off_track"),
    )
    for intent, days, health in (
        (once, 1, "at_risk"), (twice, 2, "on_track"), (twice, 1, "off_track"), (twice, 3, "at_risk"),
    ):  # fmt: skip
        CheckIn.objects.create(
            partner=cast.partner,
            outcome=intent,
            by=cast.lead,
            on=TODAY - days * A_DAY,
            health=health,
            words="So",
        )
    measures(scene, "A KPI of it", 96, outcome=twice, kind="kpi")
    measures(scene, "An SLA of it", 90, outcome=twice, kind="sla")
    measures(scene, "The outcome itself", 90, outcome=twice, kind="outcome")
    measures(scene, "Of nothing", 90)
    found = {each.statement: each for each in facts(scene).outcomes}
    assert {name: (each.health, each.health_before, each.figures) for name, each in found.items()} == {
        "Once": ("unknown", "", ()),
        "Twice": ("off_track", "on_track", ("good", "bad")),
    }
    assert (found["Once"].presenter, found["Twice"].presenter) == (cast.cio.pk, None)


def test_an_indicator_says_how_it_stands_and_how_it_stood_a_month_before(scene: Scene) -> None:
    measures(scene, "Fell", 90, 96, unit="%")
    measures(scene, "Began", 96, weight=3)
    Indicator.objects.filter(name="Began").update(target=None)
    silent = measures(scene, "Silent")
    Reading.objects.create(
        partner=scene.cast.partner,
        indicator=silent,
        month=date(2026, 8, 1),
        value=96,
        recorded_by=scene.cast.lead,
        recorded_at=EARLIER,
    )
    found = {each.name: each for each in facts(scene).indicators}
    assert {name: (each.state, each.state_before, each.months_missing) for name, each in found.items()} == {
        "Fell": ("bad", "good", 0), "Began": ("none", "none", 0), "Silent": ("none", "none", 2),
    }  # fmt: skip
    assert {name: each.in_words for name, each in found.items()} == {
        "Fell": "90% against a target of 95%.", "Began": "96.", "Silent": "No reading for 2 months.",
    }  # fmt: skip
    assert found["Began"].weight == 3


@pytest.mark.parametrize(
    "months, words",
    [(0, "96 against a target of 95."), (1, "No reading last month."), (2, "No reading for 2 months.")],
)
def test_months_without_a_reading_are_said_instead_of_the_figure(months: int, words: str) -> None:
    trend = Trend(
        name="Batch",
        unit="",
        direction="higher",
        target=Decimal(95),
        amber=None,
        points=(Point(OCTOBER, Decimal(96), provisional=False),),
        until=OCTOBER,
    )
    state = standing(trend)
    indicator = Indicator(pk=4, name="Batch")
    said = live_indicator(Measured(indicator, trend, Standing(state.state, state.word, None, None, months)))
    assert (said.id, said.name, said.state, said.state_before) == (4, "Batch", "good", "none")
    assert (said.months_missing, said.weight, said.in_words) == (months, 1, words)


def test_what_was_never_measured_has_nothing_to_be_said_of_it() -> None:
    trend = Trend(name="New", unit="", direction="higher", target=None, amber=None, points=(), until=None)
    assert live_indicator(Measured(Indicator(pk=4, name="New"), trend, standing(trend))).in_words == ""


# --- what the review before left --------------------------------------------------------------------------------------


@pytest.fixture
def before(scene: Scene) -> Review:
    """Sealed; its first two sections were gone through, the second one last; its third was not."""
    cast = scene.cast
    review = Review.objects.create(
        partner=cast.partner,
        forum=scene.forum,
        starts_at=MONDAY - 28 * A_DAY,
        chair=cast.cio,
        state="sealed",
        sealed_at=MONDAY,
        sealed_by=cast.cio,
    )
    Review.objects.filter(pk=scene.review.pk).update(previous=review)
    for section, state in ((1, "discussed"), (2, "now"), (3, "open"), (4, "deferred")):
        AgendaItem.objects.create(
            partner=cast.partner,
            review=review,
            section=section,
            position=0,
            title=f"Section {section}",
            state=state,
        )
    return review


def put(review: Review, section: int, title: str, state: str = "open", **fields: Any) -> AgendaItem:
    return AgendaItem.objects.create(
        partner=review.partner, review=review, section=section, position=1, title=title, state=state, **fields
    )


def carried(scene: Scene) -> list[str]:
    return [each.title for each in carried_over(scene.fresh())]


def test_what_was_deferred_or_stood_in_a_section_nobody_turned_to_is_carried(
    scene: Scene, before: Review
) -> None:
    for section in (1, 2, 3, 4):
        for state in AgendaItem.State.values:
            if state != "now":
                put(before, section, f"{section} {state}", state)
    other = Review.objects.create(partner=before.partner, forum=before.forum, starts_at=MONDAY - 60 * A_DAY)
    put(other, 3, "Another review's")
    assert carried(scene) == ["1 deferred", "2 deferred", "3 open", "3 deferred", "4 open", "4 deferred"]


def test_a_review_that_was_not_sealed_leaves_nothing(scene: Scene, before: Review) -> None:
    put(before, 3, "Left")
    assert carried(scene) == ["Left"]
    for state, more in (("open", {}), ("scheduled", {}), ("cancelled", {"cancelled_reason": "Snow"})):
        Review.objects.filter(pk=before.pk).update(state=state, **more)
        assert carried(scene) == []


def test_what_is_settled_since_is_left_and_what_is_not_comes_with_its_subject(
    scene: Scene, before: Review
) -> None:
    cast = scene.cast
    closed = {
        "closed_at": MONDAY, "closed_on": TODAY, "reported_at": EARLIER, "reported_on": TODAY,
        "confirmed_by": cast.lead,
    }  # fmt: skip
    for state in ActionItem.State.values:
        more = closed if state in ("closed", "withdrawn") else {"reported_at": EARLIER, "reported_on": TODAY}
        put(
            before,
            3,
            f"action {state}",
            action=promise(cast.partner, cast.teammate, state, state=state, **more),
        )
    for state in ("raised", "owned", "cleared", "lived_with"):
        put(before, 3, f"ask {state}", ask=ask(cast.partner, cast.lead, title=state, state=state))
    for state in OutcomeIntent.State.values:
        put(before, 3, f"outcome {state}", outcome=outcome(cast.partner, state, state=state))
    for retired_on in (None, TODAY):
        name = f"indicator {retired_on or 'live'}"
        indicator = Indicator.objects.create(partner=cast.partner, name=name, retired_on=retired_on)
        put(before, 3, name, indicator=indicator)
    put(before, 3, "Tabled", detail="In a year", why="So", presenter=cast.lead)
    found = {each.title: each for each in carried_over(scene.fresh())}
    assert set(found) == {
        "action proposed", "action open", "action reported", "ask raised", "ask owned", "outcome agreed",
        "indicator live", "Tabled",
    }  # fmt: skip
    assert {each.subject.kind for each in found.values() if each.subject} == {
        "action",
        "ask",
        "outcome",
        "indicator",
    }
    tabled = found["Tabled"]
    assert (tabled.section, tabled.detail, tabled.why, tabled.subject, tabled.presenter) == (
        OUTCOMES.number, "In a year", "So", None, cast.lead.pk,
    )  # fmt: skip
    assert found["ask raised"].subject == Subject("ask", AgendaItem.objects.get(title="ask raised").ask_id)


def test_an_outcome_says_when_it_is_looked_at_and_what_one_side_asks_for(scene: Scene) -> None:
    due = TODAY - timedelta(days=3)
    asked, agreed, free = (
        outcome(scene.cast.partner, statement, next_check_in_on=day)
        for statement, day in (("The close", due), ("The copy", None), ("The rest", None))
    )
    said = {"by": scene.cast.lead, "now": scene.at() - timedelta(days=4)}
    ask_to_conclude(asked, becomes="achieved", reason="Five hours.", **said)
    change = ask_to_conclude(agreed, becomes="missed", reason="Over.", **said)
    edit_outcome(free, version=1, target="Three times", reason="More data.", **said)
    decline_change(change, answer="Not yet.", by=scene.cast.manager, now=scene.at())
    found = {each.statement: each for each in agenda_facts(scene.fresh(), on=TODAY).outcomes}
    day = (scene.at() - timedelta(days=4)).date()
    assert (found["The close"].next_check_in_on, found["The close"].change) == (
        due,
        ChangeAsked("theirs", day, "achieved"),
    )
    assert (found["The copy"].next_check_in_on, found["The copy"].change) == (None, None)
    assert found["The rest"].change == ChangeAsked("theirs", day, "")
