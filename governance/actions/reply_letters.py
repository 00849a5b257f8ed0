"""The kind mail back, to whoever's reply could not be taken as it was meant. Nobody but the person gets one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from governance.actions.reply_deeds import how_to_answer
from governance.actions.reply_things import Thing
from partners.models import MailLink, OutgoingMail
from partners.outbox import Letter, Outgoing, queue_all, written

KIND = "reply_answer"
MOST_A_DAY = 5
"""Answers to one person within 24 hours, so that two programs can never talk to one another for long."""
_QUOTED = 4_000


@dataclass(frozen=True)
class Trouble:
    """What could not be done, with the thing it was meant for where that is known."""

    sentence: str
    thing: Thing | None = None


@dataclass(frozen=True)
class Back:
    """What is written back. `text` is what the person wrote, so that nothing of it is lost."""

    troubles: Sequence[Trouble]
    done: Sequence[Thing]
    things: Sequence[Thing]
    text: str


def write_back(link: MailLink, back: Back, *, secret: str, message_id: str, now: datetime) -> None:
    """Queues the answer; it can itself be replied to, as the reminder could. Runs within the scope SYSTEM."""
    visible = [thing for thing in back.things if thing.row]
    context = {
        "person": link.person,
        "troubles": back.troubles,
        "done": back.done,
        "things": [(thing, how_to_answer(thing.row, link.person)) for thing in visible if thing.row],
        "several": len(back.things) > 1,
        "quoted": back.text[:_QUOTED].splitlines(),
    }
    letter = written("reply_answer", context, subject="Your reply needs another word")
    name, _, host = settings.REPLY_ADDRESS.partition("@")
    _send(letter, link, {"Reply-To": f"{name}+{secret}@{host}"}, message_id, now, visible)


def write_too_late(link: MailLink, text: str, *, message_id: str, now: datetime) -> None:
    """Says that the mail replied to is too old to act on."""
    context = {"person": link.person, "quoted": text[:_QUOTED].splitlines()}
    letter = written("reply_too_late", context, subject="The mail you replied to is too old")
    _send(letter, link, {}, message_id, now, ())


def _send(
    letter: Letter, link: MailLink, headers: dict[str, str], message_id: str, now: datetime,
    things: Sequence[Thing],
) -> None:  # fmt: skip
    if _has_had_enough(link, now):
        return
    if message_id.startswith("<") and message_id.isascii():
        headers = {**headers, "In-Reply-To": message_id, "References": message_id}
    partners = {thing.row.partner_id: thing.row.partner for thing in things if thing.row}
    letter = Letter(letter.subject, letter.text, letter.html, headers=headers)
    alone = next(iter(partners.values())) if len(partners) == 1 else None
    about = () if alone else sorted(partners)
    queue_all([Outgoing(letter, link.person, KIND, alone, concerns=about)], now=now)


def _has_had_enough(link: MailLink, now: datetime) -> bool:
    lately = OutgoingMail.objects.filter(person=link.person, kind=KIND, queued_at__gt=now - timedelta(days=1))
    return lately.count() >= MOST_A_DAY
