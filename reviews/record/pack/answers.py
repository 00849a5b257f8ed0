"""The way to answer that page one gives in a mail: for whoever may decide, without a password."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from governance.models import Ask, Reminder
from governance.wording import decisions_for_you
from partners.access import Permission, can
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import Issued, issue
from partners.models import OutgoingMail, Partner, User
from reviews.facts import Snapshot
from reviews.record.pack.page_one import AskedOf, Decision, PageOne
from reviews.sections import links


@dataclass(frozen=True)
class Answers:
    """Page one as one person reads it, and the link that stands in it, if there is one.

    `for_reader` says what they are to decide, for the subject of the mail; empty where that is nothing.
    """

    page: PageOne
    issued: Issued | None = None
    for_reader: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Where a reply to the mail goes, if replies are read."""
        address = self.issued.reply_address if self.issued else ""
        return {"Reply-To": address} if address else {}

    def stand_in(self, mail: OutgoingMail) -> None:
        """The link belongs to this mail."""
        if self.issued is None:
            return
        with entered(SYSTEM):
            self.issued.link.mail = mail
            self.issued.link.save(update_fields=["mail"])


def answers_from_mail(
    page: PageOne, snapshot: Snapshot, partner: Partner, person: User, *, now: datetime
) -> Answers:
    """The decisions asked of the person's side lead to where they answer them; of others, to where one signs in.

    A reply to the pack goes to an address of the person's own, whether they may decide or not.
    """
    asked = [decision.ask for each in page.asked if each.addressed for decision in each.decisions]
    if not can(person, Permission.DECIDE, partner):
        asked = []
    if not asked and not settings.REPLY_ADDRESS:
        return Answers(page)
    issued, sealed_on = issue(person, now=now), timezone.localdate(snapshot.review.sealed_at)
    with entered(SYSTEM):
        issued.link.save()
        named = {ask: _named(issued, ask, partner, person, sealed_on, now) for ask in asked}
    urls = {ask: links.from_mail(issued.secret, number) for ask, number in named.items() if number}
    led = replace(page, asked=tuple(_leading_to(urls, each) for each in page.asked))
    return Answers(led, issued, _for_reader(snapshot, person) if asked else "")


def _for_reader(snapshot: Snapshot, person: User) -> str:
    """All that their side is to decide, whether page one has room for it or not."""
    days = [
        ask.needed_by
        for ask in snapshot.asks
        if ask.kind == "decision" and ask.open and ask.on_side == person.side
    ]
    return decisions_for_you(days, today=snapshot.review.on)


def _named(issued: Issued, ask: int, partner: Partner, person: User, on: date, now: datetime) -> int | None:
    """The number of the reminder; None where another pack of that day has named it to them."""
    reminder, _ = Reminder.objects.get_or_create(
        ask=Ask.objects.get(pk=ask),
        step=Reminder.Step.PACK,
        on=on,
        person=person,
        defaults={"partner": partner, "link": issued.link, "sent_to": person, "sent_at": now},
    )
    return reminder.pk if reminder.link_id == issued.link.pk else None


def _leading_to(urls: dict[int, str], asked: AskedOf) -> AskedOf:
    return replace(asked, decisions=tuple(_led(urls, decision) for decision in asked.decisions))


def _led(urls: dict[int, str], decision: Decision) -> Decision:
    url = urls.get(decision.ask)
    return replace(decision, url=url, by_mail=True) if url else decision
