"""A review that is open, with the lead in the room."""

from reviews import verbs as room
from tests.ground import laid
from tests.reviews.room.meeting.in_the_room import here
from tests.reviews.scene import EARLIER, Scene


@laid
def opened(scene: Scene) -> Scene:
    """The review, open since ten, with the lead in the room."""
    room.table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=EARLIER)
    room.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    here(scene, scene.cast.lead)
    return scene
