"""The live meeting is opened; its clock and its agenda; what each side says at the end."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from partners.verb import Refused
from reviews import verbs as room
from reviews.models import AgendaItem, Attendance, Review
from tests.reviews.room.meeting.in_the_room import in_hand, section
from tests.reviews.scene import MONDAY, TODAY, Scene, promise
from tests.tampering import as_the_owner

pytestmark = pytest.mark.usefixtures("everywhere")


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
