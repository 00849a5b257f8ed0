"""Takes mails out of the outbox to the mail server: at least once, whatever is killed on the way.

A mail is claimed under a lease, sent, and settled in a transaction of its own. Who dies in between leaves the lease to
run out; the next delivery sends the mail again with the same Message-ID, and a mail client shows one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import pghistory
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F, Q
from django.utils import timezone

from partners.entitlement import may_receive
from partners.message import message_of
from partners.models import OutgoingMail
from partners.scope import SYSTEM, entered

BATCH = 25
LEASE = timedelta(minutes=15)
LAST_PAUSE = timedelta(hours=24)
State = OutgoingMail.State


def deliver_waiting(*, clock: Callable[[], datetime] = timezone.now) -> None:
    """Delivers every mail whose time has come. Any number of deliveries may run beside one another."""
    while mails := _claim(clock()):
        if not settings.EMAIL_URL:
            for mail in mails:
                _keep(mail, clock())
            continue
        with _Server() as server:
            for mail in mails:
                _deliver(mail, server, clock())


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure: 1, 2, 4 … minutes; None once that exceeds a day."""
    pause = timedelta(minutes=2 ** min(attempts - 1, 20))
    return pause if pause <= LAST_PAUSE else None


class _Server:
    """One connection for many mails, opened anew where the last mail broke it."""

    def __init__(self) -> None:
        self.connection: EmailBackend | None = None
        self.unreachable: Exception | None = None

    def __enter__(self) -> "_Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def send(self, message: EmailMessage) -> None:
        if self.connection is None:
            self.connection = self._opened()
        self.connection.send_messages([message])

    def _opened(self) -> EmailBackend:
        if self.unreachable:  # one timeout a batch is enough
            raise self.unreachable
        connection = EmailBackend()
        try:
            connection.open()
        except (SMTPException, OSError) as problem:
            self.unreachable = problem
            raise
        return connection

    def drop(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.fail_silently = True
            connection.close()


def _claim(now: datetime) -> list[OutgoingMail]:
    with entered(SYSTEM):
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        waiting = OutgoingMail.objects.filter(free, state=State.QUEUED, next_attempt_at__lte=now)
        mails = list(
            waiting.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True, of=("self",))[
                :BATCH
            ]
        )
        for mail in mails:
            mail.leased_until = now + LEASE
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(leased_until=now + LEASE)
    return mails


def _deliver(claimed: OutgoingMail, server: _Server, now: datetime) -> None:
    with entered(SYSTEM):
        mail = _still_ours(claimed, now)
        if mail is None:
            return
        if not may_receive(mail, now=now):
            _settle(mail, State.WITHDRAWN, now, "The person may no longer receive this.")
            return
        content, attachments = mail.content, list(mail.attachments.all())
    try:
        server.send(message_of(mail, content, attachments))
    except (SMTPException, OSError) as problem:
        server.drop()
        _after_failure(mail, problem, now)
    except ValueError as problem:  # a header or an address no server can take
        _settle(mail, State.FAILED, now, str(problem))
    else:
        _settle(mail, State.DELIVERED, now)


def _keep(claimed: OutgoingMail, now: datetime) -> None:
    with entered(SYSTEM):
        mail = _still_ours(claimed, now)
        if mail is None:
            return
        if may_receive(mail, now=now):
            _settle(mail, State.KEPT, now, "No mail server is set: EMAIL_URL is empty.")
        else:
            _settle(mail, State.WITHDRAWN, now, "The person may no longer receive this.")


def _still_ours(claimed: OutgoingMail, now: datetime) -> OutgoingMail | None:
    """The mail as it stands now, unless the lease ran out behind a slow server or another delivery took it."""
    if claimed.leased_until is None or claimed.leased_until <= now:
        return None
    held = OutgoingMail.objects.select_related("person", "partner")
    return held.filter(pk=claimed.pk, state=State.QUEUED, leased_until=claimed.leased_until).first()


def _after_failure(mail: OutgoingMail, problem: Exception, now: datetime) -> None:
    pause = pause_after(mail.attempts + 1)
    if _is_final(problem):
        _settle(mail, State.BOUNCED, now, _in_words(problem))
    elif pause is None:
        _settle(mail, State.FAILED, now, _in_words(problem))
    else:
        _settle(mail, State.QUEUED, now, _in_words(problem), next_attempt_at=now + pause)


def _settle(
    mail: OutgoingMail, state: str, now: datetime, error: str = "", next_attempt_at: datetime | None = None
) -> None:
    with entered(SYSTEM), pghistory.context(verb="deliver_mail"):
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=state,
            attempts=F("attempts") + 1,
            last_error=error[:500],
            leased_until=None,
            next_attempt_at=next_attempt_at or mail.next_attempt_at,
            settled_at=None if next_attempt_at else now,
        )


def _is_final(problem: Exception) -> bool:
    """The server said for good that this person will not get this mail. All else may mend itself."""
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in problem.recipients.values())
    return isinstance(problem, SMTPDataError) and problem.smtp_code >= 500


def _in_words(problem: Exception) -> str:
    if isinstance(problem, SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
        return f"The mail server refused the address: {code} {_text(said)}"
    if isinstance(problem, SMTPDataError):
        return f"The mail server refused the mail: {problem.smtp_code} {_text(problem.smtp_error)}"
    return f"The mail server could not be used: {problem}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
