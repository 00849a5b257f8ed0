"""iCalendar mails: a review in the diary of everyone invited, moved and cancelled with the review (RFC 5546)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from partners.mail.outbox import Attachment, Letter, written
from partners.models import Side, User, enterprise_name
from reviews.agenda.answer_addresses import answer_address, uid_of
from reviews.agenda.news import News
from reviews.clock import zone_of
from reviews.models import Attendance, Review


def calendar_file(
    review: Review, invited: Iterable[Attendance], news: News, reader: User, now: datetime
) -> Attachment:
    """The event as a file of the mail, as `calendar_of` says it."""
    return Attachment(
        "cancelled.ics" if news.method == "CANCEL" else "invitation.ics",
        f"text/calendar; method={news.method}; charset=utf-8",
        calendar_of(review, invited, news, reader=reader, now=now),
    )


def calendar_of(
    review: Review, invited: Iterable[Attendance], news: News, *, reader: User, now: datetime
) -> bytes:
    """The event as bytes of an .ics file, as the side of `reader` calls it, in UTC: every client shows it in its
    reader's own time. It is answered to an address of `reader`'s own.
    """
    event = Event()
    event.add("uid", uid_of(review.pk))
    event.add("sequence", review.calendar_sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", review.starts_at.astimezone(UTC))
    event.add("dtend", (review.starts_at + timedelta(minutes=review.minutes)).astimezone(UTC))
    event.add("summary", _what(review, reader.side))
    event.add("description", _description(review, news))
    event.add("url", _address(review))
    event.add("status", "CANCELLED" if news.method == "CANCEL" else "CONFIRMED")
    if review.place and news is not News.LEFT_OUT:
        event.add("location", review.place)
    event["organizer"] = _organizer(review, reader)
    for seat in invited:
        event.add("attendee", _attendee(seat, review), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Tandem//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", news.method)
    calendar.add_component(event)
    return calendar.to_ical()


def seats_of(review: Review) -> list[Attendance]:
    """Everybody invited who is not excused."""
    seats = Attendance.objects.filter(review=review).exclude(state=Attendance.State.EXCUSED)
    return list(seats.select_related("person").order_by("person_id"))


def invitation_letter(review: Review, person: User, news: News, changes: Sequence[str]) -> Letter:
    """The mail without its file; `changes` are sentences."""
    return written(
        "agenda/mail/review_invitation",
        {
            "review": review,
            "person": person,
            "reader": person,
            **moment_for(review, person),
            "heading": news.value,
            "comes": news.method == "REQUEST",
            "is_told_where": news is not News.LEFT_OUT,
            "changes": changes or list(filter(None, [review.cancelled_reason])),
            "address": _address(review),
            "frozen": review.forum.papers_ahead,
        },
        subject=subject_of(review, person, news),
    )


def moment_for(review: Review, person: User) -> dict[str, str | None]:
    """The day and hour in the person's own time, for a template."""
    starts_at = review.starts_at.astimezone(zone_of(person))
    return {
        "when": f"{starts_at:%A}, {starts_at.day} {starts_at:%B %Y, %H:%M}",
        "zone": starts_at.tzname(),
    }


def subject_of(review: Review, person: User, news: News) -> str:
    """In the words of the person's side and the day of their own time."""
    return news.subject.format(
        what=_what(review, person.side), day=review.starts_at.astimezone(zone_of(person))
    )


def _what(review: Review, reader: Side) -> str:
    return f"{review.partner.named_to(reader)}: {review.forum.name}"


def _description(review: Review, news: News) -> str:
    if news is News.CANCELLED:
        return f"Cancelled: {review.cancelled_reason}"
    if news is News.LEFT_OUT:
        return news.value
    return f"The agenda, and what both sides promised last time: {_address(review)}"


def _address(review: Review) -> str:
    return settings.BASE_URL + reverse("reviews_agenda", args=[review.partner.slug, review.pk])


def _organizer(review: Review, reader: User) -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{answer_address(review.pk, reader.pk) or address}")
    organizer.params["cn"] = vText(name or enterprise_name())
    return organizer


def _attendee(seat: Attendance, review: Review) -> vCalAddress:
    person = seat.person
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["cn"] = vText(person.full_name)
    attendee.params["role"] = vText("CHAIR" if person.pk == review.chair_id else "REQ-PARTICIPANT")
    attendee.params["partstat"] = vText(seat.says.upper() or "NEEDS-ACTION")
    attendee.params["rsvp"] = vText("TRUE" if settings.REPLY_ADDRESS else "FALSE")
    return attendee
