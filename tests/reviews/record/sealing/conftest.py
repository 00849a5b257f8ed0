"""A review open since ten, ready to be sealed."""

from datetime import date

import pytest

from partners.isolation.scope import SYSTEM, entered
from reviews import verbs as room
from tests.ground import laid
from tests.reviews.scene import Scene, ask, outcome, promise


@laid
def open_since_ten(scene: Scene) -> Scene:
    """The review, open since ten, with the CIO in the chair."""
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead, "Root cause of the slowdown", due_on=date(2026, 11, 20))
        promise(scene.cast.partner, scene.cast.manager, "Archiving policy", due_on=date(2026, 11, 20))
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Weekly change window")
        outcome(scene.cast.partner, health="on_track")
        room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


@pytest.fixture
def opened(open_since_ten: Scene, everywhere: None) -> Scene:
    return open_since_ten
