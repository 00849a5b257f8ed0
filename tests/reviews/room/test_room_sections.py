"""What each section of the room shows: for each condition a row that belongs and one that just does not."""

from datetime import date, timedelta
from typing import Any

import pytest

from governance.models import ActionItem, CheckIn, DateRequest, OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from reviews import verbs
from reviews.meeting.place import Place
from reviews.meeting.room import Room
from reviews.models import AgendaItem, Review, RoomMove, SideStatement
from reviews.room.sections_shown import look_in
from reviews.sections import ASKS, OUTCOMES, PERFORMANCE, PROMISED, READ_BACK, TABLED
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, one_before, outcome, promise, reported

A_DAY = timedelta(days=1)
SINCE = TODAY - 28 * A_DAY
"""The day of the review before."""


@pytest.fixture
def opened(scene: Scene) -> Scene:
    """The room, four weeks after the review before; the lead is here."""
    with entered(SYSTEM):
        one_before(scene)
        verbs.open_review(scene.review, by=scene.cast.cio, now=scene.at())
        here(scene, scene.cast.lead)
    return scene


def here(scene: Scene, person: User, state: str = "present") -> None:
    verbs.mark_attendance(scene.review, person=person, state=state, by=scene.cast.cio, now=scene.at(1))


def room(scene: Scene, reader: User | None = None, **place: str) -> Room:
    return look_in(scene.fresh(), reader=reader or scene.cast.cio, now=scene.at(20), place=Place(**place))


def titles(rows: Any) -> list[str]:
    return [
        row.title if hasattr(row, "title") else (row.item if hasattr(row, "item") else row.ask).title
        for row in rows
    ]


# --- 1: promised last time --------------------------------------------------------------------------------------------


def asked_for(item: ActionItem, by: User, state: str = "asked") -> None:
    answered = (
        {"answered_by": item.owner, "answered_on": TODAY, "answered_at": MONDAY} if state != "asked" else {}
    )
    DateRequest.objects.create(
        partner=item.partner,
        item=item,
        due_on=TODAY + 30 * A_DAY,
        reason="Audit",
        asked_by=by,
        asked_on=TODAY,
        asked_at=MONDAY,
        state=state,
        **answered,
    )


def test_it_shows_what_fell_due_since_what_is_late_asked_for_or_reported_and_below_what_is_to_come(
    opened: Scene,
) -> None:
    cast = opened.cast
    soon = TODAY + 5 * A_DAY
    closed = {
        "state": "closed", "reported_at": EARLIER, "reported_on": EARLIER.date(), "closed_at": MONDAY,
        "closed_on": TODAY, "confirmed_by": cast.lead,
    }  # fmt: skip
    over = {"state": "withdrawn", "closed_at": MONDAY, "closed_on": TODAY}

    def mine(title: str, due_on: date, first: date | None = None, **fields: Any) -> ActionItem:
        return promise(
            cast.partner, cast.teammate, title, due_on=due_on, first_due_on=first or due_on, **fields
        )

    with entered(SYSTEM):
        mine("Moved, first due on the day of the last review", soon, SINCE)
        mine("Moved, first due the day after", soon, SINCE + A_DAY)
        mine("Moved, first due today", soon + A_DAY, TODAY)
        mine("Closed, first due on the day of the last review", SINCE, **closed)
        mine("Reported that day, first due on it", SINCE, **{**closed, "reported_on": SINCE})
        mine("Closed, first due today", TODAY, **closed)
        mine("Late for long", TODAY - A_DAY, SINCE - 9 * A_DAY)
        mine("Due today, first due long ago", TODAY, SINCE - 9 * A_DAY)
        mine("Due tomorrow", TODAY + A_DAY)
        asked_for(mine("Another date is asked for", soon + 2 * A_DAY), cast.lead)
        asked_for(mine("Another date was asked for", soon + 3 * A_DAY), cast.lead, "declined")
        reported(cast.partner, cast.teammate, "Reported before its day", due_on=soon + 4 * A_DAY)
        mine("Withdrawn", TODAY, **over)
        mine("Proposed", TODAY, state="proposed")
        promise(cast.rival, cast.rival_lead, "A rival's")
        promise(cast.rival, cast.rival_lead, "A rival's to come", due_on=soon)
        promise(cast.partner, cast.lead, "Theirs")
    with acting_as(cast.cio):
        shown = PROMISED.in_room(room(opened))
        ours, theirs = shown.columns
        assert titles(ours.rows) == [
            "Late for long", "Due today, first due long ago", "Another date is asked for", "Reported before its day",
            "Closed, first due on the day of the last review", "Closed, first due today",
            "Moved, first due on the day of the last review", "Moved, first due the day after",
            "Moved, first due today",
        ]  # fmt: skip
        assert titles(theirs.rows) == ["Theirs"]
        assert (ours.heading, theirs.heading, ours.tally.due) == ("We owe", "They owe", 4)
        assert titles(shown.not_yet_due) == [
            "Due tomorrow",
            "Another date was asked for",
        ]
        assert [row.item.title for row in ours.rows if row.key in shown.keys] == titles(ours.rows)[:4]
    with acting_as(cast.lead):
        assert [column.heading for column in PROMISED.in_room(room(opened, cast.lead)).columns] == [
            "They owe",
            "We owe",
        ]


