"""Who turns the agenda for everyone, and who writes down beside the chair: given by whoever chairs, to either side."""

from datetime import datetime

from partners.access import Permission, can, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.models import Attendance, Review
from reviews.room.verbs.moving import in_the_room, show_everyone

_HERE = (Attendance.State.PRESENT, Attendance.State.FOLLOWING)


@verb(did="handed over presenting")
def hand_presenting(review: Review, *, to: User | None, by: User, now: datetime) -> Review:
    """`to` turns the agenda for everyone from now on; None gives it back to whoever chairs, which a presenter may do
    as well. Raises Refused for somebody who is not here."""
    review = in_the_room(review, by, Permission.SEE_PARTNERSHIP)
    if to is not None or by.pk != review.presenter_id:
        require(by, Permission.RUN_REVIEW, review.partner)
    presenter = None if to is None or to.pk == review.chair_id else _here(review, to, field="to")
    if review.presenter != presenter:
        review.presenter = presenter
        review.save(update_fields=["presenter"])
        show_everyone(review)
    return review


@verb(did="named who writes beside the chair")
def name_scribe(review: Review, *, person: User | None, by: User, now: datetime) -> Review:
    """`person` may keep promises, notes, thanks and what is parked in the chair's name; None ends it. They neither
    decide nor seal. Raises Refused for somebody who is not here."""
    review = in_the_room(review, by)
    scribe = None if person is None else _here(review, person, field="person")
    if review.scribe != scribe:
        review.scribe = scribe
        review.save(update_fields=["scribe"])
        show_everyone(review)
    return review


def _here(review: Review, person: User, *, field: str) -> User:
    """`person`, who is in the room or follows it."""
    seated = review.attendance.filter(person=person, state__in=_HERE).exists()
    if not seated or not can(person, Permission.SEE_PARTNERSHIP, review.partner):
        raise Refused(
            f"{person.full_name} is not here: choose somebody who is in the room or follows it.", field=field
        )
    return person
