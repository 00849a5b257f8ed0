"""A mail came to the address for replies: whose is it, what does it say, and what becomes of it.

The secret in the address it was sent to says which reminder it answers; that its sender is the reminder's reader is
asked besides. Whoever is neither gets no answer, so that nobody learns here who exists.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError

from governance.by_mail.calendar_answers import take_answer
from governance.by_mail.reply_answers import Reply, answered
from governance.by_mail.reply_letters import write_too_late
from governance.by_mail.reply_passing_on import pass_on, pass_on_word
from governance.by_mail.reply_sources import sent_to
from governance.by_mail.reply_things import things_of
from governance.replies import Envelope, Mail, Unreadable, digest_of, is_absence, own_words, read_mail
from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import link_once_sent
from partners.models import IncomingMail, User

MOST_TRIES = 60
"""So often a mail is brought again that something else than the mail keeps from being read, such as a full disk."""
_SECONDS_TRIES_COUNT = 2 * 24 * 3600

logger = logging.getLogger(__name__)
Fate = IncomingMail.Fate


@dataclass(frozen=True)
class _Outcome:
    """What became of a mail, and the person it is proved to come from."""

    fate: str
    person: User | None = None
    reason: str = ""


def take_reply(raw: bytes, *, now: datetime) -> IncomingMail | None:
    """Does what a mail says, all of it or nothing, and notes what became of it; None where it was read before.

    Whatever one mail does, it is set aside with the reason, and those behind it are read. What is no fault of the mail
    (the database away, the disk full) is raised, and the mail is to be brought again; not for ever, though.
    """
    try:
        mail = read_mail(
            raw, reply_address=settings.REPLY_ADDRESS, trusted_server=settings.REPLY_TRUSTED_SERVER
        )
    except Unreadable as problem:
        return set_aside(raw, str(problem), now=now)
    try:
        with entered(SYSTEM):
            if _was_read(mail.envelope.message_id):
                return None
            return _noted(mail.envelope, _outcome_of(mail, now), now)
    except (OperationalError, InterfaceError, OSError) as problem:
        if not _was_tried_too_often(mail.envelope.message_id):
            raise
        return _noted_as_broken(mail.envelope, problem, now)
    except Exception as problem:
        return _noted_as_broken(mail.envelope, problem, now)


def set_aside(raw: bytes, reason: str, *, now: datetime) -> IncomingMail | None:
    """Notes a mail that cannot be read, with the reason in our words; None where it was noted before."""
    logger.warning("A mail to the address for replies was set aside: %s", reason)
    nameless = Envelope(digest_of(raw), sender="", secrets=(), automatic=False, refuted=False)
    with entered(SYSTEM):
        if _was_read(nameless.message_id):
            return None
        return _noted(nameless, _Outcome(Fate.BROKEN, reason=reason), now)


def _noted_as_broken(envelope: Envelope, problem: Exception, now: datetime) -> IncomingMail | None:
    # Two who read the same mail at once: the second finds the first one's line, and all it did is undone.
    with entered(SYSTEM):
        if _was_read(envelope.message_id):
            return None
        logger.error("A reply could not be read: %s", envelope.message_id, exc_info=problem)
        reason = f"a fault of Tandem's while it was read ({type(problem).__name__})"
        return _noted(envelope, _Outcome(Fate.BROKEN, reason=reason), now)


def _was_read(message_id: str) -> bool:
    return IncomingMail.objects.filter(message_id=message_id).exists()


def _was_tried_too_often(message_id: str) -> bool:
    key = f"governance.reply_tries.{digest_of(message_id.encode())}"
    try:
        cache.add(key, 0, timeout=_SECONDS_TRIES_COUNT)
        return int(cache.incr(key)) > MOST_TRIES
    except Exception:  # a cache that is away counts nothing, and fails nobody
        return False


def _noted(envelope: Envelope, outcome: _Outcome, now: datetime) -> IncomingMail:
    if outcome.person is None:
        logger.info("A mail to the address for replies was left alone: %s", outcome.fate)
    return IncomingMail.objects.create(
        message_id=envelope.message_id,
        received_at=now,
        sender=envelope.sender[:254],
        person=outcome.person,
        fate=outcome.fate,
        reason=outcome.reason[:120],
    )


def _outcome_of(mail: Mail, now: datetime) -> _Outcome:
    envelope = mail.envelope
    if mail.invitation:
        return _Outcome(*take_answer(mail.invitation, envelope, now=now))
    if envelope.automatic:
        return _Outcome(Fate.AUTOMATIC)
    found = next(((link, secret) for secret in envelope.secrets if (link := link_once_sent(secret))), None)
    if found is None:
        return _Outcome(Fate.NOWHERE)
    link, secret = found
    if envelope.sender != link.person.email.lower() or not link.person.is_active:
        return _Outcome(Fate.STRANGER)
    if envelope.refuted:
        return _Outcome(Fate.FORGED)
    things = things_of(link)
    own = own_words(mail.text, sent_to(link, things))
    if is_absence(own.words, subject=envelope.subject, quotes=own.quotes):
        return _Outcome(Fate.AUTOMATIC, link.person)
    reply = Reply(link, secret, envelope.message_id, things, own, mail.files)
    if link.expires_at <= now:
        write_too_late(link, own.words, message_id=envelope.message_id, now=now)
        return _Outcome(Fate.OVER, link.person)
    if not things:
        return _Outcome(pass_on(reply, now=now), link.person)
    return _Outcome(pass_on_word(reply, now=now) or answered(reply, now=now), link.person)
