"""What a seal gathers: of each table one row that belongs, and for each condition one that just does not."""

from datetime import datetime, timedelta

import pytest

from dashboards.queries.partnership import Outcome
from governance.models import (
    ActionItem,
    Activity,
    CheckIn,
    Cover,
    OutcomeIntent,
    RaciAssignment,
    RaciMatrix,
    Thanks,
    WaitingPeriod,
)
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, PartnerNote, PartnerStanding, User
from reviews.facts.rows import agreed, own, promises
from reviews.models import Attendance, Minute, Review, RoomMove, SideStatement
from reviews.record import meeting
from reviews.since import meeting_before, sealed_before
from tests.reviews.scene import MONDAY, Scene, ask, outcome, promise

ON = MONDAY.date()
BEFORE = ON - timedelta(days=28)
"""The review before."""
SINCE = MONDAY - timedelta(days=28)
A_DAY, A_MOMENT = timedelta(days=1), timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("everywhere")


def titles(found: tuple) -> list[str]:
    return [each.title for each in found]


def closed(scene: Scene, title: str, at: datetime, *, withdrawn: bool = False) -> None:
    owner = scene.cast.lead
    item = promise(scene.cast.partner, owner, title)
    state = ActionItem.State.WITHDRAWN if withdrawn else ActionItem.State.CLOSED
    done = (
        {}
        if withdrawn
        else {"reported_at": SINCE - A_DAY, "reported_on": BEFORE - A_DAY, "confirmed_by": scene.cast.manager}
    )
    ActionItem.objects.filter(pk=item.pk).update(state=state, closed_at=at, closed_on=at.date(), **done)


def moved(
    scene: Scene, kind: str, *, review: Review | None = None, undone: bool = False, **about: object
) -> None:
    RoomMove.objects.create(
        partner=scene.cast.partner,
        review=review or scene.review,
        kind=kind,
        words=f"{kind} {undone}",
        by=scene.cast.cio,
        at=MONDAY,
        undone_at=MONDAY if undone else None,
        **about,
    )


@pytest.fixture
def earlier(scene: Scene) -> Review:
    """The review before, sealed. Others of the forum were cancelled or are still to come."""
    return review_on(scene, -28, Review.State.SEALED, sealed_at=SINCE)


def review_on(scene: Scene, days: int, state: str, **fields: object) -> Review:
    given = {
        "partner": scene.cast.partner,
        "forum": scene.forum,
        "chair": scene.cast.cio,
        "state": state,
        **fields,
    }
    if state == Review.State.SEALED:
        given["sealed_by"] = scene.cast.cio
    return Review.objects.create(starts_at=scene.review.starts_at + timedelta(days=days), minutes=90, **given)


# --- promises ---------------------------------------------------------------------------------------------------------


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


# --- what both agreed and ask -----------------------------------------------------------------------------------------


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
    for state in OutcomeIntent.State.values:
        outcome(partner, state, state=state)
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
        for each in agreed.outcomes(partner, ON, BEFORE)
    }
    assert found == {"agreed": [], "achieved": [], "missed": [], "often": ["0", "-27"], "long ago": ["-50"]}


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
    assert agreed.outcome_facts(intent, ON, ()).expected == gone


def test_without_a_day_the_months_that_were_granted_are_its_time_as_on_every_page() -> None:
    intent = OutcomeIntent(starts_on=ON - timedelta(days=10), granted_months=1)
    assert agreed.outcome_facts(intent, ON, ()).expected == 33 == Outcome(intent, ON).expected


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


# --- the meeting ------------------------------------------------------------------------------------------------------


def test_what_was_done_in_the_room_and_not_taken_back(scene: Scene, earlier: Review) -> None:
    for kind in RoomMove.Kind.values:
        moved(scene, kind)
    moved(scene, "decided", undone=True)
    moved(scene, "decided", review=earlier)
    silent = {"discussed", "thanked", "noted", "parked"}
    assert [each.words for each in meeting.moves(scene.review)] == [
        f"{kind} False" for kind in RoomMove.Kind.values if kind not in silent
    ]


