"""A forum that is changed or ends, and what follows from it for the reviews that are planned in it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from governance import verbs as agreed
from governance.models import Forum
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.invitations import News, send_invitations
from reviews.agenda.verbs.preparing import refresh_agenda
from reviews.agenda.verbs.scheduling import said_of_chair
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
        said = [f"It is called {forum.name}."] if forum.name != called else []
        said += _follow(review, forum, usual)
        joined, left = _seats_that_change(review, attends)
        if not (said or joined or left):
            continue
        review.calendar_sequence += 1
        review.version += 1
        review.save(update_fields=["minutes", "place", "chair", "calendar_sequence", "version"])
        if left:
            send_invitations(review, News.LEFT_OUT, now, to=left)
            Attendance.objects.filter(review=review, person__in=left).delete()
        Attendance.objects.bulk_create(
            Attendance(partner=review.partner, review=review, person=person) for person in joined
        )
        refresh_agenda(review, now=now)
        send_invitations(review, News.INVITED, now, to=joined)
        if said:
            stay = [seat.person for seat in review.attendance.exclude(person__in=joined)]
            send_invitations(review, News.CHANGED, now, changes=" ".join(said), to=stay)
    return forum


@verb(did="ended the forum")
def close_forum(forum: Forum, *, by: User, now: datetime, version: int) -> Forum:
    """Ends a forum in which nothing is planned or under way. Raises Refused."""
    if forum.reviews.filter(state=Review.State.OPEN).exists():
        raise Refused("A review of this forum is under way. Seal it first.")
    return agreed.end_forum(forum, by=by, now=now, version=version)


def _follow(review: Review, forum: Forum, usual: User | None) -> list[str]:
    """Gives a planned review what it has from its forum; what is otherwise now, in sentences for those invited."""
    said = []
    if review.minutes != forum.minutes:
        said.append(f"It lasts {forum.minutes} minutes.")
        review.minutes = forum.minutes
    if review.place != forum.place:
        said.append(f"It meets here: {forum.place}" if forum.place else "Where it meets is still to be said.")
        review.place = forum.place
    if forum.chair is not None and forum.chair != review.chair and review.chair in (None, usual):
        said.append(said_of_chair(review.chair, forum.chair))
        review.chair = forum.chair
    return said


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
