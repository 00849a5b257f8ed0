"""The room at twenty past ten, with something in each of its sections."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from reviews import verbs
from tests.ground import laid
from tests.reviews.room.screen.shown import SignedIn
from tests.reviews.scene import EARLIER, TODAY, Scene, ask, outcome, promise, reported


@laid
def opened(scene: Scene) -> Scene:
    with entered(SYSTEM), time_machine.travel(scene.at(20), tick=False):
        promise(
            scene.cast.partner, scene.cast.teammate, "Archiving policy", due_on=TODAY - timedelta(days=12)
        )
        promise(scene.cast.partner, scene.cast.contributor, "Root cause", due_on=TODAY - timedelta(days=3))
        reported(scene.cast.partner, scene.cast.contributor, "Index rebuild")
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Freeze from the 12th?")
        outcome(scene.cast.partner)
        verbs.table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=EARLIER)
        verbs.open_review(scene.review, by=scene.cast.cio, now=scene.at())
        verbs.mark_attendance(
            scene.review, person=scene.cast.lead, state="present", by=scene.cast.cio, now=scene.at(1)
        )
    return scene


@pytest.fixture(autouse=True)
def _during_the_meeting(scene: Scene) -> object:
    with time_machine.travel(scene.at(20), tick=False):
        yield


@pytest.fixture
def chair(opened: Scene, signed_in: SignedIn) -> Client:
    return signed_in(opened.cast.cio)
