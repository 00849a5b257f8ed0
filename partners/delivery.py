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
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from partners.entitlement import entitled
from partners.message import message_of
from partners.models import OutgoingMail
from partners.scope import SYSTEM, entered

BATCH = 25
LEASE = timedelta(minutes=15)
FRESH = timedelta(seconds=5)
LAST_PAUSE = timedelta(hours=24)
State = OutgoingMail.State


def deliver_waiting(*, clock: Callable[[], datetime] = timezone.now) -> None:
    """Delivers every mail whose time has come. Any number of deliveries may run beside one another."""
    while claimed := _claim(clock()):
        with _Server() as server:
            while claimed:
                checked_at = clock()
                ready, claimed = _checked(claimed, checked_at), []
                for position, mail in enumerate(ready):
                    if clock() - checked_at > FRESH:
                        claimed = ready[position:]  # a slow server: ask again who may have the rest
                        break
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


def _checked(claimed: list[OutgoingMail], now: datetime) -> list[OutgoingMail]:
    """Those that may be sent now, whole. What the person may no longer have is withdrawn; a lease that ran out or
    was taken over leaves the mail to another delivery.
    """
    leased = {mail.pk: mail.leased_until for mail in claimed}
    with entered(SYSTEM):
        whole = OutgoingMail.objects.select_related("person", "content").prefetch_related("attachments")
        found = whole.filter(pk__in=leased, state=State.QUEUED, leased_until__gt=now).order_by("pk")
        ours = [mail for mail in found if mail.leased_until == leased[mail.pk]]
        allowed = entitled(ours, now=now)
    for mail in ours:
        if mail.pk not in allowed:
            _settle(mail, State.WITHDRAWN, now, "The person may no longer receive this.")
    return [mail for mail in ours if mail.pk in allowed]


def _deliver(mail: OutgoingMail, server: _Server, now: datetime) -> None:
    if not settings.EMAIL_URL:
        _settle(mail, State.KEPT, now, "No mail server is set: EMAIL_URL is empty.")
        return
    try:
        server.send(message_of(mail, mail.content, mail.attachments.all()))
    except (SMTPException, OSError) as problem:
        server.drop()
        _after_failure(mail, problem, now)
    except ValueError as problem:  # a header or an address no server can take
        _settle(mail, State.FAILED, now, str(problem))
    else:
        _settle(mail, State.DELIVERED, now)


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
    with entered(SYSTEM):
        # No waiting for the disk: a power cut costs the last moments' settlements, and those mails are sent again,
        # with the same Message-ID, as after any crash.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        with pghistory.context(verb="deliver_mail"):
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
