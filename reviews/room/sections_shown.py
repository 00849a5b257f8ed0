"""The room and the section that a screen of it shows."""

from collections.abc import Sequence
from datetime import datetime

from governance.models import Ask
from partners.models import User
from reviews.meeting.place import Place
from reviews.meeting.room import Room, below
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem, Review
from reviews.room.presence import NOBODY, AtScreens
from reviews.sections import STANDING, in_order, section_numbered


def look_in(review: Review, *, reader: User, now: datetime, place: Place, seen: AtScreens = NOBODY) -> Room:
    """The room as `reader` sees it from `place`: three queries, and a few more for the section shown."""
    lines = (
        AgendaItem.objects.filter(review=review)
        .select_related("presenter", "ask", "carried_from", "tabled_by")
        .prefetch_related("answers__author")
    )
    waiting = Ask.objects.filter(partner=review.partner_id).waiting_on(reader.side).count()
    agenda = in_order(lines)
    return around(review, agenda, reader=reader, now=now, place=place, seen=seen, asks_waiting=waiting)


def around(
    review: Review,
    agenda: Sequence[AgendaItem],
    *,
    reader: User,
    now: datetime,
    place: Place,
    seen: AtScreens = NOBODY,
    asks_waiting: int = 0,
) -> Room:
    """The room around the lines of its agenda, which stand in their order."""
    look_out = {
        section.number: section.note(below(agenda, section.number), asks_waiting) for section in STANDING
    }
    return Room(review, reader, now, place, tuple(agenda), look_out, seen.people, seen.mark)


def section_of(room: Room) -> Shown:
    """What the screen shows in its middle: a section, or a single line that was carried over."""
    return section_numbered(room.shown.section).in_room(room) if room.shown.is_heading else Shown(room)
