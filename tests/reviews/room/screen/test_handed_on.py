"""What was drawn for one who follows is handed to the next: how old it may be, and what it depends on."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from reviews import verbs
from reviews.models import Review
from reviews.room.handed_on import AGE
from tests.reviews.polling import BY_ITSELF
from tests.reviews.room.screen.shown import SignedIn, at
from tests.reviews.scene import Scene


@pytest.fixture
def screens(opened: Scene, signed_in: SignedIn) -> tuple[Client, Client]:
    """Of the partner's contributor and of its observer, who look on; each is seen by the other."""
    found = signed_in(opened.cast.contributor), signed_in(opened.cast.observer)
    for client in (*found, *found):
        client.get(at(opened))
        asks(opened, client)
    return found


def asks(scene: Scene, client: Client, **headers: str) -> HttpResponse:
    return client.get(at(scene, "state/?v=0"), headers=BY_ITSELF | headers)


def test_the_next_one_is_told_how_long_ago_the_clocks_were_read(
    opened: Scene, screens: tuple[Client, Client]
) -> None:
    first, second = screens
    with entered(SYSTEM):
        Review.objects.filter(pk=opened.review.pk).update(version=F("version") + 1)
    with time_machine.travel(opened.at(30), tick=False):
        asks(opened, second)
        drawn = asks(opened, first)
    with time_machine.travel(opened.at(30) + timedelta(milliseconds=1500), tick=False):
        handed = asks(opened, first)
    assert (drawn.headers[AGE], handed.headers[AGE]) == ("0", "1500")
    assert drawn.content.decode().count("30:00") == handed.content.decode().count("30:00") > 0


def test_another_move_is_drawn_anew(opened: Scene, screens: tuple[Client, Client]) -> None:
    before = asks(opened, screens[0]).content.decode()
    with entered(SYSTEM):
        review = Review.objects.get(pk=opened.review.pk)
        verbs.park(review, text="The price of racks", by=opened.cast.cio, now=opened.at(20))
    for client in screens:
        after = asks(opened, client).content.decode()
        assert "The price of racks" in after
        assert "The price of racks" not in before


@pytest.mark.parametrize("part", ["scribe", "presenter"])
def test_who_is_given_a_part_has_the_room_drawn_for_themselves(
    opened: Scene, screens: tuple[Client, Client], part: str
) -> None:
    assert all(AGE in asks(opened, client).headers for client in screens)
    with entered(SYSTEM):
        Review.objects.filter(pk=opened.review.pk).update(**{part: opened.cast.observer})
    assert [AGE in asks(opened, client).headers for client in screens] == [True, False]


def test_who_was_given_the_line_is_given_it_back_or_has_it_taken(
    opened: Scene, screens: tuple[Client, Client]
) -> None:
    """A screen that shows the line, and whose reader writes no longer, is drawn the line as it is now."""
    answer = screens[1].get(at(opened, "state/?v=0&writes=1"), headers=BY_ITSELF)
    assert AGE not in answer.headers
    assert "#capture-part" in answer.content.decode()


def test_a_row_somebody_looks_at_is_drawn_for_them(opened: Scene, screens: tuple[Client, Client]) -> None:
    assert AGE not in screens[1].get(at(opened, "state/?v=0&at=action-1"), headers=BY_ITSELF).headers
    assert AGE not in screens[1].get(at(opened, "state/?v=0"), headers={"X-Tandem-Poll": "1"}).headers
