"""Who is in the room, and what is in hand."""

from datetime import timedelta

from partners.models import User
from reviews import verbs as room
from reviews.models import AgendaItem
from tests.reviews.scene import TODAY, Scene

FRIDAY = TODAY + timedelta(days=4)


def here(scene: Scene, person: User) -> None:
    room.mark_attendance(scene.review, person=person, state="present", by=scene.cast.cio, now=scene.at(1))


def in_hand(scene: Scene) -> AgendaItem:
    return AgendaItem.objects.get(review=scene.review, state="now")


def section(scene: Scene, number: int) -> AgendaItem:
    return AgendaItem.objects.get(review=scene.review, section=number, position=0)
