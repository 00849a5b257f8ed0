"""When the two sides meet, and who chairs. Whoever is invited hears of every change by an iCalendar mail."""

from datetime import datetime, timedelta

from django.utils import timezone

from governance.models import Forum
from governance.wording import in_words
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb
from reviews.agenda.guest_mail import tell_guests
from reviews.agenda.news import facts_of, said_of_move
from reviews.agenda.telling import tell
from reviews.agenda.verbs.preparing import renew
from reviews.clock import day_of, zone_of
from reviews.models import Attendance, Minute, Review

FURTHEST_AHEAD = timedelta(days=550)
_SETTLED = {
    Review.State.OPEN: "This review is under way: it can no longer be moved or cancelled.",
    Review.State.SEALED: "This review is sealed and stays as it was. Schedule another one instead.",
    Review.State.CANCELLED: "This review was cancelled. Schedule another one instead.",
}


@verb(did="scheduled the review")
def schedule_review(
    forum: Forum, *, starts_at: datetime, by: User, now: datetime, chair: User | None = None
) -> Review:
    """The forum's next meeting, its agenda built and its members invited.

    Without a `chair` the forum's own is taken, else its deputy; it may be scheduled without one, but not opened.
    """
    require_to_begin(by, Permission.PREPARE_REVIEW, forum.partner)
    forum = Forum.objects.select_for_update(of=("self",)).select_related("partner").get(pk=forum.pk)
    chair = _able(chair, forum.partner) if chair else _usual_chair(forum)
    _check_time(starts_at, now)
    _check_day(forum, starts_at, chair)
    review = Review.objects.create(
        partner=forum.partner,
        forum=forum,
        starts_at=starts_at,
        minutes=forum.minutes,
        place=forum.place,
        chair=chair,
        previous=_last_of(forum, starts_at),
    )
    invited = _invite_members(review)
    tell_forum(forum)
    tell(review, now=now, agenda=renew(review, now=now), joined=invited)
    return review


@verb(did="moved the review")
def move_review(review: Review, *, starts_at: datetime, reason: str, by: User, now: datetime) -> Review:
    """Another day or hour. The reason stands in the minutes; the invitation goes out again."""
    review = _to_change(review, by)
    reason = in_words(reason, field="reason")
    if not reason:
        raise Refused("Say in a few words why it moves: both sides read it.", field="reason")
    _check_time(starts_at, now)
    _check_day(review.forum, starts_at, review.chair, besides=review)
    before = facts_of(review)
    review.starts_at = starts_at
    review.calendar_sequence += 1
    review.agenda_frozen_at = None
    review.version += 1
    review.save(update_fields=["starts_at", "calendar_sequence", "agenda_frozen_at", "version"])
    Attendance.objects.filter(review=review).update(says="", asked_at_sequence=review.calendar_sequence)
    said = said_of_move(before.moment, reason)
    Minute.objects.create(partner=review.partner, review=review, author=by, written_at=now, text=said)
    tell_forum(review.forum)
    tell(review, now=now, before=before, reason=reason, agenda=renew(review, now=now))
    tell_guests(review, now=now, heading="The review has moved")
    return review


@verb(did="cancelled the review")
def cancel_review(review: Review, *, reason: str, by: User, now: datetime) -> Review:
    """It does not take place; everyone invited is told. What stood on its agenda waits for the next one."""
    review = _to_change(review, by)
    reason = in_words(reason, field="reason")
    if not reason:
        raise Refused("Say in a few words why it is cancelled: both sides read it.", field="reason")
    earlier, review.previous = review.previous, None
    following = Review.objects.filter(previous=review).first()
    review.state = Review.State.CANCELLED
    review.cancelled_reason = reason
    review.calendar_sequence += 1
    review.version += 1
    review.save(update_fields=["previous", "state", "cancelled_reason", "calendar_sequence", "version"])
    if following:
        # The open ends of the one before are taken up by the one after.
        following.previous = earlier
        following.save(update_fields=["previous"])
    tell_forum(review.forum)
    tell(review, now=now)
    tell_guests(review, now=now, heading="The review is cancelled")
    return review


