"""What was said in the live meeting is taken back, the latest first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import ActionItem, Thanks
from governance.tracker.timeline import timeline_of
from governance.verbs import dispute_wait
from partners.verb import Refused
from reviews import verbs as room
from reviews.models import Minute, RoomMove
from tests.reviews.room import room_steps
from tests.reviews.room.meeting.in_the_room import FRIDAY
from tests.reviews.scene import Scene, ask, promise, reported

pytestmark = pytest.mark.usefixtures("everywhere")


def facts_of(item: ActionItem) -> dict[str, object]:
    row = ActionItem.objects.values().get(pk=item.pk)
    return {name: value for name, value in row.items() if name != "version"}


@pytest.mark.parametrize("move", ["report_done", "move_date", "wait_on", "hand_over"])
def test_a_promise_is_as_before_once_its_move_is_taken_back(opened: Scene, move: str) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    before = facts_of(item)
    said = {
        "report_done": {},
        "move_date": {"due_on": FRIDAY, "reason": "The board"},
        "wait_on": {"on_side": "ours", "what_for": "The firewall"},
        "hand_over": {"to": opened.cast.contributor},
    }
    getattr(room_steps, move)(opened.review, item, by=opened.cast.cio, now=opened.at(5), **said[move])
    assert facts_of(item) != before or item.waits.filter(ended_on=None).exists()
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    assert facts_of(item) == before
    assert item.dates.count() == 1
    assert not item.waits.filter(ended_on=None).exists()


def test_a_wait_that_ended_with_done_runs_again_once_done_is_taken_back(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    room_steps.wait_on(
        opened.review, item, on_side="ours", what_for="The firewall", by=opened.cast.cio, now=opened.at(5)
    )
    room_steps.report_done(opened.review, item, by=opened.cast.cio, now=opened.at(6))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(7))
    assert item.waits.get().ended_on is None


def test_the_page_of_the_action_tells_the_slip_and_that_it_was_taken_back(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    room_steps.report_done(opened.review, item, by=opened.cast.cio, now=opened.at(5))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    told = [each.words for each in timeline_of(item, [])]
    made = next(
        words for words in told if words.startswith("wrote down")
    )  # by the scene, at the clock's own time
    assert [words for words in told if words != made] == ["took it back: the report", "reported it done"]


def test_a_wait_begun_by_a_slip_leaves_nothing_behind(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    room_steps.wait_on(
        opened.review, item, on_side="ours", what_for="The firewall", by=opened.cast.cio, now=opened.at(5)
    )
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    assert not item.waits.exists()


def test_what_was_said_to_be_missing_goes_with_the_return(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.contributor)
    before = facts_of(item)
    room_steps.give_back(opened.review, item, word="The second node", by=opened.cast.cio, now=opened.at(5))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    assert facts_of(item) == before
    assert not item.notes.exists()


def test_a_wait_the_other_side_has_answered_keeps_its_words_and_no_days(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    room_steps.wait_on(
        opened.review, item, on_side="ours", what_for="The firewall", by=opened.cast.cio, now=opened.at(5)
    )
    dispute_wait(item.waits.get(), words="Open since Friday", by=opened.cast.manager, now=opened.at(6))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(7))
    wait = item.waits.get()
    assert wait.dispute == "Open since Friday"
    assert wait.ended_on == wait.began_on


def test_a_confirmation_taken_back_is_reported_again(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.contributor)
    before = facts_of(item)
    room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(5))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    assert facts_of(item) == before


def test_a_fresh_promise_taken_back_is_withdrawn_and_not_deleted(opened: Scene) -> None:
    kept = room.keep_promise(
        opened.review,
        title="Slip",
        owner=opened.cast.lead,
        due_on=FRIDAY,
        by=opened.cast.cio,
        now=opened.at(3),
    )
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(4))
    kept.refresh_from_db()
    assert kept.state == "withdrawn"


def test_a_decision_taken_back_is_asked_for_again(opened: Scene) -> None:
    asked = ask(opened.cast.partner, opened.cast.lead, kind="decision")
    room_steps.decide(opened.review, asked, answer="Yes", by=opened.cast.cio, now=opened.at(9))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(10))
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.answered_by) == ("pending", "", None)


def test_words_taken_back_leave_the_minutes(opened: Scene) -> None:
    room.thank_in_room(opened.review, names="Mie", words="the purge", by=opened.cast.cio, now=opened.at(3))
    room.park(opened.review, text="Pricing", by=opened.cast.cio, now=opened.at(4))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(5))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    assert not Minute.objects.exists()
    assert not Thanks.objects.exists()
    assert RoomMove.objects.filter(undone_at=None).count() == 0


def test_moves_are_taken_back_latest_first_each_once(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    before = facts_of(item)
    room_steps.move_date(
        opened.review, item, due_on=FRIDAY, reason="The board", by=opened.cast.cio, now=opened.at(5)
    )
    room_steps.report_done(opened.review, item, by=opened.cast.cio, now=opened.at(6))
    assert room.undo(opened.review, by=opened.cast.cio, now=opened.at(7)).kind == "done"
    assert room.undo(opened.review, by=opened.cast.cio, now=opened.at(8)).kind == "moved"
    assert facts_of(item) == before


def test_what_somebody_changed_since_is_not_taken_back(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    room_steps.report_done(opened.review, item, by=opened.cast.cio, now=opened.at(6))
    ActionItem.objects.update(version=item.version + 1)
    with pytest.raises(Refused, match="Somebody changed “Index rebuild” since"):
        room.undo(opened.review, by=opened.cast.cio, now=opened.at(8))


def test_nothing_to_take_back_is_said(opened: Scene) -> None:
    with pytest.raises(Refused, match="nothing to take back"):
        room.undo(opened.review, by=opened.cast.cio, now=opened.at(8))


@pytest.mark.parametrize("move", ["report_done", "move_date", "wait_on", "hand_over"])
def test_the_row_is_locked_before_it_is_asked_whether_somebody_changed_it_since(
    opened: Scene, move: str
) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    said = {
        "report_done": {},
        "move_date": {"due_on": FRIDAY, "reason": "The board"},
        "wait_on": {"on_side": "ours", "what_for": "The firewall"},
        "hand_over": {"to": opened.cast.contributor},
    }
    getattr(room_steps, move)(opened.review, item, by=opened.cast.cio, now=opened.at(5), **said[move])
    with CaptureQueriesContext(connection) as asked:
        room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    of_the_row = [query["sql"] for query in asked.captured_queries if "actionitem" in query["sql"]]
    reads = next(place for place, sql in enumerate(of_the_row) if "FOR " in sql and "UPDATE" in sql)
    writes = next(
        place for place, sql in enumerate(of_the_row) if 'UPDATE "governance_actionitem" SET' in sql
    )
    assert reads < writes
