"""The live meeting: opened, its clock, what is in hand, what is moved and taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ActionItem, Thanks
from governance.tracker.timeline import story_of
from governance.verbs import dispute_wait
from partners.models import User
from partners.verb import Refused, Stale
from reviews import verbs as room
from reviews.models import AgendaItem, Attendance, Minute, Review, RoomMove
from tests.ground import laid
from tests.reviews import room_steps
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, ask, promise, reported
from tests.tampering import as_the_owner

pytestmark = pytest.mark.usefixtures("everywhere")

FRIDAY = TODAY + timedelta(days=4)


@laid
def opened(scene: Scene) -> Scene:
    """The review, open since ten, with the lead in the room."""
    room.table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=EARLIER)
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    here(scene, scene.cast.lead)
    return scene


def here(scene: Scene, person: User) -> None:
    room.mark_attendance(scene.review, person=person, state="present", by=scene.cast.cio, now=scene.at(1))


def in_hand(scene: Scene) -> AgendaItem:
    return AgendaItem.objects.get(review=scene.review, state="now")


def section(scene: Scene, number: int) -> AgendaItem:
    return AgendaItem.objects.get(review=scene.review, section=number, position=0)


# --- opening ------------------------------------------------------------------------------------------------------


def test_opening_starts_the_clock_and_takes_up_the_first_section(scene: Scene) -> None:
    review = room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    assert (review.state, review.elapsed(scene.at(41))) == ("open", 41 * 60)
    assert in_hand(scene).section == 1


def test_opening_freezes_the_agenda_as_it_stands_then(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.lead)
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    assert scene.fresh().agenda_frozen_at == scene.at()
    assert AgendaItem.objects.filter(review=scene.review, title="Index rebuild").exists()


def test_a_review_without_a_chair_is_not_opened(scene: Scene) -> None:
    Review.objects.update(chair=None)
    with pytest.raises(Refused, match="has no chair") as refusal:
        room.open_review(scene.review, by=scene.cast.manager, now=scene.at())
    assert refusal.value.field == "chair"


def test_a_chair_who_left_does_not_chair(scene: Scene) -> None:
    Review.objects.update(chair=scene.cast.teammate)
    with pytest.raises(Refused, match="may no longer chair"):
        room.open_review(scene.review, by=scene.cast.manager, now=scene.at())


def test_a_review_is_not_opened_days_before(scene: Scene) -> None:
    with pytest.raises(Refused, match="planned for 23 November 2026"):
        room.open_review(scene.review, by=scene.cast.cio, now=MONDAY - timedelta(days=3))


def test_a_review_nobody_is_invited_to_is_not_opened(scene: Scene) -> None:
    with as_the_owner():
        Attendance.objects.all().delete()
    with pytest.raises(Refused, match="Nobody is invited"):
        room.open_review(scene.review, by=scene.cast.cio, now=scene.at())


def test_an_open_review_is_not_opened_again(opened: Scene) -> None:
    with pytest.raises(Refused, match="is open already"):
        room.open_review(opened.review, by=opened.cast.cio, now=opened.at(5))


def test_only_who_may_chair_opens(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        room.open_review(scene.review, by=scene.cast.lead, now=scene.at())


def test_in_the_room_the_deputy_takes_over_from_a_chair_who_falls_ill(opened: Scene) -> None:
    room.change_chair(opened.review, chair=opened.cast.manager, by=opened.cast.manager, now=opened.at(20))
    room.note(opened.review, text="Anand had to leave.", by=opened.cast.manager, now=opened.at(21))
    assert opened.fresh().chair == opened.cast.manager


# --- clock and agenda ---------------------------------------------------------------------------------------------


def test_the_clock_stands_still_while_paused(opened: Scene) -> None:
    room.pause(opened.review, by=opened.cast.cio, now=opened.at(10))
    room.resume(opened.review, by=opened.cast.cio, now=opened.at(25))
    assert opened.fresh().elapsed(opened.at(30)) == 15 * 60
    assert in_hand(opened).spent(opened.at(30)) == 15 * 60


def test_turning_to_a_section_leaves_the_one_before_discussed_with_its_time(opened: Scene) -> None:
    room.take_up(section(opened, 2), by=opened.cast.cio, now=opened.at(7))
    first = section(opened, 1)
    assert (first.state, first.spent(opened.at(20))) == ("discussed", 7 * 60)
    assert in_hand(opened).spent(opened.at(20)) == 13 * 60


def test_what_a_side_tabled_cannot_be_dropped(opened: Scene) -> None:
    tabled = AgendaItem.objects.get(title="A seat in planning")
    with pytest.raises(Refused, match="cannot be dropped"):
        room.set_aside(tabled, state="dropped", by=opened.cast.cio, now=opened.at(60))


def test_nobody_drops_what_their_side_owes(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.manager, "Ours and late", due_on=TODAY - timedelta(days=9))
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    owed = AgendaItem.objects.get(title="Ours and late")
    with pytest.raises(Refused, match="cannot be dropped"):
        room.set_aside(owed, state="dropped", by=scene.cast.cio, now=scene.at(5))


def test_what_is_deferred_keeps_its_state_for_the_next_review(opened: Scene) -> None:
    tabled = AgendaItem.objects.get(title="A seat in planning")
    room.set_aside(tabled, state="deferred", by=opened.cast.cio, now=opened.at(60))
    tabled.refresh_from_db()
    assert tabled.state == "deferred"


# --- moves --------------------------------------------------------------------------------------------------------


def test_a_promise_made_in_the_room_is_read_back_later(opened: Scene) -> None:
    kept = room.keep_promise(
        opened.review,
        title="Run the purge",
        owner=opened.cast.contributor,
        due_on=FRIDAY,
        by=opened.cast.cio,
        now=opened.at(3),
    )
    move = opened.review.moves.get()
    assert (move.kind, move.action, move.item.section) == ("promised", kept, 1)
    assert (kept.state, kept.side, kept.first_due_on) == ("open", "theirs", FRIDAY)


def test_every_move_is_seen_by_every_screen(opened: Scene) -> None:
    before = opened.fresh().version
    room.note(opened.review, text="Forty minutes.", by=opened.cast.cio, now=opened.at(3))
    assert opened.fresh().version > before


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), TODAY.replace(year=2062)])
def test_an_impossible_day_is_refused(opened: Scene, due_on: object) -> None:
    with pytest.raises(Refused) as refusal:
        room.keep_promise(
            opened.review,
            title="Run it",
            owner=opened.cast.lead,
            due_on=due_on,
            by=opened.cast.cio,
            now=opened.at(3),
        )
    assert refusal.value.field == "due_on"


def test_somebody_of_another_partner_cannot_own_a_promise(opened: Scene) -> None:
    with pytest.raises(Refused, match="does not take part"):
        room.keep_promise(
            opened.review,
            title="Run it",
            owner=opened.cast.rival_lead,
            due_on=FRIDAY,
            by=opened.cast.cio,
            now=opened.at(3),
        )


def test_their_promise_is_confirmed_by_our_chair_with_a_click(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.contributor)
    room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))
    assert (item.state, item.confirmed_by) == ("closed", opened.cast.cio)


def test_ours_is_confirmed_by_the_nod_of_their_lead_in_the_room(opened: Scene) -> None:
    item = reported(opened.cast.partner, opened.cast.teammate)
    room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))
    assert (item.state, item.confirmed_by) == ("closed", opened.cast.lead)


def test_ours_is_not_confirmed_while_nobody_of_theirs_is_here(opened: Scene) -> None:
    Attendance.objects.filter(person=opened.cast.lead).update(state="excused")
    item = reported(opened.cast.partner, opened.cast.teammate)
    with pytest.raises(Refused, match="Nobody of Meridian Systems"):
        room_steps.confirm(opened.review, item, by=opened.cast.cio, now=opened.at(4))


def test_the_consent_list_is_confirmed_in_one_go(opened: Scene) -> None:
    items = [
        reported(opened.cast.partner, owner) for owner in (opened.cast.contributor, opened.cast.teammate)
    ]
    room.confirm_list(opened.review, items, by=opened.cast.cio, now=opened.at(4))
    assert set(ActionItem.objects.values_list("state", flat=True)) == {"closed"}
    assert opened.review.moves.filter(kind="confirmed").count() == 2


def test_a_row_somebody_changed_meanwhile_is_not_overwritten(opened: Scene) -> None:
    item = promise(opened.cast.partner, opened.cast.lead)
    with pytest.raises(Stale):
        room_steps.report_done(
            opened.review, item, by=opened.cast.cio, now=opened.at(4), version=item.version - 1
        )


def test_a_decision_asked_of_us_is_made_in_words(opened: Scene) -> None:
    asked = ask(opened.cast.partner, opened.cast.lead, kind="decision")
    room_steps.decide(opened.review, asked, answer="Yes, in December.", by=opened.cast.cio, now=opened.at(9))
    assert (asked.state, asked.answered_by, asked.answer) == ("made", opened.cast.cio, "Yes, in December.")


def test_a_decision_asked_of_them_is_made_by_their_lead_in_the_room(opened: Scene) -> None:
    asked = ask(opened.cast.partner, opened.cast.manager, kind="decision")
    room_steps.decide(opened.review, asked, answer="Two people.", by=opened.cast.cio, now=opened.at(9))
    assert asked.answered_by == opened.cast.lead


@pytest.mark.parametrize("who", ["lead", "contributor", "observer", "reader", "rival_lead", "stranger"])
def test_only_who_may_chair_moves_things(opened: Scene, who: str) -> None:
    with pytest.raises(PermissionDenied):
        room.note(opened.review, text="Hello", by=getattr(opened.cast, who), now=opened.at(3))


def test_a_sealed_review_takes_no_more_moves(opened: Scene) -> None:
    Review.objects.update(state="sealed", sealed_at=opened.at(90), sealed_by=opened.cast.cio)
    with pytest.raises(Refused, match="is sealed"):
        room.note(opened.review, text="Too late", by=opened.cast.cio, now=opened.at(91))


# --- undo ---------------------------------------------------------------------------------------------------------


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
    told = [each.words for each in story_of(item, [])]
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


# --- read-back ----------------------------------------------------------------------------------------------------


def test_each_lead_agrees_or_differs_in_words(opened: Scene) -> None:
    room.say(
        opened.review,
        by=opened.cast.lead,
        now=opened.at(80),
        stance="differ",
        differs_on="The date of the purge",
    )
    room.say(
        opened.review, by=opened.cast.manager, now=opened.at(81), stance="agree", sentence="Tough and fair."
    )
    said = {row.side: (row.stance, row.differs_on, row.sentence) for row in opened.review.statements.all()}
    assert said == {
        "theirs": ("differ", "The date of the purge", ""),
        "ours": ("agree", "", "Tough and fair."),
    }


def test_to_differ_one_says_on_what(opened: Scene) -> None:
    with pytest.raises(Refused, match="on what you differ") as refusal:
        room.say(opened.review, by=opened.cast.lead, now=opened.at(80), stance="differ")
    assert refusal.value.field == "differs_on"


def test_the_chair_records_what_the_lead_says_aloud(opened: Scene) -> None:
    statement = room.say(
        opened.review, by=opened.cast.cio, on_word_of=opened.cast.lead, now=opened.at(80), stance="agree"
    )
    assert (statement.side, statement.by) == ("theirs", opened.cast.lead)


def test_a_lead_does_not_speak_for_the_other_side(opened: Scene) -> None:
    with pytest.raises(PermissionDenied):
        room.say(
            opened.review,
            by=opened.cast.lead,
            on_word_of=opened.cast.manager,
            now=opened.at(80),
            stance="agree",
        )
