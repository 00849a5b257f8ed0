"""Presenting moves from hand to hand, a scribe writes beside the chair, and two who write at once lose nothing."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ActionItem
from partners.models import User
from partners.verb import Refused, Stale
from reviews import verbs as room
from reviews.models import Minute, Review, RoomMove, SideStatement
from tests.reviews.room.meeting.in_the_room import FRIDAY, here, in_hand, section
from tests.reviews.scene import Scene

pytestmark = pytest.mark.usefixtures("everywhere")


def hand_over(scene: Scene, to: User | None, by: User | None = None) -> Review:
    return room.hand_presenting(scene.review, to=to, by=by or scene.cast.cio, now=scene.at(2))


def turn(scene: Scene, number: int, by: User) -> None:
    room.take_up(section(scene, number), by=by, now=scene.at(3))


def test_presenting_goes_to_either_side_and_is_taken_back(opened: Scene) -> None:
    cast = opened.cast
    here(opened, cast.teammate)
    for presenter, number in ((cast.lead, 2), (cast.teammate, 3)):
        with pytest.raises(PermissionDenied):
            turn(opened, number, presenter)
        assert hand_over(opened, presenter).presented_by == presenter.pk
        turn(opened, number, presenter)
        assert in_hand(opened).section == number
        assert hand_over(opened, None).presented_by == cast.cio.pk
        with pytest.raises(PermissionDenied):
            turn(opened, 1, presenter)


def test_a_presenter_gives_it_back_but_to_nobody_else(opened: Scene) -> None:
    cast = opened.cast
    hand_over(opened, cast.lead)
    for to, by in ((cast.lead, cast.lead), (cast.contributor, cast.lead), (None, cast.contributor)):
        with pytest.raises(PermissionDenied):
            hand_over(opened, to, by)
    assert opened.fresh().presented_by == cast.lead.pk
    assert hand_over(opened, None, by=cast.lead).presenter is None


def test_whoever_may_chair_turns_the_agenda_also_while_somebody_else_presents(opened: Scene) -> None:
    hand_over(opened, opened.cast.lead)
    turn(opened, 6, opened.cast.cio)
    assert in_hand(opened).section == 6


def test_neither_part_is_given_to_somebody_who_is_not_here(opened: Scene) -> None:
    cast, away = opened.cast, opened.cast.contributor
    with pytest.raises(Refused, match=f"{away.full_name} is not here"):
        hand_over(opened, away)
    with pytest.raises(Refused, match="is not here"):
        room.name_scribe(opened.review, person=away, by=cast.cio, now=opened.at(2))
    here(opened, away)
    assert hand_over(opened, away).presenter == away


def test_whoever_leaves_neither_presents_nor_writes_any_more(opened: Scene) -> None:
    cast = opened.cast
    here(opened, cast.contributor)
    hand_over(opened, cast.lead)
    room.name_scribe(opened.review, person=cast.contributor, by=cast.cio, now=opened.at(2))
    left = {"state": "excused", "by": cast.cio, "now": opened.at(3)}
    room.mark_attendance(opened.review, person=cast.contributor, **left)
    assert (opened.fresh().scribe, opened.fresh().presenter) == (None, cast.lead)
    room.mark_attendance(opened.review, person=cast.lead, **left)
    assert opened.fresh().presented_by == cast.cio.pk


@pytest.fixture
def scribe(opened: Scene) -> User:
    """Somebody of the other side whose role records no promises."""
    here(opened, opened.cast.contributor)
    room.name_scribe(opened.review, person=opened.cast.contributor, by=opened.cast.cio, now=opened.at(2))
    return opened.cast.contributor


def test_a_scribe_writes_as_the_chair_would(opened: Scene, scribe: User) -> None:
    facts = {"by": scribe, "now": opened.at(4)}
    for owner in (opened.cast.manager, opened.cast.lead):
        item = room.keep_promise(opened.review, title="Plan", owner=owner, due_on=FRIDAY, **facts)
        assert (item.state, item.side) == ("open", owner.side)
    room.note(opened.review, text="Said so", **facts)
    room.park(opened.review, text="Prices", **facts)
    room.thank_in_room(opened.review, names="Mei", words="for the purge", **facts)
    assert {move.by for move in RoomMove.objects.filter(review=opened.review)} == {scribe}
    assert {minute.author for minute in Minute.objects.all()} == {scribe}


def test_a_scribe_neither_decides_nor_moves_nor_confirms(opened: Scene, scribe: User) -> None:
    review, facts = opened.review, {"by": scribe, "now": opened.at(4)}
    kept = room.keep_promise(review, title="Plan", owner=opened.cast.lead, due_on=FRIDAY, **facts)
    refused: tuple[Callable[[], object], ...] = (
        lambda: room.decide_aloud(review, text="Freeze", **facts),
        lambda: room.confirm_list(review, [ActionItem.objects.get(pk=kept.pk)], **facts),
        lambda: room.take_up(section(opened, 2), **facts),
        lambda: room.pause(review, **facts),
        lambda: room.name_scribe(review, person=opened.cast.lead, **facts),
    )
    for deed in refused:
        with pytest.raises((PermissionDenied, Refused)):
            deed()
    assert [move.kind for move in RoomMove.objects.filter(review=review)] == ["promised"]


def test_a_scribe_takes_back_what_they_wrote_themselves_alone(opened: Scene, scribe: User) -> None:
    review = opened.review
    room.note(review, text="By the chair", by=opened.cast.cio, now=opened.at(3))
    with pytest.raises(Refused, match="Anand Kulkarni wrote that down"):
        room.undo(review, by=scribe, now=opened.at(4))
    item = room.keep_promise(
        review, title="Plan", owner=opened.cast.lead, due_on=FRIDAY, by=scribe, now=opened.at(5)
    )
    room.undo(review, by=scribe, now=opened.at(6))
    item.refresh_from_db()
    assert item.state == "withdrawn"


def test_once_nobody_is_named_any_more_the_scribe_writes_nothing(opened: Scene, scribe: User) -> None:
    room.name_scribe(opened.review, person=None, by=opened.cast.cio, now=opened.at(5))
    with pytest.raises(PermissionDenied):
        room.note(opened.review, text="Said so", by=scribe, now=opened.at(6))


def test_of_two_who_write_a_side_s_sentence_at_once_the_second_is_told(opened: Scene) -> None:
    lead, chair = opened.cast.lead, opened.cast.cio
    first = room.say(opened.review, by=lead, sentence="Tuning is used up.", version=0, now=opened.at(80))
    said = {"by": chair, "on_word_of": lead, "sentence": "We tuned enough.", "now": opened.at(81)}
    for version in (0, first.version + 1):
        with pytest.raises(Stale, match="Meridian Systems has said something else"):
            room.say(opened.review, **said, version=version)
    assert SideStatement.objects.get().sentence == "Tuning is used up."
    assert room.say(opened.review, **said, version=first.version).sentence == "We tuned enough."
    assert room.say(opened.review, **{**said, "sentence": "Enough."}).sentence == "Enough."
