"""A mail came to the address for replies: whose is it, what does it say, and what becomes of it.

The secret in the address it was sent to says which reminder it answers; that its sender is the reminder's reader is
asked besides. Whoever is neither gets no answer, so that nobody learns here who exists.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction

from governance.actions.reply_deeds import carry_out, keep_file
from governance.actions.reply_letters import Back, Trouble, write_back, write_too_late
from governance.actions.reply_things import Thing, things_of
from governance.models import ActionItem
from governance.replies import Answer, Envelope, Kind, answers_in, envelope_of, files_in, reply_text
from governance.today import day_of
from partners.mail_links import link_once_sent
from partners.models import IncomingMail, MailLink, User
from partners.scope import SYSTEM, acting_as, entered
from partners.verbs import Refused

MOST_FILES = 5
_WHICH = "The mail you replied to names several things. Begin the line with the number of the one you mean."
_NAMES_NOTHING = "The mail you replied to names nothing that can be answered by mail. Please sign in."
_OUT_OF_SIGHT = "You no longer take part in this, so nothing was changed."
_TOO_MANY_FILES = f"Only the first {MOST_FILES} files were kept."
_WHERE_TO_PUT_FILES = (
    "The files were not kept: reply about one action alone, or bring them on the action's page."
)

logger = logging.getLogger(__name__)
Fate = IncomingMail.Fate


@dataclass
class Account:
    """What became of a reply so far."""

    done: list[Thing] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def fate(self) -> str:
        if not self.troubles:
            return Fate.DONE
        return Fate.PARTLY if self.done else Fate.ASKED_BACK


def take_reply(raw: bytes, *, now: datetime) -> IncomingMail | None:
    """Does what a mail says, all of it or nothing, and notes what became of it; None where it was read before.

    A mail that cannot be understood by any means is noted as broken: it must not stop those behind it. What is no
    fault of the mail (the database away, the disk full) is raised, and the mail is to be brought again.
    """
    message = message_from_bytes(raw)
    envelope = envelope_of(
        message, raw, reply_address=settings.REPLY_ADDRESS, trusted_server=settings.REPLY_TRUSTED_SERVER
    )
    try:
        with entered(SYSTEM):
            if _was_read(envelope):
                return None
            fate, person = _fate_of(message, envelope, now)
            return _noted(envelope, fate, now, person)
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception:
        # Two who read the same mail at once: the second finds the first one's line, and all it did is undone.
        with entered(SYSTEM):
            if _was_read(envelope):
                return None
            logger.exception("A reply could not be read: %s", envelope.message_id)
            return _noted(envelope, Fate.BROKEN, now)


def _was_read(envelope: Envelope) -> bool:
    return IncomingMail.objects.filter(message_id=envelope.message_id).exists()


def _noted(envelope: Envelope, fate: str, now: datetime, person: User | None = None) -> IncomingMail:
    if person is None:
        logger.info("A mail to the address for replies was left alone: %s", fate)
    return IncomingMail.objects.create(
        message_id=envelope.message_id, received_at=now, sender=envelope.sender[:254], person=person, fate=fate
    )  # fmt: skip


def _fate_of(message: Message, envelope: Envelope, now: datetime) -> tuple[str, User | None]:
    """What becomes of the mail, and the person it is proved to come from."""
    if envelope.automatic:
        return Fate.AUTOMATIC, None
    found = next(((link, secret) for secret in envelope.secrets if (link := link_once_sent(secret))), None)
    if found is None:
        return Fate.NOWHERE, None
    link, secret = found
    if envelope.sender != link.person.email.lower() or not link.person.is_active:
        return Fate.STRANGER, None
    if envelope.refuted:
        return Fate.FORGED, None
    if link.expires_at <= now:
        write_too_late(link, reply_text(message), message_id=envelope.message_id, now=now)
        return Fate.OVER, link.person
    return _answered(link, secret, message, envelope, now), link.person


def _answered(link: MailLink, secret: str, message: Message, envelope: Envelope, now: datetime) -> str:
    things, text = things_of(link), reply_text(message)
    account = Account()
    with acting_as(link.person):
        _act(link.person, things, message, text, account, now)
    if account.troubles:
        back = Back(account.troubles, list(dict.fromkeys(account.done)), things, text)
        write_back(link, back, secret=secret, message_id=envelope.message_id, now=now)
    return account.fate


def _act(
    person: User, things: Sequence[Thing], message: Message, text: str, account: Account, now: datetime
) -> None:
    if not things:
        account.troubles.append(Trouble(_NAMES_NOTHING))
        return
    alone = len({thing.row for thing in things}) == 1  # the same action may be named on two grounds
    answers = answers_in(text, things=1 if alone else len(things), today=day_of(person, now))
    _keep_files(person, things, answers, message, account, now)
    for answer in answers:
        _act_on(person, things, answer, account, now)


def _act_on(person: User, things: Sequence[Thing], answer: Answer, account: Account, now: datetime) -> None:
    if answer.number is None:
        account.troubles.append(Trouble(_WHICH))
        return
    thing = things[answer.number - 1]
    if answer.saying.kind is Kind.NOTHING and thing in account.done:
        return  # a file was kept, and that was all there was to say
    if thing.row is None:
        account.troubles.append(Trouble(_OUT_OF_SIGHT, thing))
        return
    try:
        with transaction.atomic():
            carry_out(thing.row, answer.saying, by=person, now=now)
    except (Refused, PermissionDenied) as problem:
        thing.row.refresh_from_db()  # the verb may have left its changes on it
        account.troubles.append(Trouble(str(problem), thing))
    else:
        account.done.append(thing)


def _keep_files(
    person: User, things: Sequence[Thing], answers: Sequence[Answer], message: Message, account: Account,
    now: datetime,
) -> None:  # fmt: skip
    """Files go to the one action that is spoken of; of several, or of an ask, they have no place."""
    files = files_in(message)
    if not files:
        return
    number = answers[0].number if len(answers) == 1 else None
    thing = things[number - 1] if number else None
    if thing is None or not isinstance(thing.row, ActionItem):
        account.troubles.append(Trouble(_WHERE_TO_PUT_FILES, thing))
        return
    for file in files[:MOST_FILES]:
        try:
            with transaction.atomic():
                keep_file(thing.row, file, by=person, now=now)
        except (Refused, PermissionDenied) as problem:
            account.troubles.append(Trouble(f"{file.name} was not kept. {problem}", thing))
        else:
            account.done.append(thing)
    if len(files) > MOST_FILES:
        account.troubles.append(Trouble(_TOO_MANY_FILES, thing))
