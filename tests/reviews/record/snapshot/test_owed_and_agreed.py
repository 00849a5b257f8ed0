"""What a seal gathers of what is owed, agreed and asked: one row that belongs, and one that just does not."""

from datetime import timedelta

import pytest

from governance.models import (
    ActionItem,
    Activity,
    CheckIn,
    Cover,
    OutcomeIntent,
    RaciAssignment,
    RaciMatrix,
    WaitingPeriod,
)
from governance.outcomes.standing import Outcome
from governance.outcomes.verbs.changing import CONCLUDED
from partners.models import User
from reviews.facts.rows import agreed, promises
from reviews.facts.rows.outcomes import outcome_facts, outcomes
from reviews.models import Review
from tests.reviews.record.snapshot.rows import A_DAY, A_MOMENT, BEFORE, ON, SINCE, closed, moved, titles
from tests.reviews.scene import Scene, ask, outcome, promise

pytestmark = pytest.mark.usefixtures("everywhere")


def test_the_tracker_has_what_is_owed_and_what_was_settled_since(scene: Scene, earlier: Review) -> None:
    partner, lead, manager = scene.cast.partner, scene.cast.lead, scene.cast.manager
    promise(partner, lead, "Open", due_on=ON)
    promise(partner, manager, "Open earlier", due_on=ON - A_DAY)
    promise(partner, lead, "Proposed", due_on=ON + A_DAY, state=ActionItem.State.PROPOSED)
    promise(
        partner,
        lead,
        "Reported",
        due_on=ON + 2 * A_DAY,
        state=ActionItem.State.REPORTED,
        reported_at=SINCE,
        reported_on=BEFORE,
    )
    promise(scene.cast.rival, scene.cast.rival_lead, "A rival's")
    closed(scene, "Closed a moment after", SINCE + A_MOMENT)
    closed(scene, "Closed then", SINCE)
    closed(scene, "Withdrawn a moment after", SINCE + A_MOMENT, withdrawn=True)
    closed(scene, "Withdrawn then", SINCE, withdrawn=True)
    here, there, back = (
        promise(partner, lead, f"Made {where}", due_on=ON + 3 * A_DAY)
        for where in ("here", "there", "and taken back")
    )
    moved(scene, "promised", action=here)
    moved(scene, "promised", action=there, review=earlier)
    moved(scene, "promised", action=back, undone=True)
    found = promises.actions(scene.review, ON, SINCE, sealed_on=ON)
    assert titles(found) == [
        "Open earlier", "Open", "Closed a moment after", "Withdrawn a moment after", "Proposed", "Reported",
        "Made here", "Made there",
    ]  # fmt: skip
    assert [each.title for each in found if each.fresh] == ["Made here"]
    assert {each.title: each.days_late for each in found if each.days_late} == {"Open earlier": 1}


def test_a_promise_comes_with_its_dates_its_waits_and_its_outcome(scene: Scene) -> None:
    partner, lead = scene.cast.partner, scene.cast.lead
    item = promise(partner, lead, outcome=outcome(partner, "World class"), due_on=ON - A_DAY)
    for began, ended in ((9, 4), (3, None)):
        WaitingPeriod.objects.create(
            partner=partner,
            item=item,
            on_side="ours",
            what_for=f"Thing {began}",
            began_on=ON - timedelta(days=began),
            ended_on=ended and ON - timedelta(days=ended),
            said_by=lead,
            dispute="No" if ended else "",
            disputed_by=scene.cast.manager if ended else None,
        )
    (found,) = promises.actions(scene.review, ON, SINCE, sealed_on=ON)
    assert [(wait.what_for, wait.days, wait.disputed) for wait in found.waits] == [
        ("Thing 9", 5, "No"),
        ("Thing 3", 3, ""),
    ]
    assert found.waiting == found.waits[1]
    assert (found.outcome, len(found.dates), found.owner, found.side) == ("World class", 1, lead.pk, "theirs")


@pytest.mark.parametrize(
    ("began", "until", "ended", "sealed"),
    [
        (0, 9, None, True), (1, 9, None, False), (-40, -28, None, True), (-40, -29, None, False),
        (-40, -10, -28, True), (-40, -10, -29, False),
    ],
)  # fmt: skip
def test_a_cover_of_the_days_between_is_sealed(
    scene: Scene, began: int, until: int, ended: int | None, sealed: bool
) -> None:
    def given(partner: object, by: User) -> None:
        early = {} if ended is None else {"ended_on": ON + timedelta(days=ended), "ended_by": by}
        Cover.objects.create(
            partner=partner,
            words="Wait.",
            began_on=ON + timedelta(days=began),
            until=ON + timedelta(days=until),
            given_by=by,
            **early,
        )

    given(scene.cast.rival, scene.cast.rival_lead)
    assert promises.covers(scene.review, ON, BEFORE) == ()
    given(scene.cast.partner, scene.cast.cio)
    found = [cover.last_on for cover in promises.covers(scene.review, ON, BEFORE)]
    assert found == [ON + timedelta(days=until if ended is None else ended)] * sealed


