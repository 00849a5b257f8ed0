from collections.abc import Iterator

import pytest

from partners.scope import SYSTEM, entered
from tests.cast import Cast
from tests.reviews.scene import Scene, set_the_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """A review of Meridian planned for Monday 23 November 2026 at ten."""
    return set_the_scene(cast)


@pytest.fixture
def everywhere(db: None) -> Iterator[None]:
    """The test itself looks at every row; the views under test enter their own scope."""
    with entered(SYSTEM):
        yield
