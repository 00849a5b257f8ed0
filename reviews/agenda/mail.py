"""The agenda by mail: once it is frozen, everyone invited has it in their hands two working days before."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from partners.access import Permission, can
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import Issued, issue
from partners.mail.outbox import queue, written
from partners.models import MailLink
from reviews.clock import day_of
from reviews.models import AgendaInHand, AgendaItem, Attendance, Review
from reviews.sections import in_order

KIND = "agenda"


@dataclass(frozen=True)
class MailedLine:
    """A line of the agenda: what, whose, and why it put itself there."""

    item: AgendaItem
    whose: str

    @property
    def marks(self) -> str:
        said = [self.whose, "carried over" if self.item.carried_from_id else "", self.item.why]
        return " · ".join(filter(None, said))


def send_agenda(review: Review, now: datetime) -> int:
    """Queues the agenda to everyone invited who still works here; how many. Both sides read the same."""
    seats = Attendance.objects.filter(review=review, person__is_active=True)
    sections = _sections(review)
    day = day_of(review)
    for seat in seats.exclude(state=Attendance.State.EXCUSED).select_related("person").order_by("person_id"):
        issued = issue(seat.person, now=now)
        context = {
            "review": review,
            "person": seat.person,
            "reader": seat.person,
            "sections": sections,
            "day": day,
            "may_answer": can(seat.person, Permission.RAISE, review.partner),
            "address": settings.BASE_URL + reverse("reviews_from_mail", args=[issued.secret]),
            "expires_at": issued.link.expires_at,
        }
        subject = f"Agenda: {review.partner.named_to(seat.person.side)}, {day:%-d %B %Y}"
        letter = replace(written("agenda/mail/agenda", context, subject=subject), headers=_reply_to(issued))
        issued.link.mail = queue(letter, to=seat.person, kind=KIND, now=now, partner=review.partner)
        _put_in_hand(issued.link, review)
    return len(seats)


def _reply_to(issued: Issued) -> dict[str, str]:
    """Where a reply to the agenda goes, if replies are read: it reaches whoever leads on its writer's side."""
    return {"Reply-To": issued.reply_address} if issued.reply_address else {}


def _put_in_hand(link: MailLink, review: Review) -> None:
    """The link opens the agenda of this review."""
    with entered(SYSTEM):
        link.save()
        AgendaInHand.objects.create(partner=review.partner, link=link, review=review)


def _sections(review: Review) -> list[tuple[AgendaItem, list[MailedLine]]]:
    names = review.partner.side_names
    items = in_order(AgendaItem.objects.filter(review=review).select_related("action", "ask", "carried_from"))
    return [
        (
            heading,
            [
                _mailed(item, names)
                for item in items
                if item.section == heading.section and not item.is_heading
            ],
        )
        for heading in items
        if heading.is_heading
    ]


def _mailed(item: AgendaItem, names: dict[str, str]) -> MailedLine:
    if item.action:
        return MailedLine(item, f"{names[item.action.side]}, due {item.action.due_on:%-d %b}")
    if item.ask:
        return MailedLine(item, f"{names[item.ask.on_side]} answers")
    return MailedLine(item, f"tabled by {names[item.tabled_by_side]}" if item.tabled_by_side else "")
