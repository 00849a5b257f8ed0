"""Addresses of the room, and what a screen in it shows."""

import re
from collections.abc import Callable

from django.test import Client

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews.models import AgendaItem
from tests.reviews.scene import Scene

SignedIn = Callable[[User], Client]


def at(scene: Scene, rest: str = "") -> str:
    return f"/partnerships/meridian/reviews/{scene.review.pk}/room/{rest}"


def item_called(title: str) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.get(title=title)


def text_of(response: object) -> str:
    """An answer on one line, however many its template takes for a sentence."""
    return " ".join(response.content.decode().split())


def line_of(scene: Scene, section: int) -> AgendaItem:
    with entered(SYSTEM):
        return AgendaItem.objects.get(review=scene.review, section=section, position=0)


def turn_to(scene: Scene, chair: Client, section: int) -> str:
    chair.post(at(scene, f"agenda/{line_of(scene, section).pk}/turn/"))
    return text_of(chair.get(at(scene)))


def captured(scene: Scene, chair: Client, line: str, **fields: str) -> object:
    return chair.post(at(scene, "lines/"), {"line": line, **fields})


def undo_form(chair: Client, scene: Scene) -> dict[str, str]:
    """What the form that the room shows sends."""
    (latest,) = re.findall(r'name="latest" value="(\d+)"', text_of(chair.get(at(scene))))
    return {"latest": latest}
