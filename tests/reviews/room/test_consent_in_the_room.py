"""In the room each side speaks for what it owes: whoever chairs writes it down, and it says on whose word."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance import verbs as agreed
from governance.models import ActionItem, DateRequest
from governance.tracker.timeline import timeline_of
from partners.history.tables import history_of_rows
from partners.models import User
from partners.verb import Refused
from reviews import verbs as room
from reviews.models import RoomMove, Seal
from reviews.record.verbs.sealing import seal_review
from tests.ground import laid
from tests.reviews.room import room_steps
from tests.reviews.scene import BOTH, EARLIER, TODAY, Scene, promise, reported

pytestmark = pytest.mark.usefixtures("everywhere")
FRIDAY = TODAY + timedelta(days=4)
_DEEDS: dict[str, Callable[[Scene, ActionItem], object]] = {
    "done": lambda scene, item: room_steps.report_done(scene.review, item, by=scene.cast.cio, now=scene.at(5)),
    "new_date": lambda scene, item: room_steps.move_date(
        scene.review, item, due_on=FRIDAY, reason="Hardware", by=scene.cast.cio, now=scene.at(5)
    ),
    "waits_on": lambda scene, item: room_steps.wait_on(
        scene.review, item, on_side="ours", what_for="Access", by=scene.cast.cio, now=scene.at(5)
    ),
    "hand_over": lambda scene, item: room_steps.hand_over(
        scene.review, item, to=scene.cast.contributor, by=scene.cast.cio, now=scene.at(5)
    ),
    "accept_date": lambda scene, item: room_steps.accept_date(
        scene.review, item, by=scene.cast.cio, now=scene.at(5)
    ),
    "decline_date": lambda scene, item: room_steps.decline_date(
        scene.review, item, word="It stays", by=scene.cast.cio, now=scene.at(5)
    ),
    "wait_over": lambda scene, item: room_steps.end_wait(scene.review, item, by=scene.cast.cio, now=scene.at(5)),
}  # fmt: skip


@laid
def opened(scene: Scene) -> Scene:
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


def here(scene: Scene, person: User) -> None:
    room.mark_attendance(scene.review, person=person, state="present", by=scene.cast.cio, now=scene.at(1))


def ready(scene: Scene, verb: str) -> ActionItem:
    """A promise of the other side with which `verb` can be done."""
    item = promise(scene.cast.partner, scene.cast.lead)
    if verb in ("accept_date", "decline_date"):
        agreed.ask_for_date(item, due_on=FRIDAY, reason="The board", by=scene.cast.manager, now=scene.at(-9))
    if verb == "wait_over":
        agreed.wait_on(item, on_side="ours", what_for="Access", by=scene.cast.lead, now=EARLIER)
    return item


@pytest.mark.parametrize("verb", _DEEDS)
def test_nobody_speaks_for_the_other_side_while_none_of_them_is_here(opened: Scene, verb: str) -> None:
    item = ready(opened, verb)
    before = ActionItem.objects.values().get(pk=item.pk)
    with pytest.raises(Refused, match="Nobody of Meridian Systems who may say this"):
        _DEEDS[verb](opened, item)
    assert ActionItem.objects.values().get(pk=item.pk) == before


@pytest.mark.parametrize("verb", _DEEDS)
def test_what_is_written_down_for_the_other_side_says_on_whose_word(opened: Scene, verb: str) -> None:
    item = ready(opened, verb)
    here(opened, opened.cast.contributor)  # who is neither its owner nor leads there
    with pytest.raises(Refused, match="Nobody of Meridian"):
        _DEEDS[verb](opened, item)
    here(opened, opened.cast.lead)
    _DEEDS[verb](opened, item)
    move = RoomMove.objects.latest("id")
    assert move.by == opened.cast.cio
    assert move.words.endswith("· on the word of Jonas Stein")
    told = history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=item.pk).latest("pgh_id").pgh_context
    assert (told["person"], told["on_word_of"]) == (opened.cast.cio.pk, opened.cast.lead.pk)


def test_rows_bear_the_name_of_who_said_it(opened: Scene) -> None:
    here(opened, opened.cast.lead)
    for verb in ("new_date", "waits_on", "done"):
        item = ready(opened, verb)
        _DEEDS[verb](opened, item)
    assert item.reported_by == opened.cast.lead
    assert {date.given_by for date in item.dates.all()} == {opened.cast.lead}
    assert ActionItem.objects.filter(waits__said_by=opened.cast.lead).exists()
    (told,) = [each for each in timeline_of(item, []) if each.words == "reported it done"]
    assert (told.person, told.on_word_of) == (opened.cast.cio, opened.cast.lead)


@pytest.mark.parametrize("accepted", [True, False])
def test_a_date_asked_for_is_answered_in_the_room_and_that_is_taken_back(
    opened: Scene, accepted: bool
) -> None:
    here(opened, opened.cast.lead)
    item = ready(opened, "accept_date")
    said = {"by": opened.cast.cio, "now": opened.at(5)}
    if accepted:
        room_steps.accept_date(opened.review, item, **said)
    else:
        room_steps.decline_date(opened.review, item, word="We have planned it so", **said)
    request = DateRequest.objects.get()
    assert (request.state, request.answered_by, item.due_on) == (
        ("accepted", opened.cast.lead, FRIDAY) if accepted else ("declined", opened.cast.lead, TODAY)
    )
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))
    request.refresh_from_db()
    item.refresh_from_db()
    assert (request.state, request.answered_by, item.due_on) == ("asked", None, TODAY)


@pytest.mark.parametrize("verb", ["done", "new_date", "waits_on", "hand_over"])
def test_what_was_said_in_the_room_is_taken_back_there_and_nowhere_else(opened: Scene, verb: str) -> None:
    here(opened, opened.cast.lead)
    item = ready(opened, verb)
    _DEEDS[verb](opened, item)
    with pytest.raises(Refused, match="nothing here to take back"):
        agreed.take_back(item, by=opened.cast.cio, now=opened.at(5))
    room.undo(opened.review, by=opened.cast.cio, now=opened.at(6))


def test_what_a_side_said_is_not_taken_back_once_it_has_left(opened: Scene) -> None:
    here(opened, opened.cast.lead)
    item = ready(opened, "done")
    _DEEDS["done"](opened, item)
    room.mark_attendance(
        opened.review, person=opened.cast.lead, state="excused", by=opened.cast.cio, now=opened.at(6)
    )
    with pytest.raises(Refused, match="Nobody of Meridian"):
        room.undo(opened.review, by=opened.cast.cio, now=opened.at(7))


def test_what_was_said_on_a_day_that_is_over_stays(opened: Scene) -> None:
    here(opened, opened.cast.lead)
    item = ready(opened, "done")
    _DEEDS["done"](opened, item)
    with pytest.raises(Refused, match="that day is over"):
        room.undo(opened.review, by=opened.cast.cio, now=opened.at(60 * 24))


def test_no_pack_prints_a_day_after_its_seal(opened: Scene) -> None:
    """In Auckland it is tomorrow already when somebody there reports and nods."""
    User.objects.filter(pk=opened.cast.lead.pk).update(time_zone="Pacific/Auckland")
    here(opened, User.objects.get(pk=opened.cast.lead.pk))
    theirs, ours = ready(opened, "done"), reported(opened.cast.partner, opened.cast.manager)
    room_steps.report_done(opened.review, theirs, by=opened.cast.cio, now=opened.at(90))
    room_steps.confirm(opened.review, ours, by=opened.cast.cio, now=opened.at(90))
    assert theirs.reported_on == ours.closed_on
    sealed_on = opened.at(95).astimezone(ZoneInfo("Europe/London")).date()
    seal_review(opened.review, by=opened.cast.cio, now=opened.at(95), although_silent=BOTH)
    seals = list(Seal.objects.all())
    assert len(seals) == 2
    for seal in seals:
        assert max(_days_in(seal.content), default=sealed_on) <= sealed_on


def _days_in(content: str) -> list[date]:
    facts = json.loads(content)
    return [
        datetime.fromisoformat(each[name]).date()
        for each in facts["actions"]
        for name in ("reported_on", "closed_on")
        if each[name]
    ]
