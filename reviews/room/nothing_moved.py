"""What every screen of a room asks every two seconds, answered at once where nothing has moved, or where what has was
drawn already for somebody who sees the same."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.quick_door import LetIn, Question, QuickDoor
from reviews.meeting.place import Place
from reviews.models import Attendance, Review
from reviews.room.handed_on import follower, handed, kept
from reviews.room.presence import at_screens


def nothing_moved(request: HttpRequest, asker: LetIn, address: dict[str, Any]) -> HttpResponse | None:
    """The empty answer, where the screen shows all there is, or what others were shown. Who asks is seen, as they would
    be the whole way."""
    version, state, chair, presenter, scribe, seat = asker.found
    if state != Review.State.OPEN:
        return None
    seen = at_screens(address["pk"], asker.person.pk, timezone.now())
    if request.GET.get("v") == str(version):
        is_told = request.GET.get("here", seen.mark) == seen.mark
        return HttpResponse(status=HTTPStatus.NO_CONTENT) if is_told else None
    review = Review(
        pk=address["pk"],
        version=version,
        partner_id=asker.partner,
        chair_id=chair,
        presenter_id=presenter,
        scribe_id=scribe,
    )
    for_whom = follower(request, asker.person, review, Place.read(request.GET), seen)
    drawn = kept(for_whom) if for_whom else None
    return handed(request, drawn, asker.person.pk, seat) if drawn else None


class NothingMoved(QuickDoor):
    """Stands after what gives every answer its headers, and before what reads sessions."""

    question = Question(
        route="reviews_room_state",
        ends="/room/state/",
        columns=(
            "review.version, review.state, review.chair_id, review.presenter_id, review.scribe_id, seat.state"
        ),
        joins=f"""
            JOIN {Review._meta.db_table} AS review ON review.id = %(pk)s AND review.partner_id = partner.id
            LEFT JOIN {Attendance._meta.db_table} AS seat
                ON seat.review_id = review.id AND seat.person_id = %(person)s
        """,
        answer=nothing_moved,
    )
