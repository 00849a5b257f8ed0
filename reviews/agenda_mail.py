"""The agenda by mail: once it is frozen, everyone invited has it in their hands two working days before."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from governance.forms.fields import side_names
from partners.outbox import queue, written
from reviews.clock import day_of
from reviews.models import AgendaItem, Attendance, Review

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
        context = {
            "review": review,
            "person": seat.person,
            "sections": sections,
            "day": day,
            "address": settings.BASE_URL + reverse("reviews_agenda", args=[review.partner.slug, review.pk]),
        }
        subject = f"Agenda: {review.partner.name}, {day:%-d %B %Y}"
        letter = written("agenda", context, subject=subject)
        queue(letter, to=seat.person, kind=KIND, now=now, partner=review.partner)
    return len(seats)


def _sections(review: Review) -> list[tuple[AgendaItem, list[MailedLine]]]:
    names = side_names(review.partner)
    items = list(AgendaItem.objects.filter(review=review).select_related("action", "ask", "carried_from"))
    return [
        (heading, [_mailed(item, names) for item in items if item.section == heading.section and not item.is_heading])
        for heading in items if heading.is_heading
    ]  # fmt: skip


def _mailed(item: AgendaItem, names: dict[str, str]) -> MailedLine:
    if item.action:
        return MailedLine(item, f"{names[item.action.side]}, due {item.action.due_on:%-d %b}")
    if item.ask:
        return MailedLine(item, f"{names[item.ask.on_side]} answers")
    return MailedLine(item, f"tabled by {names[item.tabled_by_side]}" if item.tabled_by_side else "")
