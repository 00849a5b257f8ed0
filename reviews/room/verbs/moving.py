"""What every move in the room has in common: the review is open and locked, the move is on record, everyone sees it."""

from datetime import datetime
from typing import Any, cast

import pghistory
from django.db import models

from partners.access import Permission, can, require
from partners.finding import in_order
from partners.models import User
from partners.verb import Refused
from reviews.clock import today_of
from reviews.models import AgendaItem, Attendance, Review, RoomMove

SAID_ON = "said_on"
"""Beside the fields as they were: the day it was where the chair lived."""
_NOT_OPEN = {
    Review.State.SCHEDULED: "This review has not begun. Open it first.",
    Review.State.SEALED: "This review is sealed: nothing in it changes any more. You can still say that you see it "
    "differently, beside the seal.",
    Review.State.CANCELLED: "This review was cancelled.",
}


def in_the_room(review: Review, by: User, permission: Permission = Permission.RUN_REVIEW) -> Review:
    """The review, locked, for someone who may move things in it. Refuses one that is not open."""
    require(by, permission, review.partner)
    rows = Review.objects.select_for_update(of=("self",)).select_related("partner", "forum", "chair")
    review = rows.get(pk=review.pk)
    if review.state != Review.State.OPEN:
        raise Refused(_NOT_OPEN[Review.State(review.state)])
    return review


def writing(review: Review, by: User) -> tuple[Review, User]:
    """The review, locked, and in whose name `by` writes in it: their own, or the chair's for the scribe beside them."""
    review = in_the_room(review, by, Permission.SEE_PARTNERSHIP)
    require_to_write(review, by)
    if can(by, Permission.RUN_REVIEW, review.partner):
        return review, by
    chair = cast(User, review.chair)  # an open review has one
    # The history of the running verb names both. Where it is somebody else's word, the verb says whose.
    pghistory.context(on_word_of=chair.pk)
    return review, chair


def require_to_write(review: Review, by: User) -> None:
    """Raises PermissionDenied for whoever neither chairs nor was named to write beside the chair."""
    if by.pk != review.scribe_id:
        require(by, Permission.RUN_REVIEW, review.partner)


def moved(
    review: Review, kind: RoomMove.Kind, *, by: User, now: datetime, words: str = "", **about: Any
) -> RoomMove:
    """Writes the move down under the item in hand, and lets everyone's screen know."""
    item = AgendaItem.objects.filter(review=review, state=AgendaItem.State.NOW).first()
    about["before"] = {**about.get("before", {}), SAID_ON: today_of(review.chair, now).isoformat()}
    longest = RoomMove._meta.get_field("words").max_length
    move = RoomMove.objects.create(
        partner=review.partner,
        review=review,
        kind=kind,
        item=item,
        by=by,
        at=now,
        words=words[:longest],
        **about,
    )
    show_everyone(review)
    return move


def show_everyone(review: Review) -> None:
    """Raises the version that every screen in the room asks for, also on the review at hand, read under its lock."""
    Review.objects.filter(pk=review.pk).update(version=models.F("version") + 1)
    review.version += 1


def voice_of(
    side: str, review: Review, by: User, permission: Permission, *, owner: User | None = None
) -> User:
    """Whose word counts for `side`: one's own, or that of someone of that side who is in the room.

    `owner` speaks for what they owe themselves, whatever else they may do.
    """
    if by.side == side:
        return by
    present = Attendance.objects.filter(review=review, state=Attendance.State.PRESENT).select_related(
        "person"
    )
    here = [
        seat.person
        for seat in present.order_by(in_order("person__full_name"), "pk")
        if seat.person.side == side
    ]
    for person in sorted(here, key=lambda each: each != owner):
        needed = Permission.KEEP_PROMISES if person == owner else permission
        if person.is_active and can(person, needed, review.partner):
            return person
    raise Refused(
        f"Nobody of {review.partner.name_of(side)} who may say this is marked as in the room. Mark who is here first."
    )
