"""The live meeting itself: opened, its clock, what is in hand, who is here."""

from datetime import datetime

from django.db.models import QuerySet

from partners.access import Permission, can, require
from partners.models import User
from partners.verb import Refused, recorded_as, verb
from reviews.agenda.verbs.preparing import freeze_agenda
from reviews.clock import day_of, today_of
from reviews.models import AgendaItem, Attendance, Minute, Review, RoomMove
from reviews.room.verbs.moving import in_the_room, moved, show_everyone
from reviews.sections import in_order

State = AgendaItem.State


@verb(did="opened the review")
def open_review(review: Review, *, by: User, now: datetime) -> Review:
    """The meeting begins: its agenda is frozen, its clock runs, the first section is in hand."""
    require(by, Permission.RUN_REVIEW, review.partner)
    rows = Review.objects.select_for_update(of=("self",)).select_related("partner", "forum", "chair")
    review = rows.get(pk=review.pk)
    _check_ready(review, by, now)
    freeze_agenda(review, now)
    review.refresh_from_db(fields=["agenda_frozen_at"])
    review.state, review.held_on = Review.State.OPEN, day_of(review)
    review.opened_at = review.running_since = now
    review.version += 1
    review.save()
    first = in_order(AgendaItem.objects.filter(review=review))[0]
    AgendaItem.objects.filter(pk=first.pk).update(state=State.NOW, began_at=now)
    _seat(review, by, Attendance.State.PRESENT)
    return review


@verb(did="paused the review")
def pause(review: Review, *, by: User, now: datetime) -> Review:
    """The clock stands still, for a coffee or a telephone call. Pausing twice changes nothing."""
    review = in_the_room(review, by)
    if review.running_since is None:
        return review
    review.elapsed_seconds, review.running_since = review.elapsed(now), None
    review.save(update_fields=["elapsed_seconds", "running_since"])
    for item in _in_hand(review):
        item.spent_seconds, item.began_at = item.spent(now), None
        item.save(update_fields=["spent_seconds", "began_at"])
    show_everyone(review)
    return review


@verb(did="went on with the review")
def resume(review: Review, *, by: User, now: datetime) -> Review:
    """The clock runs again."""
    review = in_the_room(review, by)
    if review.running_since is None:
        review.running_since = now
        review.save(update_fields=["running_since"])
        _in_hand(review).update(began_at=now)
        show_everyone(review)
    return review


