"""A forum that is changed or ends, and what follows from it for the reviews that are planned in it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance import verbs as agreed
from governance.models import Forum
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.news import facts_of
from reviews.agenda.telling import tell
from reviews.agenda.verbs.preparing import renew
from reviews.models import Attendance, Review


@verb(did="changed the forum")
def change_forum(
    forum: Forum, *, attends: Collection[User], by: User, now: datetime, version: int, **fields: Any
) -> Forum:
    """Changes the forum, with the `fields` of `governance.verbs.edit_forum`. The reviews planned in it follow: they
    last as long as it says, meet where it says, and are chaired as it says where nobody else was chosen. Whoever joins
    is invited, whoever leaves is told so. Their day and hour are their own: a review is moved by itself, with a reason.
    """
    called, usual = forum.name, forum.chair
    forum = agreed.edit_forum(forum, attends=attends, by=by, now=now, version=version, **fields)
    planned = Review.objects.select_for_update(of=("self",)).select_related("partner", "forum", "chair")
    for review in planned.filter(forum=forum, state=Review.State.SCHEDULED).order_by("starts_at"):
        before = replace(facts_of(review), forum=called)
        _follow(review, forum, usual)
        joined, left = _seats_that_change(review, attends)
        if not (joined or left or facts_of(review) != before):
            continue
        review.calendar_sequence += 1
        review.version += 1
        review.save(update_fields=["minutes", "place", "chair", "calendar_sequence", "version"])
        Attendance.objects.bulk_create(
            Attendance(partner=review.partner, review=review, person=person) for person in joined
        )
        frozen = renew(review, now=now)
        tell(review, now=now, before=before, agenda=frozen or None, joined=joined, left=left)
        Attendance.objects.filter(review=review, person__in=left).delete()
    return forum


@verb(did="ended the forum")
def close_forum(forum: Forum, *, by: User, now: datetime, version: int) -> Forum:
    """Ends a forum in which nothing is planned or under way. Raises Refused."""
    if forum.reviews.filter(state=Review.State.OPEN).exists():
        raise Refused("A review of this forum is under way. Seal it first.")
    return agreed.end_forum(forum, by=by, now=now, version=version)


def _follow(review: Review, forum: Forum, usual: User | None) -> None:
    """Gives a planned review what it has from its forum."""
    review.minutes, review.place = forum.minutes, forum.place
    if forum.chair is not None and review.chair in (None, usual):
        review.chair = forum.chair


def _seats_that_change(review: Review, attends: Collection[User]) -> tuple[list[User], list[User]]:
    """Who is to be invited to a planned review, and who no longer is: nobody but its chair comes without the forum."""
    seated = {seat.person_id: seat.person for seat in review.attendance.select_related("person")}
    asked = {person.pk: person for person in attends if person.is_active}
    if review.chair is not None:
        asked[review.chair.pk] = review.chair
    return (
        [person for key, person in sorted(asked.items()) if key not in seated],
        [person for key, person in sorted(seated.items()) if key not in asked],
    )
