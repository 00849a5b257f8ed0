"""Whose screen shows the room at this moment: told by the question that every screen asks, and forgotten soon after."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

SECONDS_SEEN = 20
"""A screen asks every two seconds; one that is hidden, asleep or cut off asks no more."""
_SECONDS_BETWEEN_WRITES = 5


@dataclass(frozen=True)
class AtScreens:
    """The ids of the people whose screens show the room."""

    people: frozenset[int]

    @property
    def mark(self) -> str:
        """Short, and another one for other people: what a screen sends along to learn whether it still tells all."""
        return f"{zlib.crc32(','.join(map(str, sorted(self.people))).encode()):x}"


NOBODY = AtScreens(frozenset())


def at_screens(review: int, person: int, now: datetime) -> AtScreens:
    """Everyone seen lately in the room of the review with that id, `person` among them, who is looking now.

    One key of the cache holds them all. Of two who write it at once one is forgotten, and stands there again with their
    next question. A cache that is away knows nobody else, and fails nobody.
    """
    key, at = f"reviews.at_screens.{review}", now.timestamp()
    try:
        seen: dict[int, float] = cache.get(key) or {}
        if at - seen.get(person, 0) >= _SECONDS_BETWEEN_WRITES:
            seen = {who: when for who, when in seen.items() if at - when < SECONDS_SEEN} | {person: at}
            cache.set(key, seen, timeout=SECONDS_SEEN)
    except Exception:  # as the sentence above says
        seen = {}
    return AtScreens(frozenset(who for who, when in seen.items() if at - when < SECONDS_SEEN) | {person})
