"""Who comes to a review: what calendars answer to the invitation, and who is invited no more."""

import logging
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError

from governance.by_mail.calendar_answers import invitation_answered
from governance.replies import InvitationAnswer
from partners.access import Permission, require
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.answer_addresses import holds_secret, review_called
from reviews.agenda.leaving import without_part
from reviews.agenda.telling import tell
from reviews.models import Attendance, Review

logger = logging.getLogger(__name__)


def connect() -> None:
    """Once, as the application starts."""
    invitation_answered.connect(_take, dispatch_uid="tandem_reviews_answers_to_invitations")


@verb(did="answered the invitation")
def answer_invitation(review: Review, *, says: str, sequence: int, by: User, now: datetime) -> Attendance:
    """Whether `by`, who is invited, will come to a review that is planned. `sequence` is that of the invitation
    answered: one to an earlier day or hour says nothing of the present one. Raises Refused.
    """
    require(by, Permission.SEE_PARTNERSHIP, review.partner)
    seats = Attendance.objects.select_for_update(of=("self",)).select_related("review")
    seat = seats.filter(review=review, person=by).first()
    if seat is None:
        raise Refused("You are not invited to this review.")
    if seat.review.state != Review.State.SCHEDULED or says not in Attendance.Answer.values:
        raise Refused("This invitation can no longer be answered.")
    if sequence < seat.asked_at_sequence:
        raise Refused("The review has moved since that invitation.")
    seat.says = says
    seat.save(update_fields=["says"])
    return seat


def unseat_who_left(*, now: datetime) -> int:
    """Takes everybody whose access or part has ended off the reviews still to be held, and out of their own calendar;
    how many. Each in a transaction of its own; one that fails keeps none of the others.
    """
    with entered(SYSTEM):
        held = Attendance.objects.filter(review__state=Review.State.SCHEDULED)
        left = list(without_part(held).order_by("pk").values_list("pk", flat=True))
    return sum(_unseated(seat, now) for seat in left)


def _unseated(seat: int, now: datetime) -> bool:
    try:
        with entered(SYSTEM):
            return _unseat(seat, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Seat %s of somebody who has left could not be taken away.", seat)
        return False


@verb(did="took whoever left off the review")
def _unseat(number: int, *, now: datetime) -> bool:
    held = Attendance.objects.filter(pk=number, review__state=Review.State.SCHEDULED)
    seat = (
        without_part(held)
        .select_for_update(of=("self", "review"))
        .select_related("person", "review__partner", "review__forum", "review__chair")
        .first()
    )
    if seat is None:
        return False
    review = seat.review
    review.calendar_sequence += 1
    review.save(update_fields=["calendar_sequence"])
    tell(review, now=now, left=[seat.person], farewell=True)
    seat.delete()
    return True


def _take(*, answer: InvitationAnswer, secrets: tuple[str, ...], now: datetime, **_: Any) -> User | None:
    number = review_called(answer.uid)
    found = Attendance.objects.filter(
        review=number, person__email__iexact=answer.attendee, person__is_active=True
    )
    seat = found.select_related("person", "review__partner").first() if number else None
    if seat is None or not holds_secret(secrets, seat.review_id, seat.person_id):
        return None
    try:
        with acting_as(seat.person):
            answer_invitation(
                seat.review, says=answer.says, sequence=answer.sequence, by=seat.person, now=now
            )
    except Refused:
        return None
    return seat.person
