"""Reminders that can be replied to, and the replies people and machines send."""

from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import make_msgid

from governance import verbs
from governance.models import ActionItem, Ask, Reminder
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.links import Issued, issue
from partners.mail.outbox import Letter, queue
from partners.models import IncomingMail, OutgoingMail, Partner, User
from tests.governance.scene import NOW, TODAY

REPLY_ADDRESS = "reply@tandem.example.com"


@dataclass(frozen=True)
class Reminded:
    """A reminder that somebody got, and where a reply to it goes."""

    person: User
    address: str


def reminded(
    person: User, *things: ActionItem | Ask, now: datetime = NOW, said: str | None = None
) -> Reminded:
    """`person` has had a mail that names `things`, numbered in this order; `said` is what it said, word by word."""
    issued: Issued = issue(person, now=now)
    with entered(SYSTEM):
        letter = Letter(subject="What you owe", text=letter_naming(person, *things) if said is None else said)
        issued.link.mail = queue(letter, to=person, kind="reminder", now=now)
        issued.link.save()
        for thing in things:
            Reminder.objects.create(
                partner_id=thing.partner_id,
                link=issued.link,
                person=person,
                sent_to=person,
                on=TODAY,
                sent_at=now,
                step=Reminder.Step.WEEKLY,
                action=thing if isinstance(thing, ActionItem) else None,
                ask=thing if isinstance(thing, Ask) else None,
            )
    return Reminded(person, issued.reply_address)


def owed_to(by: User, owner: User, partner: Partner, title: str, due_on: date) -> ActionItem:
    """What `by` asked of `owner` in a partnership of both, and `owner` promised."""
    owner.__dict__.pop("roles", None)  # what others may read of a person's parts, they may not read of all
    with acting_as(by):
        item = verbs.propose(partner, title=title, owner=owner, due_on=due_on, by=by, now=NOW)
    owner.__dict__.pop("roles", None)
    with acting_as(owner):
        return verbs.accept(item, by=owner, now=NOW)


def letter_naming(person: User, *things: ActionItem | Ask) -> str:
    """What such a mail says, in the manner of the reminders that are sent."""
    named = "\n\n".join(
        f"{number:<3}{thing.title}\n   Mon 16 Nov, 7 days late · {thing.partner.name}\n"
        f"   https://tandem.example.com/m/{'q7' * 16}/{number}/"
        for number, thing in enumerate(things, 1)
    )
    return f"{person.full_name}, {len(things)} things for you, 1 late.\n\nYou owe\n\n{named}\n\n{FOOT}"


FOOT = (
    "The links open these things without a password, for you alone, for two weeks: do not pass this mail on.\n"
    "Or reply: begin with the number and “done” or a new date; anything else is a word both sides read."
)


def reply(reminder: Reminded, text: str, *, sender: str = "", to: str = "", **headers: str) -> EmailMessage:
    """What the person sends back. `headers` are named with underscores: Auto_Submitted="auto-replied"."""
    message = EmailMessage()
    message["From"] = sender or f"{reminder.person.full_name} <{reminder.person.email}>"
    message["To"] = to or f"Tandem <{reminder.address}>"
    message["Subject"] = "Re: What you owe"
    message["Message-ID"] = make_msgid(domain="mail.example.com")
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def answers_to(person: User) -> list[OutgoingMail]:
    """The mails written back to the person, oldest first, with what they say."""
    with entered(SYSTEM):
        mails = OutgoingMail.objects.filter(person=person, kind="reply_answer").select_related("content")
        return list(mails.order_by("pk"))


def fates() -> list[str]:
    """What became of the mails that came in, oldest first."""
    with entered(SYSTEM):
        return list(IncomingMail.objects.order_by("pk").values_list("fate", flat=True))
