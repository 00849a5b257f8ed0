"""The screen of whoever writes beside the chair: what they can write down of a row, and how it is read back."""

import re

import pytest
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from reviews import verbs
from reviews.models import RoomMove
from tests.reviews.room.screen.shown import SignedIn, at, item_called, text_of, turn_to
from tests.reviews.scene import Scene


@pytest.fixture
def scribe(opened: Scene, chair: Client, signed_in: SignedIn) -> Client:
    """An observer of the other side, who may do nothing here by themselves."""
    observer = signed_in(opened.cast.observer)
    observer.get(at(opened))
    chair.post(at(opened, "scribe/"), {"person": opened.cast.observer.pk})
    return observer


def offered(page: str) -> list[str]:
    """The last word of each address that the row in hand leads to, but for the question how it stands."""
    found = re.findall(r'(?:/actions/\d+/|&amp;do=)([\w-]+)/?" hx', page)
    return [step for step in dict.fromkeys(found) if step != "question"]


def test_a_row_offers_a_scribe_what_whoever_owes_it_says(
    opened: Scene, chair: Client, scribe: Client
) -> None:
    late, done = item_called("Root cause"), item_called("Index rebuild")
    for row, theirs, chairs in (
        (
            late,
            ["report", "due-date", "waiting", "assignment"],
            ["report", "due-date", "waiting", "assignment"],
        ),
        (done, [], ["confirmation", "return"]),
    ):
        place = at(opened, f"?at=action-{row.pk}")
        assert offered(text_of(scribe.get(place))) == theirs
        assert offered(text_of(chair.get(place))) == chairs


def test_nobody_else_is_offered_a_step(opened: Scene, scribe: Client, signed_in: SignedIn) -> None:
    late = item_called("Root cause")
    assert not offered(text_of(signed_in(opened.cast.lead).get(at(opened, f"?at=action-{late.pk}"))))
    form = {"version": late.version, "due_on": "in 3 weeks", "reason": "Hardware"}
    assert (
        signed_in(opened.cast.lead).post(at(opened, f"actions/{late.pk}/due-date/"), form).status_code == 403
    )


def test_what_a_scribe_may_not_write_is_refused_at_its_address(
    opened: Scene, chair: Client, scribe: Client
) -> None:
    reported = item_called("Index rebuild")
    for move in ("confirmation", "return", "question"):
        form = {"version": reported.version, "word": "The log"}
        assert scribe.post(at(opened, f"actions/{reported.pk}/{move}/"), form).status_code == 403
    assert scribe.post(at(opened, "confirmation/"), {"confirm": reported.pk}).status_code == 403
    turn_to(opened, chair, 5)
    assert "room-strip" not in text_of(scribe.get(at(opened)))


def test_a_scribe_opens_a_form_and_what_was_refused_stays_in_it(opened: Scene, scribe: Client) -> None:
    late = item_called("Root cause")
    page = text_of(scribe.get(at(opened, f"?at=action-{late.pk}&do=due-date")))
    assert "Save the new date" in page
    form = {"version": late.version, "due_on": "some day", "reason": "Hardware", "at": f"action-{late.pk}"}
    answer = scribe.post(at(opened, f"actions/{late.pk}/due-date/"), form)
    assert answer.status_code == 422
    assert 'value="some day"' in text_of(answer)
    assert "Save the new date" not in text_of(scribe.get(at(opened, f"?at=action-{late.pk}&do=return")))


def test_what_a_scribe_wrote_is_read_back_to_both_sides_with_their_name(
    opened: Scene, chair: Client, scribe: Client, signed_in: SignedIn
) -> None:
    cast, late, ours = opened.cast, item_called("Root cause"), item_called("Archiving policy")
    with entered(SYSTEM):
        verbs.say(opened.review, by=cast.lead, stance="agree", now=opened.at(19))
    for item, step, words in (
        (late, "waiting", {"what_for": "Access"}),
        (ours, "due-date", {"due_on": "in 3 weeks", "reason": "The board"}),
    ):
        answer = scribe.post(at(opened, f"actions/{item.pk}/{step}/"), {"version": item.version, **words})
        assert answer.status_code == 302
    for reader in (cast.cio, cast.lead):
        page = text_of(signed_in(reader).get(at(opened, "close/")))
        besides = page.split('id="besides"')[1].split("</section>")[0]
        assert "Waiting on:</b> Root cause: Access · on the word of Jonas Stein" in besides
        assert f"written down by {cast.observer.full_name}" in besides
        assert f"Tom Okafor · written down by {cast.observer.full_name}" in page.split('id="new-ours"')[1]
        assert "Said before the last change to this: ask again." in page
    with entered(SYSTEM):
        assert {move.by for move in RoomMove.objects.filter(review=opened.review)} == {cast.observer}


def test_what_the_chair_wrote_is_read_back_without_a_name(opened: Scene, chair: Client) -> None:
    late = item_called("Root cause")
    chair.post(at(opened, f"actions/{late.pk}/waiting/"), {"version": late.version, "what_for": "Access"})
    page = text_of(chair.get(at(opened, "close/")))
    assert "Root cause: Access" in page.split('id="besides"')[1].split("</section>")[0]
    assert "written down by" not in page
