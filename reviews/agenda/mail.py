"""The agenda by mail: once it is frozen, everyone invited has it in their hands two working days before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from partners.access import Permission, can
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import Issued, issue
from partners.mail.outbox import Letter, written
from partners.models import MailLink, OutgoingMail, User
from partners.numbers import counted
from reviews.agenda.invitations import moment_for, subject_of
from reviews.agenda.news import News
from reviews.clock import day_of
from reviews.models import AgendaInHand, AgendaItem, Review
from reviews.sections import in_order

KIND = "agenda"


@dataclass(frozen=True)
class MailedLine:
    """A line of the agenda: what, whose, and why it was added."""

    item: AgendaItem
    whose: str

    @property
    def marks(self) -> str:
        kind = "" if self.item.kind == AgendaItem.Kind.DISCUSS else f"to {self.item.kind}"
        papers = counted(len(self.item.papers.all()), "paper") if self.item.papers.all() else ""
        said = [kind, self.whose, papers, "carried over" if self.item.carried_from_id else "", self.item.why]
        return " · ".join(filter(None, said))


@dataclass(frozen=True)
class SaidOfSide:
    """What changed with one side, and who says so."""

    name: str
    text: str
    by: str


class AgendaMail:
    """The agenda of a review as a mail to each person; both sides read the same."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.day = day_of(review)
        self.sections = _sections(review)
        self.said = _said(review)

    def letter(
        self, person: User, now: datetime, news: News | None, changes: Sequence[str]
    ) -> tuple[Letter, MailLink]:
        """The mail, with the `news` of the review where there are any; and the link in it, for `put_in_hand`."""
        issued = issue(person, now=now)
        context = {
            "review": self.review,
            "person": person,
            "reader": person,
            "sections": self.sections,
            "said_of_sides": self.said,
            "day": self.day,
            **moment_for(self.review, person),
            "news": news.value if news else "",
            "changes": changes,
            "may_answer": can(person, Permission.RAISE, self.review.partner),
            "address": settings.BASE_URL + reverse("reviews_from_mail", args=[issued.secret]),
            "expires_at": issued.link.expires_at,
        }
        subject = f"Agenda: {self.review.partner.named_to(person.side)}, {self.day:%-d %B %Y}"
        if news:
            subject = f"{subject_of(self.review, person, news)}, with its agenda"
        letter = replace(written("agenda/mail/agenda", context, subject=subject), headers=_reply_to(issued))
        return letter, issued.link

    def put_in_hand(self, link: MailLink, mail: OutgoingMail) -> None:
        """The link, which stands in the mail, opens the agenda of this review."""
        link.mail = mail
        with entered(SYSTEM):
            link.save()
            AgendaInHand.objects.create(partner=self.review.partner, link=link, review=self.review)


def _said(review: Review) -> list[SaidOfSide]:
    """What each side says has changed with it, ours first."""
    names = review.partner.side_names
    rows = review.news.select_related("author").order_by("side")
    return [SaidOfSide(names[row.side], row.text, row.author.full_name) for row in rows]


def _reply_to(issued: Issued) -> dict[str, str]:
    """Where a reply to the agenda goes, if replies are read: it reaches whoever leads on its writer's side."""
    return {"Reply-To": issued.reply_address} if issued.reply_address else {}


def _sections(review: Review) -> list[tuple[AgendaItem, list[MailedLine]]]:
    names = review.partner.side_names
    items = in_order(
        AgendaItem.objects.filter(review=review)
        .select_related("action", "ask", "carried_from")
        .prefetch_related("papers")
    )
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
    return MailedLine(
        item, f"put on the agenda by {names[item.tabled_by_side]}" if item.tabled_by_side else ""
    )