def cancel_planned(partner: Partner, *, by: User, now: datetime) -> None:
    """Cancels every review that is still to be held in a partnership that has ended. One under way goes on."""
    for review in Review.objects.filter(partner=partner, state=Review.State.SCHEDULED).order_by("starts_at"):
        cancel_review(review, reason="The partnership has ended", by=by, now=now)


@verb(did="changed the chair")
def change_chair(review: Review, *, chair: User, by: User, now: datetime) -> Review:
    """Who chairs, also in the middle of the meeting: a chair who is ill hands over to anyone who may chair."""
    require(by, Permission.RUN_REVIEW, review.partner)
    review = _locked(review)
    if review.state not in (Review.State.SCHEDULED, Review.State.OPEN):
        raise Refused(_SETTLED[Review.State(review.state)])
    before = facts_of(review)
    review.chair = _able(chair, review.partner)
    if before.chair == chair.pk:
        return review
    review.version += 1
    review.calendar_sequence += 1
    review.save(update_fields=["chair", "version", "calendar_sequence"])
    _, is_new = Attendance.objects.get_or_create(partner=review.partner, review=review, person=chair)
    if review.state == Review.State.SCHEDULED:
        tell(review, now=now, before=before, joined=[chair] if is_new else ())
    return review


def _to_change(review: Review, by: User) -> Review:
    require(by, Permission.PREPARE_REVIEW, review.partner)
    review = _locked(review)
    if review.state != Review.State.SCHEDULED:
        raise Refused(_SETTLED[Review.State(review.state)])
    return review


def _locked(review: Review) -> Review:
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("partner", "forum", "chair").get(pk=review.pk)


def _able(chair: User, partner: Partner) -> User:
    if not can(chair, Permission.RUN_REVIEW, partner):
        raise Refused(
            f"{chair.full_name} may not chair this review. Choose the CIO or the relationship manager.",
            field="chair",
        )
    return chair


def _usual_chair(forum: Forum) -> User | None:
    usual = (forum.chair, forum.deputy_chair)
    return next(
        (chair for chair in usual if chair and can(chair, Permission.RUN_REVIEW, forum.partner)), None
    )


def _check_time(starts_at: datetime, now: datetime) -> None:
    if starts_at < now:
        raise Refused("That moment has passed. Choose one that is still to come.", field="starts_at")
    if starts_at - now > FURTHEST_AHEAD:
        raise Refused("That is more than a year and a half ahead. Check the year.", field="starts_at")


def _check_day(forum: Forum, starts_at: datetime, chair: User | None, besides: Review | None = None) -> None:
    planned = forum.reviews.filter(state__in=[Review.State.SCHEDULED, Review.State.OPEN])
    day = timezone.localdate(starts_at, zone_of(chair))
    if besides:
        planned = planned.exclude(pk=besides.pk)
    for other in planned.select_related("chair"):
        if day_of(other) == day:
            raise Refused(
                f"{forum.name} already has a review on {day:%-d %B %Y}. Move that one, or choose another day.",
                field="starts_at",
            )


def _last_of(forum: Forum, before: datetime) -> Review | None:
    """The meeting whose open ends this one takes up."""
    held = forum.reviews.exclude(state=Review.State.CANCELLED).filter(starts_at__lt=before, next=None)
    return held.order_by("-starts_at").first()


def _invite_members(review: Review) -> set[User]:
    members = review.forum.members.filter(attends=True, person__is_active=True).select_related("person")
    invited = {member.person for member in members}
    if review.chair:
        invited.add(review.chair)
    Attendance.objects.bulk_create(
        Attendance(partner=review.partner, review=review, person=person)
        for person in sorted(invited, key=lambda person: person.pk)
    )
    return invited


def tell_forum(forum: Forum) -> None:
    """A forum knows its next day, so that floors below can show it."""
    coming = (
        forum.reviews.filter(state=Review.State.SCHEDULED)
        .select_related("chair")
        .order_by("starts_at")
        .first()
    )
    forum.next_review_on = day_of(coming) if coming else None
    forum.save(update_fields=["next_review_on"])
