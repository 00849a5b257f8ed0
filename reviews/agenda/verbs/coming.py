"""Who comes to a review: what calendars answer to the invitation, and who is invited no more."""

from datetime import datetime
from typing import Any

from governance.by_mail.calendar_answers import invitation_answered
from governance.replies import InvitationAnswer
from partners.access import Permission, require
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.answer_addresses import holds_secret, review_called
from reviews.agenda.leaving import without_part
from reviews.agenda.telling import tell
from reviews.models import Attendance, Review


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
    how many. Run in the scope SYSTEM.
    """
    seats = Attendance.objects.filter(review__state=Review.State.SCHEDULED).select_related(
        "person", "review__partner", "review__forum", "review__chair"
    )
    left = without_part(list(seats.order_by("pk")))
    for seat in left:
        _unseat(seat, now=now)
    return len(left)


@verb(did="took whoever left off the review")
def _unseat(seat: Attendance, *, now: datetime) -> None:
    review = seat.review
    review.calendar_sequence += 1
    review.save(update_fields=["calendar_sequence"])
    tell(review, now=now, left=[seat.person], farewell=True)
    seat.delete()


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
