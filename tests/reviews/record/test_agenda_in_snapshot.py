"""Of the agenda a seal gathers the lines of this review, and whether each was reached."""

from datetime import timedelta

import pytest

from reviews.models import AgendaItem, Review
from reviews.record import meeting
from tests.reviews.record.snapshot.rows import review_on
from tests.reviews.scene import MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")
OPEN, DISCUSSED, DEFERRED = AgendaItem.State.OPEN, AgendaItem.State.DISCUSSED, AgendaItem.State.DEFERRED


def line(review: Review, section: int, position: int, title: str, state: str) -> None:
    """The line in position 0 opens its section."""
    AgendaItem.objects.create(
        partner=review.partner, review=review, section=section, position=position, title=title, state=state
    )


def test_the_agenda_is_of_this_review_and_a_section_gone_through_counts_for_its_lines(scene: Scene) -> None:
    sealed_at = MONDAY - timedelta(days=28)
    earlier = review_on(scene, -28, Review.State.SEALED, sealed_at=sealed_at)
    AgendaItem.objects.filter(review=scene.review).delete()
    line(earlier, 2, 0, "The section there", DISCUSSED)
    line(earlier, 2, 1, "There", DISCUSSED)
    line(scene.review, 1, 0, "The first section", DISCUSSED)
    line(scene.review, 1, 1, "Reached", OPEN)
    line(scene.review, 1, 2, "Set aside", DEFERRED)
    line(scene.review, 2, 0, "The second section", OPEN)
    line(scene.review, 2, 1, "Taken up alone", DISCUSSED)
    line(scene.review, 2, 2, "Here", OPEN)
    assert [(each.title, each.state) for each in meeting.agenda(scene.review)] == [
        ("The first section", "discussed"), ("Reached", "discussed"), ("Set aside", "deferred"),
        ("The second section", "not reached"), ("Taken up alone", "discussed"), ("Here", "not reached"),
    ]  # fmt: skip