def test_minutes_and_thanks_that_were_not_taken_back(scene: Scene, earlier: Review) -> None:
    partner, cio = scene.cast.partner, scene.cast.cio
    written = {
        text: Minute.objects.create(partner=partner, review=review, text=text, author=cio, written_at=MONDAY)
        for text, review in (("Here", scene.review), ("Taken back", scene.review), ("There", earlier))
    }
    moved(scene, "noted", minute=written["Here"])
    moved(scene, "noted", minute=written["Taken back"], undone=True)
    assert [each.text for each in meeting.minutes(scene.review)] == ["Here"]
    said = {
        names: Thanks.objects.create(partner=who, names=names, on=ON + timedelta(days=days), by=cio)
        for names, who, days in (
            ("That day", partner, 0), ("The day after", partner, 1), ("Then", partner, -28), ("Since", partner, -27),
            ("Taken back", partner, -1), ("A rival's", scene.cast.rival, -1),
        )
    }  # fmt: skip
    moved(scene, "thanked", thanks=said["That day"])
    moved(scene, "thanked", thanks=said["Taken back"], undone=True)
    assert [each.names for each in meeting.thanks(scene.review, ON, BEFORE)] == ["Since", "That day"]


def test_who_was_there_and_what_each_side_said(scene: Scene, earlier: Review) -> None:
    Attendance.objects.create(partner=scene.cast.partner, review=earlier, person=scene.cast.observer)
    names = {person.pk: person.full_name for person in User.objects.all()}
    present = meeting.attendance(scene.review)
    assert [names[each.person] for each in present] == [
        "Anand Kulkarni",
        "Priya Raman",
        "Jonas Stein",
        "Mei Chen",
    ]
    for review, side, words in (
        (scene.review, "theirs", "B"),
        (scene.review, "ours", "A"),
        (earlier, "ours", "C"),
    ):
        SideStatement.objects.create(
            partner=scene.cast.partner,
            review=review,
            side=side,
            sentence=words,
            sentence_by=scene.cast.cio,
            by=scene.cast.cio,
            at=MONDAY,
        )
    assert [each.sentence for each in meeting.statements(scene.review)] == ["A", "B"]


# --- ours alone, and the review before --------------------------------------------------------------------------------


def test_our_own_page_has_what_is_ours_and_new(scene: Scene) -> None:
    cast = scene.cast
    with acting_as(cast.lead):
        PartnerNote.objects.create(
            partner=cast.partner, side="theirs", text="Theirs", author=cast.lead, written_at=MONDAY
        )
    with acting_as(cast.cio):
        for partner, text, at in (
            (cast.partner, "Second", MONDAY), (cast.partner, "First", SINCE + A_MOMENT), (cast.partner, "Then", SINCE),
            (cast.rival, "A rival's", MONDAY),
        ):  # fmt: skip
            PartnerNote.objects.create(
                partner=partner, side="ours", text=text, author=cast.cio, written_at=at
            )
        PartnerStanding.objects.create(partner=cast.rival, segment="commodity")
        terms = [(state, cast.partner, 30) for state in Engagement.State.values]
        terms += [("active", cast.partner, 10), ("active", cast.partner, None), ("active", cast.rival, 20)]
        for state, partner, days in terms:
            work = Engagement.objects.create(
                partner=partner, title=f"{state} {days}", starts_on=BEFORE, state=state
            )
            notice_by = days and ON + timedelta(days=days)
            EngagementTerms.objects.create(partner=partner, engagement=work, notice_by=notice_by)
        found = own.ours_only(cast.partner, SINCE)
        assert [note.text for note in found.notes] == ["First", "Second"]
        assert [each.engagement for each in found.terms] == ["active 10", "active 30"]
        assert found.segment == ""
        PartnerStanding.objects.create(partner=cast.partner, segment="strategic")
        assert own.ours_only(cast.partner, SINCE).segment == "Strategic"


def test_the_review_before_is_the_forum_s_last_sealed_one(scene: Scene) -> None:
    assert meeting_before(scene.review) is None
    assert sealed_before(scene.review, None) == scene.review.starts_at - timedelta(days=31)
    with entered(SYSTEM):
        review_on(scene, -56, Review.State.SEALED, sealed_at=SINCE - 28 * A_DAY)
        last = review_on(scene, -28, Review.State.SEALED, sealed_at=SINCE)
        review_on(scene, -7, Review.State.CANCELLED, cancelled_reason="Nobody there")
        review_on(scene, 28, Review.State.SEALED, sealed_at=MONDAY)
    assert meeting_before(scene.review) == last
    assert sealed_before(scene.review, last) == SINCE