def test_twelve_are_listed_that_are_not_yet_due_and_without_a_last_time_it_looks_five_weeks_back(
    opened: Scene,
) -> None:
    with entered(SYSTEM):
        for number in range(1, 14):
            promise(opened.cast.partner, opened.cast.lead, f"{number}", due_on=TODAY + number * A_DAY)
        Review.objects.filter(state="sealed").update(state="cancelled", cancelled_reason="Snow")
    with acting_as(opened.cast.cio):
        shown = PROMISED.in_room(room(opened))
        assert titles(shown.not_yet_due) == [str(number) for number in range(1, 13)]
        assert shown.since == TODAY - 35 * A_DAY


def test_the_verdict_of_a_row_is_the_ledger_s(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        promise(
            cast.partner,
            cast.teammate,
            "Missed",
            state="closed",
            due_on=TODAY - 9 * A_DAY,
            reported_at=MONDAY,
            reported_on=TODAY,
            closed_at=MONDAY,
            closed_on=TODAY,
            confirmed_by=cast.lead,
            promised_at=MONDAY - 60 * A_DAY,
        )
    with acting_as(cast.cio):
        (row,) = PROMISED.in_room(room(opened)).columns[0].rows
        assert (row.status.level, row.status.words, row.below) == ("bad", "missed", "9 days late")


# --- 3, 4, 5: outcomes, asks, tabled ----------------------------------------------------------------------------------


def test_outcomes_are_the_agreed_ones_with_their_last_check_in(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        for state in OutcomeIntent.State.values:
            outcome(cast.partner, state, state=state)
        outcome(cast.rival, "A rival's")
        twice = outcome(cast.partner, "Twice")
        for days, words in ((3, "Before"), (1, "Last"), (9, "First")):
            CheckIn.objects.create(
                partner=cast.partner,
                outcome=twice,
                by=cast.lead,
                on=TODAY - days * A_DAY,
                words=words,
                health="on_track",
            )
    with acting_as(cast.cio):
        rows = OUTCOMES.in_room(room(opened)).rows
        assert [(row.outcome.intent.statement, row.check_in and row.check_in.words) for row in rows] == [
            ("agreed", None),
            ("Twice", "Last"),
        ]


def test_asks_are_those_without_an_answer_and_those_answered_today(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        made = {"kind": "decision", "state": "made", "answer": "Yes."}
        ask(cast.partner, cast.lead, title="Younger", raised_on=TODAY - A_DAY)
        ask(cast.partner, cast.lead, title="Older", raised_on=TODAY - 2 * A_DAY)
        ask(cast.partner, cast.lead, title="Answered today", answered_on=TODAY, **made)
        ask(cast.partner, cast.lead, title="Answered yesterday", answered_on=TODAY - A_DAY, **made)
        ask(cast.partner, cast.manager, title="On them")
        ask(cast.rival, cast.rival_lead, title="A rival's")
    with acting_as(cast.cio):
        ours, theirs = ASKS.in_room(room(opened)).columns
        assert titles(ours.rows) == ["Older", "Younger", "Answered today"]
        assert titles(theirs.rows) == ["On them"]
        assert (ours.heading, theirs.heading) == ("We answer", "They answer")


def test_each_side_has_its_place_for_what_it_tabled(scene: Scene) -> None:
    with entered(SYSTEM):
        verbs.table_item(scene.review, title="A seat", by=scene.cast.lead, now=EARLIER)
    with acting_as(scene.cast.cio):
        ours, theirs = TABLED.in_room(room(scene)).sides
        assert (ours.side, ours.name, ours.item) == (Side.OURS, "Northgate Group", None)
        assert theirs.item is not None
        assert (theirs.side, theirs.name, theirs.item.title) == (Side.THEIRS, "Meridian Systems", "A seat")


# --- 6: read back -----------------------------------------------------------------------------------------------------


def test_what_was_promised_today_is_read_back_in_its_order(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        for minute, (title, owner) in enumerate(
            (
                ("First", cast.teammate),
                ("Theirs", cast.lead),
                ("Second", cast.manager),
                ("Undone", cast.manager),
            )
        ):
            verbs.keep_promise(
                opened.review,
                title=title,
                owner=owner,
                due_on=TODAY + 9 * A_DAY,
                by=cast.cio,
                now=opened.at(2 + minute),
            )
        RoomMove.objects.filter(words="Undone").update(undone_at=opened.at(5))
        verbs.say(opened.review, by=cast.lead, stance="agree", now=opened.at(5))
    with acting_as(cast.cio):
        here = room(opened)
        shown = READ_BACK.in_room(here)
        assert [(side, called, titles(items)) for side, called, items in shown.new] == [
            (Side.OURS, "We owe", ["First", "Second"]),
            (Side.THEIRS, "They owe", ["Theirs"]),
        ]
        assert titles(move.action for move in here.promised) == ["Second", "Theirs", "First"]
        assert [said.is_overtaken for said in shown.sides] == [False, False]
        SideStatement.objects.update(at=opened.at(3))
        assert [(said.stance, said.is_overtaken) for said in READ_BACK.in_room(room(opened)).sides] == [
            ("", False),
            ("agree", True),
        ]


def test_a_side_is_spoken_for_by_whoever_may_and_is_here_and_nobody_is_guessed(opened: Scene) -> None:
    cast = opened.cast

    def speakers(reader: User) -> list[tuple[set[str], str | None]]:
        with acting_as(reader):
            return [
                ({person.full_name for person in said.speakers}, said.usual and said.usual.full_name)
                for said in READ_BACK.in_room(room(opened, reader)).sides
            ]

    assert speakers(cast.cio) == [({"Anand Kulkarni"}, "Anand Kulkarni"), ({"Jonas Stein"}, "Jonas Stein")]
    with entered(SYSTEM):
        here(opened, cast.contributor)
        here(opened, cast.partner_sponsor, "following")
        here(opened, cast.manager, "excused")
    assert speakers(cast.cio)[1] == ({"Jonas Stein"}, "Jonas Stein")
    with entered(SYSTEM):
        here(opened, cast.partner_sponsor)
    assert speakers(cast.cio)[1] == ({"Jonas Stein", "Hanna Weiss"}, None)
    assert speakers(cast.manager)[0] == ({"Anand Kulkarni", "Priya Raman"}, "Priya Raman")
    assert speakers(cast.observer)[1] == ({"Jonas Stein", "Hanna Weiss"}, None)
    with entered(SYSTEM):
        verbs.say(opened.review, by=cast.partner_sponsor, stance="agree", now=opened.at(5))
    assert speakers(cast.cio)[1] == ({"Jonas Stein", "Hanna Weiss"}, "Hanna Weiss")


def test_what_nobody_turned_to_is_left_open_but_the_read_back_itself(opened: Scene) -> None:
    with entered(SYSTEM):
        lines = {item.section: item for item in AgendaItem.objects.filter(review=opened.review, position=0)}
        for section in (ASKS.number, READ_BACK.number):
            verbs.take_up(lines[section], by=opened.cast.cio, now=opened.at(9))
    with acting_as(opened.cast.cio):
        assert [item.section for item in READ_BACK.in_room(room(opened)).left_open] == [
            PERFORMANCE.number, OUTCOMES.number, TABLED.number,
        ]  # fmt: skip
