"""A mail that names things, as the planner writes it: the link of its person, and a reminder of each thing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from governance.models import ActionItem, Ask, Reminder
from partners.isolation.scope import SYSTEM, entered
from partners.mail import links
from partners.models import MailLink, User


@dataclass(frozen=True)
class Mailed:
    """What stands in the mail: the secret of its link, and the number of each thing."""

    link: MailLink
    secret: str
    numbers: list[int]

    @property
    def all_of_it(self) -> str:
        return f"/m/{self.secret}/"

    def at(self, place: int = 0, noun: str = "") -> str:
        """The address of the thing in that place, or of what is done with it."""
        return f"{self.all_of_it}{self.numbers[place]}/{noun and noun + '/'}"


def mail_to(
    reader: User,
    *things: ActionItem | Ask,
    instead_of: User | None = None,
    now: datetime | None = None,
    step: str = Reminder.Step.WEEKLY,
) -> Mailed:
    """A mail to `reader`, for them or for whom they step in for."""
    sent_at = now or timezone.now()
    with entered(SYSTEM):
        issued = links.issue(reader, now=sent_at)
        issued.link.save()
        numbers = [_named(issued.link, thing, instead_of or reader, step, sent_at).pk for thing in things]
    return Mailed(issued.link, issued.secret, numbers)


def over(mailed: Mailed) -> None:
    """Its two weeks have passed."""
    with entered(SYSTEM):
        MailLink.objects.filter(pk=mailed.link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def _named(link: MailLink, thing: ActionItem | Ask, person: User, step: str, sent_at: datetime) -> Reminder:
    what = "action" if isinstance(thing, ActionItem) else "ask"
    return Reminder.objects.create(
        link=link,
        partner=thing.partner,
        person=person,
        sent_to=link.person,
        step=step,
        on=sent_at.date(),
        sent_at=sent_at,
        **{what: thing},
    )
