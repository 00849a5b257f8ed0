"""iCalendar mails: a review in the diary of everyone invited, moved and cancelled with the review (RFC 5546)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import Enum

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from partners.mail.outbox import Attachment, Letter, queue, written
from partners.models import Side, User, enterprise_name
from reviews.agenda.answer_addresses import answer_address, uid_of
from reviews.agenda.leaving import without_part
from reviews.clock import WORKING_DAYS_FROZEN, zone_of
from reviews.models import Attendance, Review


class News(Enum):
    """What an invitation's mail tells; the value is its heading."""

    INVITED = "You are invited to the review"
    MOVED = "The review has moved"
    CHANGED = "The review has changed"
    LEFT_OUT = "You are no longer invited to the review"
    CANCELLED = "The review is cancelled"

    @property
    def method(self) -> str:
        """RFC 5546: what the mail does to the calendar of whoever gets it."""
        return "CANCEL" if self in (News.LEFT_OUT, News.CANCELLED) else "REQUEST"

    @property
    def subject(self) -> str:
        """With the place of `what` and `day`."""
        return _SUBJECTS[self] + "{what} on {day:%-d %B %Y}"


_SUBJECTS = {
    News.INVITED: "",
    News.MOVED: "Moved: ",
    News.CHANGED: "Changed: ",
    News.LEFT_OUT: "No longer invited: ",
    News.CANCELLED: "Cancelled: ",
}


def send_invitations(
    review: Review, news: News, now: datetime, *, changes: str = "", to: Collection[User] | None = None
) -> int:
    """Queues the `news` of a review to everyone invited, or to those of them that `to` names; how many. `changes` says
    in a sentence what is otherwise than it was.

    Must run in the transaction that changed the review. A mail client knows by UID and SEQUENCE which event it is.
    """
    invited = [seat for seat in seats_of(review) if seat.person.is_active]
    written_to = [seat for seat in invited if to is None or seat.person in to]
    if news is not News.LEFT_OUT:
        left = without_part(invited)
        invited = [seat for seat in invited if seat not in left]
        written_to = [seat for seat in written_to if seat not in left]
    for seat in written_to:
        told = [seat] if news is News.LEFT_OUT else invited
        queue_news(review, seat.person, news, told, now, changes=changes)
    return len(written_to)


def queue_news(
    review: Review,
    person: User,
    news: News,
    told: Sequence[Attendance],
    now: datetime,
    *,
    changes: str = "",
    kind: str = "invitation",
) -> None:
    """Queues one mail, whose file names those of the seats `told`."""
    letter, file = _letter(review, person, news, changes), _file(review, told, news, person, now)
    queue(
        Letter(letter.subject, letter.text, letter.html, (file,), letter.headers),
        to=person,
        kind=kind,
        now=now,
        partner=review.partner,
    )


def _file(
    review: Review, invited: Iterable[Attendance], news: News, reader: User, now: datetime
) -> Attachment:
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


def _letter(review: Review, person: User, news: News, changes: str) -> Letter:
    starts_at = review.starts_at.astimezone(zone_of(person))
    return written(
        "agenda/mail/review_invitation",
        {
            "review": review,
            "person": person,
            "reader": person,
            "when": f"{starts_at:%A}, {starts_at.day} {starts_at:%B %Y, %H:%M}",
            "zone": starts_at.tzname(),
            "heading": news.value,
            "comes": news.method == "REQUEST",
            "is_told_where": news is not News.LEFT_OUT,
            "changes": changes or review.cancelled_reason,
            "address": _address(review),
            "frozen": WORKING_DAYS_FROZEN,
        },
        subject=news.subject.format(what=_what(review, person.side), day=starts_at),
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