@verb(did="took it up")
def take_up(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Turns to this item, for everyone; what was in hand counts as discussed."""
    review = in_the_room(item.review, by, Permission.SEE_PARTNERSHIP)
    if by.pk != review.presenter_id:
        require(by, Permission.RUN_REVIEW, review.partner)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk, review=review)
    if item.state == State.NOW:
        return item
    _put_down(review, State.DISCUSSED, now)
    item.state, item.began_at = State.NOW, now if review.running_since else None
    item.save(update_fields=["state", "began_at"])
    show_everyone(review)
    return item


@verb(did="set it aside")
def set_aside(item: AgendaItem, *, state: str, by: User, now: datetime) -> AgendaItem:
    """Deferred to the next review, or dropped. What a side tabled, what is owed and what was added automatically
    cannot be dropped: nobody takes their own overdue item out."""
    review = in_the_room(item.review, by)
    item = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("carried_from")
        .get(pk=item.pk, review=review)
    )
    if item.is_heading:
        raise Refused("A section of the standing agenda stays on it. Turn to another one instead.")
    if state == State.DROPPED and _must_be_heard(item):
        raise Refused("This cannot be dropped. Discuss it, or defer it: it then comes first next time.")
    item.spent_seconds, item.began_at = item.spent(now), None
    item.state = State(state)
    item.save(update_fields=["spent_seconds", "began_at", "state"])
    show_everyone(review)
    return item


@verb(did="noted who is here")
def mark_attendance(review: Review, *, person: User, state: str, by: User, now: datetime) -> Attendance:
    """Who is in the room, follows from elsewhere, or is excused. The chair marks anyone, everybody themselves.

    Who comes or goes after the first section is written down, with the section that was in hand.
    """
    permission = Permission.SEE_PARTNERSHIP if person.pk == by.pk else Permission.RUN_REVIEW
    review = in_the_room(review, by, permission)
    if not person.is_active or not can(person, Permission.SEE_PARTNERSHIP, review.partner):
        raise Refused(
            f"{person.full_name} takes no part in this partnership. Invite them first.", field="person"
        )
    was = Attendance.objects.filter(review=review, person=person).values_list("state", flat=True).first()
    seat = _seat(review, person, Attendance.State(state))
    if state == Attendance.State.EXCUSED:
        _take_back_parts(review, person)
    _note_when(seat, was == Attendance.State.PRESENT, by, now)
    return seat


def mark_all_here(review: Review, *, by: User, now: datetime) -> None:
    """Everyone who was invited or follows is in the room; who left stays away. Since when, it does not say."""
    with recorded_as("mark_attendance", by=by, now=now, review=review.pk):
        review = in_the_room(review, by)
        away = (Attendance.State.PRESENT, Attendance.State.EXCUSED)
        for seat in review.attendance.exclude(state__in=away).select_related("person"):
            if seat.person.is_active and can(seat.person, Permission.SEE_PARTNERSHIP, review.partner):
                _seat(review, seat.person, Attendance.State.PRESENT)


def follow(review: Review, person: User) -> None:
    """Notes that somebody looks at the open room; who is in it already stays marked so."""
    seat, fresh = Attendance.objects.get_or_create(
        partner=review.partner, review=review, person=person, defaults={"state": Attendance.State.FOLLOWING}
    )
    if fresh or seat.state == Attendance.State.INVITED:
        _seat(review, person, Attendance.State.FOLLOWING)


def _check_ready(review: Review, by: User, now: datetime) -> None:
    if review.state != Review.State.SCHEDULED:
        raise Refused(f"This review is {review.get_state_display()} already.")
    if review.chair is None:
        raise Refused("This review has no chair. Choose who chairs it, then open it.", field="chair")
    if not can(review.chair, Permission.RUN_REVIEW, review.partner):
        raise Refused(
            f"{review.chair.full_name} may no longer chair this review. Choose somebody else, then open it.",
            field="chair",
        )
    planned = day_of(review)
    if today_of(review.chair, now) < planned:
        raise Refused(f"This review is planned for {planned:%-d %B %Y}. Move it to today to hold it now.")
    if not review.attendance.exists():
        raise Refused("Nobody is invited to this review. Add people to the forum, then open it.")
    if review.forum.reviews.filter(state=Review.State.OPEN).exists():
        raise Refused("Another review of this forum is still open. Seal that one first.")


def _in_hand(review: Review) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(review=review, state=State.NOW)


def _put_down(review: Review, state: str, now: datetime) -> None:
    for item in _in_hand(review):
        item.spent_seconds, item.began_at, item.state = item.spent(now), None, state
        item.save(update_fields=["spent_seconds", "began_at", "state"])


def _must_be_heard(item: AgendaItem) -> bool:
    origin = item.carried_from
    return bool(item.tabled_by_side or item.rule or item.action_id or (origin and origin.tabled_by_side))


def _take_back_parts(review: Review, person: User) -> None:
    """Whoever leaves neither presents nor writes any more: the chair does."""
    for part in ("presenter", "scribe"):
        if getattr(review, part) == person:
            setattr(review, part, None)
            review.save(update_fields=[part])


def _note_when(seat: Attendance, was_here: bool, by: User, now: datetime) -> None:
    """That somebody came or left in the middle: "Mei Chen is here from item 3, Outcomes"."""
    review, is_here = seat.review, seat.state == Attendance.State.PRESENT
    headings = [item for item in in_order(review.agenda.all()) if item.is_heading]
    in_hand = _in_hand(review).first()
    number = next(
        (at for at, item in enumerate(headings, 1) if in_hand and item.section == in_hand.section), 1
    )
    if number == 1 or is_here == was_here:
        return
    when = f"item {number}, {headings[number - 1].title}"
    text = (
        f"{seat.person.full_name} is here from {when}."
        if is_here
        else f"{seat.person.full_name} left at {when}."
    )
    minute = Minute.objects.create(
        partner=review.partner, review=review, item=in_hand, text=text, author=by, written_at=now
    )
    moved(review, RoomMove.Kind.NOTED, by=by, now=now, words=text, minute=minute)


def _seat(review: Review, person: User, state: str) -> Attendance:
    seat, _ = Attendance.objects.update_or_create(
        partner=review.partner, review=review, person=person, defaults={"state": state}
    )
    show_everyone(review)
    return seat
