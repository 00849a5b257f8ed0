"""The kind mail back, to whoever's reply could not be taken as it was meant. Nobody but the person gets one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from governance.by_mail.reply_steps import how_to_answer
from governance.by_mail.reply_things import NumberedThing
from governance.local_day import day_of
from partners.mail.links import VALID_FOR
from partners.mail.outbox import Letter, Outgoing, queue_all, written
from partners.models import MailContent, MailLink, OutgoingMail, Partner, User

KIND, KEPT_KIND = "reply_answer", "reply_kept"
MOST_A_DAY = 5
"""Answers to one person within 24 hours, so that two programs can never talk to one another for long."""
_QUOTED = 4_000


@dataclass(frozen=True)
class Trouble:
    """What could not be done, with the thing it was meant for where that is known."""

    sentence: str
    thing: NumberedThing | None = None


@dataclass(frozen=True)
class Back:
    """What is written back. `text` is what the person wrote, so that nothing of it is lost."""

    troubles: Sequence[Trouble]
    done: Sequence[NumberedThing]
    things: Sequence[NumberedThing]
    text: str


def write_back(link: MailLink, back: Back, *, secret: str, message_id: str, now: datetime) -> None:
    """Queues the answer; it can itself be replied to, as the reminder could. Runs within the scope SYSTEM."""
    visible, today = [thing for thing in _to_answer(back) if thing.row], day_of(link.person, now)
    context = {
        "person": link.person,
        "troubles": back.troubles,
        "done": back.done,
        "things": [
            (thing, how_to_answer(thing.row, link.person, today=today)) for thing in visible if thing.row
        ],
        "several": len(back.things) > 1,
        "quoted": back.text[:_QUOTED].splitlines(),
    }
    letter = written("by_mail/mail/reply_answer", context, subject="Your reply needs another word")
    _send(letter, link, {"Reply-To": _reply_to(secret)}, message_id, now, visible)


def write_kept_as_comment(
    link: MailLink, back: Back, *, numbered: bool, secret: str, message_id: str, now: datetime
) -> None:
    """Says that words of the person were kept as a comment, and nothing was reported done; of each thing once in the
    life of the mail replied to. Runs within the scope SYSTEM.
    """
    new = _untold(link, back.things)
    if not new:
        return
    context = {
        "person": link.person,
        "things": new,
        "numbered": numbered,
        "quoted": back.text[:_QUOTED].splitlines(),
    }
    letter = written("by_mail/mail/reply_kept", context, subject="Recorded as a comment, not reported done")
    headers = {"Reply-To": _reply_to(secret)}
    _send(letter, link, headers, message_id, now, new, kind=KEPT_KIND)


def _reply_to(secret: str) -> str:
    name, _, host = settings.REPLY_ADDRESS.partition("@")
    return f"{name}+{secret}@{host}"


def _to_answer(back: Back) -> Sequence[NumberedThing]:
    """Those that need another word; all of the mail where it is not known which."""
    if any(trouble.thing is None for trouble in back.troubles):
        return back.things
    troubled = {trouble.thing.number for trouble in back.troubles if trouble.thing}
    return [thing for thing in back.things if thing.number in troubled]


def write_too_late(link: MailLink, text: str, *, message_id: str, now: datetime) -> None:
    """Says that the mail replied to is too old to act on."""
    context = {"person": link.person, "quoted": text[:_QUOTED].splitlines(), "valid_for": VALID_FOR}
    letter = written("by_mail/mail/reply_too_late", context, subject="The mail you replied to is too old")
    _send(letter, link, {}, message_id, now, ())


@dataclass(frozen=True)
class PassedOn:
    """Words of a reply to `mail` that go on to people: now to `to_send`, and by this or an earlier mail to `to`, who
    chair the review or lead the partnership. `files` are names of what came along and does not.
    """

    mail: OutgoingMail
    to_send: Sequence[User]
    to: Sequence[User]
    text: str
    files: Sequence[str] = ()
    chairs: bool = False

    def context(self, person: User) -> dict[str, object]:
        """For the templates."""
        return {
            "person": person,
            "subject": self.mail.subject,
            "quoted": self.text[:_QUOTED].splitlines(),
            "leads": self.to,
            "chairs": self.chairs,
            "files": self.files,
        }


def write_passed_on(link: MailLink, passed: PassedOn, *, message_id: str, now: datetime) -> None:
    """Brings a reply that answers nothing to those it is for, and tells the writer so."""
    _bring(link, passed, now)
    if passed.to_send:
        told = written(
            "by_mail/mail/reply_received", passed.context(link.person), subject="Your reply was passed on"
        )
        _send(told, link, {}, message_id, now, (), about=passed.mail.partner)


def write_not_decided(
    link: MailLink,
    passed: PassedOn,
    things: Sequence[NumberedThing],
    *,
    secret: str,
    message_id: str,
    now: datetime,
) -> None:
    """Brings words that decide nothing to those they are for, and tells the writer, once in the life of the mail
    replied to, that nothing was recorded as a decision.
    """
    _bring(link, passed, now)
    new = _untold(link, things)
    if not new:
        return
    today = day_of(link.person, now)
    context = {
        **passed.context(link.person),
        "several": len(things) > 1,
        "things": [(thing, how_to_answer(thing.row, link.person, today=today)) for thing in new if thing.row],
    }
    letter = written(
        "by_mail/mail/reply_not_decided", context, subject="Recorded as a comment, not as a decision"
    )
    _send(letter, link, {"Reply-To": _reply_to(secret)}, message_id, now, new, kind=KEPT_KIND)


def _bring(link: MailLink, passed: PassedOn, now: datetime) -> None:
    letter = written(
        "by_mail/mail/reply_passed_on",
        passed.context(link.person),
        subject=f"{link.person.full_name} replied: {passed.mail.subject}",
    )
    queue_all(
        [Outgoing(letter, each, "reply_passed_on", passed.mail.partner) for each in passed.to_send], now=now
    )


def _untold(link: MailLink, things: Sequence[NumberedThing]) -> list[NumberedThing]:
    """Those of which the person was not told yet that words about them were kept as a comment."""
    told = MailContent.objects.filter(
        mail__person=link.person, mail__kind=KEPT_KIND, mail__queued_at__gte=link.issued_at
    )
    return [
        thing
        for thing in things
        if thing.row and not told.filter(text__contains=f"{thing.row.get_absolute_url()}\n").exists()
    ]


def _send(
    letter: Letter,
    link: MailLink,
    headers: dict[str, str],
    message_id: str,
    now: datetime,
    things: Sequence[NumberedThing],
    about: Partner | None = None,
    kind: str = KIND,
) -> None:
    if _has_had_enough(link, now):
        return
    if message_id.startswith("<") and message_id.isascii():
        headers = {**headers, "In-Reply-To": message_id, "References": message_id}
    partners = {thing.row.partner_id: thing.row.partner for thing in things if thing.row}
    letter = Letter(letter.subject, letter.text, letter.html, headers=headers)
    alone = about or (next(iter(partners.values())) if len(partners) == 1 else None)
    queue_all(
        [Outgoing(letter, link.person, kind, alone, concerns=() if alone else sorted(partners))], now=now
    )


def _has_had_enough(link: MailLink, now: datetime) -> bool:
    lately = OutgoingMail.objects.filter(
        person=link.person, kind__in=(KIND, KEPT_KIND), queued_at__gt=now - timedelta(days=1)
    )
    return lately.count() >= MOST_A_DAY
