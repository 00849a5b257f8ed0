"""A review sealed, and what the seal says."""

from reviews import verbs as room
from reviews.facts.seal import snapshot_of
from reviews.models import Seal
from reviews.record.snapshot import Snapshot
from reviews.record.verbs.sealing import seal_review
from tests.reviews.scene import BOTH, Scene


def sealed(scene: Scene, minutes: int = 80) -> Scene:
    seal_review(scene.review, by=scene.cast.cio, now=scene.at(minutes), although_silent=BOTH)
    return scene


def says(scene: Scene, *who: str) -> None:
    for name in who:
        room.say(scene.review, by=getattr(scene.cast, name), now=scene.at(70), stance="agree")


def edition(scene: Scene, name: str = "partner") -> Snapshot:
    return snapshot_of(seal_of(scene, name))


def seal_of(scene: Scene, name: str = "partner") -> Seal:
    return Seal.objects.get(review=scene.review, edition=name, kind="review")