def test_counts_are_of_the_days_since_the_review_before_and_of_twelve_months(scene: Scene) -> None:
    for due_on in (
        BEFORE - A_DAY,
        BEFORE,
        BEFORE + A_DAY,
        ON - A_DAY,
        ON,
        ON.replace(year=2025, month=12, day=1),
        ON.replace(year=2025, day=30),
    ):
        promise(scene.cast.partner, scene.cast.lead, due_on=due_on)
    promise(
        scene.cast.partner,
        scene.cast.manager,
        due_on=BEFORE,
        state=ActionItem.State.REPORTED,
        reported_at=SINCE - A_DAY,
        reported_on=BEFORE - A_DAY,
    )
    ours, theirs = promises.counts(scene.review, ON, BEFORE)
    assert (ours.since_last.due, ours.year.due, ours.year.kept) == (0, 1, 1), (
        "counted in the review before, where it was done"
    )
    assert (theirs.since_last.due, theirs.year.due) == (3, 5)
    assert [month.month.month for month in theirs.months] == [12, *range(1, 12)]


def test_asks_that_wait_and_those_answered_after_the_review_before(scene: Scene) -> None:
    partner, lead = scene.cast.partner, scene.cast.lead
    ask(partner, lead, title="Waits", raised_on=BEFORE - A_DAY)
    ask(partner, lead, title="Late", kind="decision", needed_by=ON - A_DAY, raised_on=BEFORE)
    ask(partner, lead, title="Due", kind="decision", needed_by=ON, raised_on=BEFORE)
    for title, on in (("Answered the day after", BEFORE + A_DAY), ("Answered then", BEFORE)):
        given = {"answered_on": on, "answer": "Yes.", "needed_by": BEFORE, "raised_on": ON - A_DAY}
        ask(partner, lead, title=title, kind="decision", state="made", **given)
    ask(scene.cast.rival, scene.cast.rival_lead, title="A rival's")
    found = agreed.asks(partner, ON, SINCE, sealed_on=ON)
    assert titles(found) == ["Waits", "Late", "Due", "Answered the day after"]
    assert [(each.days_late, each.age, each.open) for each in found][:3] == [
        (0, 29, True),
        (1, 28, True),
        (0, 28, True),
    ]
    assert (found[3].days_late, found[3].open) == (0, False)


def test_outcomes_agreed_come_with_what_was_said_since_or_last(scene: Scene) -> None:
    partner = scene.cast.partner
    for state in (OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED):
        outcome(partner, state, state=state)
    for state in CONCLUDED:
        outcome(partner, f"{state} since", state=state, concluded_on=BEFORE + A_DAY, conclusion="So")
        outcome(partner, f"{state} before", state=state, concluded_on=BEFORE, conclusion="So")
    outcome(scene.cast.rival, "A rival's")
    said = {name: outcome(partner, name) for name in ("often", "long ago")}
    for name, days in (
        ("often", -40),
        ("often", -28),
        ("often", -27),
        ("often", 0),
        ("often", 1),
        ("long ago", -60),
        ("long ago", -50),
    ):
        on = ON + timedelta(days=days)
        CheckIn.objects.create(
            partner=partner, outcome=said[name], on=on, health="on_track", words=f"{days}", by=scene.cast.lead
        )
    found = {
        each.statement: [check_in.words for check_in in each.check_ins]
        for each in outcomes(partner, ON, BEFORE, sealed_on=ON)
    }
    ended = {f"{state} since": [] for state in CONCLUDED}
    assert found == {"agreed": [], "often": ["0", "-27"], "long ago": ["-50"], **ended}


@pytest.mark.parametrize(
    ("starts", "due", "gone"),
    [
        (-10, 10, 50),
        (0, 10, 0),
        (1, 11, 0),
        (-10, 0, 100),
        (-20, -10, 100),
        (5, 5, None),
        (None, 10, None),
        (-10, None, None),
    ],
)
def test_the_time_gone_is_a_part_of_the_whole(starts: int | None, due: int | None, gone: int | None) -> None:
    days = [None if each is None else ON + timedelta(days=each) for each in (starts, due)]
    intent = OutcomeIntent(starts_on=days[0], due_on=days[1])
    assert outcome_facts(intent, ON, ()).expected == gone


def test_without_a_day_the_months_that_were_granted_are_its_time_as_on_every_page() -> None:
    intent = OutcomeIntent(starts_on=ON - timedelta(days=10), granted_months=1)
    assert outcome_facts(intent, ON, ()).expected == 33 == Outcome(intent, ON).expected


def test_grids_in_force_or_in_the_making(scene: Scene) -> None:
    partner = scene.cast.partner
    for state in RaciMatrix.State.values:
        RaciMatrix.objects.create(partner=partner, title=state, state=state)
    RaciMatrix.objects.create(partner=scene.cast.rival, title="A rival's")
    grid = RaciMatrix.objects.get(partner=partner, title="agreed")
    second, first = (
        Activity.objects.create(partner=partner, matrix=grid, title=title, position=at)
        for title, at in (("Two", 2), ("One", 1))
    )
    for person, letter in ((scene.cast.lead, "A"), (scene.cast.manager, "R")):
        RaciAssignment.objects.create(partner=partner, activity=first, person=person, letter=letter)
    found = agreed.raci(partner)
    assert [each.state for each in found] == ["agreed", "draft"]
    assert titles(found[0].activities) == ["One", "Two"]
    assert [(held.letter, held.side) for held in found[0].activities[0].letters] == [
        ("A", "theirs"),
        ("R", "ours"),
    ]
    assert found[0].activities[1].letters == ()
    assert second.matrix == grid
