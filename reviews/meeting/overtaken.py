"""Whose word on what is read back is older than the last change to it: one rule, for screens and the seal."""

from collections.abc import Iterable
from datetime import datetime

from partners.models import Side
from reviews.models import Review, RoomMove, SideStatement

SAID_BESIDES = (RoomMove.Kind.DONE, RoomMove.Kind.WAITING, RoomMove.Kind.REASSIGNED)
"""What is written down of promises beside new ones and new dates."""
READ_BACK = (RoomMove.Kind.PROMISED, RoomMove.Kind.MOVED, *SAID_BESIDES)


def overtaken(review: Review, statements: Iterable[SideStatement]) -> set[Side]:
    """The sides that agreed or differed before something of it was written down, or was taken back."""
    spoke = [statement for statement in statements if statement.stance]
    if not spoke:
        return set()
    moves = RoomMove.objects.filter(review=review, kind__in=READ_BACK).values_list("at", "undone_at")
    lives = list(moves)
    return {Side(said.side) for said in spoke if any(_changed(said.at, *life) for life in lives)}


def _changed(since: datetime, begins: datetime, ends: datetime | None) -> bool:
    """Whether what stood at `since` does not stand now, or the other way round."""
    stands = ends is None
    stood = begins <= since and (ends is None or ends > since)
    return stands != stood
