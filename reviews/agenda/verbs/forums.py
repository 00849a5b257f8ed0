"""A forum that is changed or ends, or gets the first of a side, and what follows for the reviews planned in it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from governance import verbs as agreed
from governance.models import Forum
from partners.access import Permission, can
from partners.ended_partnerships import has_ended
from partners.models import Partner, Side, User
from partners.verb import Refused, verb
from partners.verbs.memberships import took_part
from reviews.agenda.news import InvitationFacts, facts_of
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
    for review in _planned(forum):
        before = replace(facts_of(review), forum=called)
        _follow(review, forum, usual)
        joined, left = _seats_that_change(review, attends)
        if not (joined or left or facts_of(review) != before):
            continue
        _seat(review, before, joined, left, now)
    return forum


def connect() -> None:
    """Whoever comes in to lead a side is asked into the forums where nobody of it is."""
    took_part.connect(_seat_newcomer, dispatch_uid="tandem_reviews_seats_newcomers")


def _seat_newcomer(*, partner: Partner, person: User, now: datetime, **_: object) -> None:
    """Where a forum was set up before anybody of a side could come, the first to lead that side belongs to it, and is
    invited to what is planned: two sides meet there, and to be asked whom else to invite one has to be there. Where
    somebody of theirs comes already, the sides say it themselves.
    """
    if has_ended(partner) or not can(person, Permission.PREPARE_REVIEW, partner):
        return
    standing = Forum.objects.standing().filter(partner=partner).select_related("chair", "deputy_chair")
    for forum in standing:
        if _comes_for(forum, person.side):
            continue
        agreed.add_forum_member(forum, person=person, by=person, now=now)
        for review in _planned(forum):
            if not review.attendance.filter(person=person).exists():
                _seat(review, facts_of(review), [person], [], now)


def _comes_for(forum: Forum, side: Side) -> bool:
    """Whether anybody of `side` comes to it who still takes part."""
    people = [member.person for member in forum.members.filter(attends=True).select_related("person")]
    people += [person for person in (forum.chair, forum.deputy_chair) if person]
    return any(
        person.side is side and person.is_active and can(person, Permission.SEE_PARTNERSHIP, forum.partner)
        for person in people
    )


def _planned(forum: Forum) -> QuerySet[Review]:
    rows = Review.objects.select_for_update(of=("self",)).select_related("partner", "forum", "chair")
    return rows.filter(forum=forum, state=Review.State.SCHEDULED).order_by("starts_at")


def _seat(
    review: Review, before: InvitationFacts, joined: Sequence[User], left: Sequence[User], now: datetime
) -> None:
    """Invites and uninvites, with word to whoever is concerned, in as few mails as it takes."""
    review.calendar_sequence += 1
    review.version += 1
    review.save(update_fields=["minutes", "place", "chair", "calendar_sequence", "version"])
    Attendance.objects.bulk_create(
        Attendance(partner=review.partner, review=review, person=person) for person in joined
    )
    frozen = renew(review, now=now)
    tell(review, now=now, before=before, agenda=frozen or None, joined=joined, left=left)
    Attendance.objects.filter(review=review, person__in=left).delete()


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
