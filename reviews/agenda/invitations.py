"""iCalendar mails: a review in the diary of everyone invited, moved and cancelled with the review (RFC 5546)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from partners.mail.outbox import Attachment, Letter, queue, written
from partners.models import Side, User, enterprise_name
from reviews.clock import WORKING_DAYS_FROZEN, zone_of
from reviews.models import Attendance, Review

REQUEST, CANCEL = "REQUEST", "CANCEL"
_SUBJECTS = {REQUEST: "{what} on {day:%-d %B %Y}", CANCEL: "Cancelled: {what} on {day:%-d %B %Y}"}


def send_invitations(review: Review, method: str, now: datetime) -> int:
    """Queues an invitation (`REQUEST`, also for a moved review) or a `CANCEL` to everyone invited; how many.

    Must run in the transaction that changed the review. A mail client knows by UID and SEQUENCE which event it is.
    """
    invited = _invited(review)
    files = {side: _file(review, invited, method, side, now) for side in Side}
    for person in invited:
        letter, file = _letter(review, person, method), files[person.side]
        queue(
            Letter(letter.subject, letter.text, letter.html, (file,), letter.headers),
            to=person,
            kind="invitation",
            now=now,
            partner=review.partner,
        )
    return len(invited)


def _file(review: Review, invited: Iterable[User], method: str, reader: Side, now: datetime) -> Attachment:
    return Attachment(
        "cancelled.ics" if method == CANCEL else "invitation.ics",
        f"text/calendar; method={method}; charset=utf-8",
        calendar_of(review, invited, method, reader=reader, now=now),
    )


def calendar_of(
    review: Review, invited: Iterable[User], method: str, *, reader: Side, now: datetime
) -> bytes:
    """The event as bytes of an .ics file, as the side `reader` calls it, in UTC: every client shows it in its reader's
    own time.
    """
    event = Event()
    event.add("uid", f"review-{review.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", review.calendar_sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", review.starts_at.astimezone(UTC))
    event.add("dtend", (review.starts_at + timedelta(minutes=review.minutes)).astimezone(UTC))
    event.add("summary", _what(review, reader))
    event.add("description", _description(review, method))
    event.add("url", _address(review))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if review.place:
        event.add("location", review.place)
    event["organizer"] = _organizer()
    for person in invited:
        event.add("attendee", _attendee(person, review), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical()


def _invited(review: Review) -> list[User]:
    seats = Attendance.objects.filter(review=review, person__is_active=True).exclude(
        state=Attendance.State.EXCUSED
    )
    return [seat.person for seat in seats.select_related("person").order_by("person_id")]


def _letter(review: Review, person: User, method: str) -> Letter:
    starts_at = review.starts_at.astimezone(zone_of(person))
    return written(
        "agenda/mail/review_invitation",
        {
            "review": review,
            "person": person,
            "reader": person,
            "when": f"{starts_at:%A}, {starts_at.day} {starts_at:%B %Y, %H:%M}",
            "zone": starts_at.tzname(),
            "cancelled": method == CANCEL,
            "moved": method == REQUEST and review.calendar_sequence > 0,
            "address": _address(review),
            "frozen": WORKING_DAYS_FROZEN,
        },
        subject=_SUBJECTS[method].format(what=_what(review, person.side), day=starts_at),
    )


def _what(review: Review, reader: Side) -> str:
    return f"{review.partner.named_to(reader)}: {review.forum.name}"


def _description(review: Review, method: str) -> str:
    if method == CANCEL:
        return f"Cancelled: {review.cancelled_reason}"
    return f"The agenda, and what both sides promised last time: {_address(review)}"


def _address(review: Review) -> str:
    return settings.BASE_URL + reverse("reviews_agenda", args=[review.partner.slug, review.pk])


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(name or enterprise_name())
    return organizer


def _attendee(person: User, review: Review) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["cn"] = vText(person.full_name)
    attendee.params["role"] = vText("CHAIR" if person.pk == review.chair_id else "REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("NEEDS-ACTION")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee
