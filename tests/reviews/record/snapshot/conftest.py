"""The review before."""

import pytest

from reviews.models import Review
from tests.reviews.record.snapshot.rows import SINCE, review_on
from tests.reviews.scene import Scene


@pytest.fixture
def earlier(scene: Scene) -> Review:
    """The review before, sealed. Others of the forum were cancelled or are still to come."""
    return review_on(scene, -28, Review.State.SEALED, sealed_at=SINCE)
