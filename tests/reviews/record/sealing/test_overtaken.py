"""A yes that is older than the last change to what is read back is none to what is sealed."""

import pytest

from reviews import verbs as room
from reviews.models import RoomMove
from reviews.record.verbs.sealing import Unheard, seal_review
from tests.reviews.record.sealing.seals import edition, says
from tests.reviews.scene import Scene


def written_down(scene: Scene, *, minutes: int, kind: str = "promised") -> RoomMove:
    return RoomMove.objects.create(
        partner=scene.cast.partner,
        review=scene.review,
        kind=kind,
        words="A promise",
        by=scene.cast.cio,
        at=scene.at(minutes),
        before={},
    )


def refusal_of(scene: Scene, *heard: str) -> Unheard:
    with pytest.raises(Unheard) as refusal:
        seal_review(scene.review, by=scene.cast.cio, now=scene.at(80), although_silent=heard)
    assert scene.fresh().state == "open"
    return refusal.value


def test_a_yes_before_the_last_promise_takes_a_second_press(opened: Scene) -> None:
    says(opened, "lead", "manager")
    written_down(opened, minutes=75)
    silent = refusal_of(opened).silent
    assert (
        silent.sentence == "Both sides spoke before the last change to what is read back. Nine mails leave."
    )
    refusal_of(opened, "ours")
    seal_review(opened.review, by=opened.cast.cio, now=opened.at(80), although_silent=silent.unheard)
    said = edition(opened).statements
    assert [(each.stance, each.overtaken) for each in said] == [("agree", True), ("agree", True)]


def test_one_side_may_be_silent_and_the_other_overtaken(opened: Scene) -> None:
    says(opened, "lead")
    written_down(opened, minutes=75, kind="moved")
    assert refusal_of(opened).sentence == (
        "Northgate Group has not said whether it agrees. Meridian Systems spoke before the last change to what is read "
        "back. Nine mails leave."
    )


def test_whoever_is_asked_again_is_heard(opened: Scene) -> None:
    says(opened, "lead", "manager")
    written_down(opened, minutes=75)
    for who in ("lead", "manager"):
        room.say(opened.review, by=getattr(opened.cast, who), now=opened.at(76), stance="agree")
    assert len(seal_review(opened.review, by=opened.cast.cio, now=opened.at(80))) == 2


def test_what_was_taken_back_after_the_yes_is_a_change_as_well(opened: Scene) -> None:
    move = written_down(opened, minutes=60)
    says(opened, "lead", "manager")
    RoomMove.objects.filter(pk=move.pk).update(undone_at=opened.at(75))
    assert refusal_of(opened).silent.overtaken == ("ours", "theirs")


def test_what_came_and_went_after_the_yes_is_none(opened: Scene) -> None:
    says(opened, "lead", "manager")
    move = written_down(opened, minutes=72)
    RoomMove.objects.filter(pk=move.pk).update(undone_at=opened.at(75))
    assert len(seal_review(opened.review, by=opened.cast.cio, now=opened.at(80))) == 2


@pytest.mark.parametrize("kind", ["noted", "parked", "thanked"])
def test_what_is_not_read_back_overtakes_nobody(opened: Scene, kind: str) -> None:
    says(opened, "lead", "manager")
    written_down(opened, minutes=75, kind=kind)
    assert len(seal_review(opened.review, by=opened.cast.cio, now=opened.at(80))) == 2
