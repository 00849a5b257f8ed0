import hashlib
from collections.abc import Iterator

import pytest

from partners.isolation.scope import SYSTEM, entered
from reviews.record.pack import making
from reviews.record.pack.rendering import Printed, Sealed
from tests.cast import Cast
from tests.ground import laid
from tests.reviews.scene import Scene, set_the_scene


@laid
def scene(cast: Cast) -> Scene:
    """A review of Meridian planned for Monday 23 November 2026 at ten."""
    return set_the_scene(cast)


@pytest.fixture
def everywhere(db: None) -> Iterator[None]:
    """The test itself looks at every row; the views under test enter their own scope."""
    with entered(SYSTEM):
        yield


@pytest.fixture
def untypeset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs with nothing on their pages, for tests of who gets them and when: typesetting takes seconds."""

    def empty(sealed: Sealed) -> Printed:
        content = f"%PDF-1.7\n% {sealed.sha256} and {len(sealed.replies)} replies".encode()
        return Printed(content, hashlib.sha256(content).hexdigest(), pages=3)

    monkeypatch.setattr(making, "printed", empty)
