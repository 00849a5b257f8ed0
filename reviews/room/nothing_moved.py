"""What every screen of a room asks every two seconds, answered at once where nothing has moved."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from partners.quick_door import LetIn, Question, QuickDoor
from reviews.models import Review
from reviews.room.presence import at_screens


def nothing_moved(request: HttpRequest, asker: LetIn, address: dict[str, Any]) -> HttpResponse | None:
    """The empty answer, where the screen shows all there is; who asks is seen, as they would be the whole way."""
    version, state = asker.found
    if state != Review.State.OPEN or request.GET.get("v") != str(version):
        return None
    mark = at_screens(address["pk"], asker.person, timezone.now()).mark
    if request.GET.get("here", mark) != mark:
        return None
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


class NothingMoved(QuickDoor):
    """Stands after what gives every answer its headers, and before what reads sessions."""

    question = Question(
        route="reviews_room_state",
        ends="/room/state/",
        columns="review.version, review.state",
        joins=f"JOIN {Review._meta.db_table} AS review ON review.id = %(pk)s AND review.partner_id = partner.id",
        answer=nothing_moved,
    )
