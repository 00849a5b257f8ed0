"""Who is at a screen of a room: noted at most every five seconds, forgotten after twenty."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from reviews.room.presence import at_screens
from tests.governance.scene import NOW

ROOM = 4_000_001
KEY = f"reviews.at_screens.{ROOM}"


@pytest.fixture(autouse=True)
def _nobody() -> None:
    cache.delete(KEY)


@pytest.mark.parametrize(("later", "noted"), [(4, 0), (5, 5), (6, 6)])
def test_somebody_is_noted_again_after_five_seconds_and_not_before(later: int, noted: int) -> None:
    at_screens(ROOM, 1, NOW)
    at_screens(ROOM, 1, NOW + timedelta(seconds=later))
    assert cache.get(KEY) == {1: NOW.timestamp() + noted}


@pytest.mark.parametrize(("later", "there"), [(19, {1, 2}), (20, {2}), (21, {2})])
def test_somebody_is_forgotten_after_twenty_seconds(later: int, there: set[int]) -> None:
    at_screens(ROOM, 1, NOW)
    assert at_screens(ROOM, 2, NOW + timedelta(seconds=later)).people == there
