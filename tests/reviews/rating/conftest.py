import pytest

from tests.ground import laid
from tests.reviews.rating.scene import AtTheEnd, at_the_end
from tests.reviews.scene import Scene


@laid
def end(scene: Scene) -> AtTheEnd:
    """The review under way, everybody there, nothing read back yet."""
    return at_the_end(scene)


@pytest.fixture
def read_back(end: AtTheEnd) -> AtTheEnd:
    end.read_back()
    return end


@pytest.fixture
def sealed(read_back: AtTheEnd, untypeset: None) -> AtTheEnd:
    read_back.seal()
    return read_back
