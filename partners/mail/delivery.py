"""Takes mails out of the outbox to the mail server: at least once, whatever is killed on the way.

A mail is claimed under a lease, sent, and settled in a transaction of its own. Who dies in between leaves the lease to
run out; the next delivery sends the mail again with the same Message-ID, and a mail client shows one.

Nobody sends what another may be sending: a delivery begins no mail after WORKS_FOR, a mail takes LONGEST at most, then
Celery's hard time limit ends the process, and only after that does the first of its leases run out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

import pghistory
from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from partners.isolation.scope import SYSTEM, entered
from partners.mail.message import Message, message_of
from partners.mail.recipient_rights import may_still_receive
from partners.mail.results import DeliveryResult, ResultWriter, failed, pause_after
from partners.mail.server import MailServer
from partners.models import OutgoingMail

BATCH = 50
WORKS_FOR = timedelta(minutes=2)
LEASE = timedelta(minutes=15)
FRESH = timedelta(seconds=5)
_WITHOUT = "Their mail server did not take the mail with its file, and took it without."
Clock = Callable[[], datetime]
State = OutgoingMail.State


def deliver_waiting(*, clock: Clock = timezone.now) -> bool:
    """Delivers the mails whose time has come. Any number of deliveries may run beside one another.

    Returns whether it ended because its time was over, so that more may be waiting.
    """
    ends_at = clock() + WORKS_FOR
    while (claim := _claim(clock())).mails:
        with MailServer() as server:
            _send_all(claim, server, clock, ends_at)
        if clock() >= ends_at:
            _release(claim)
            return True
        if server.unreachable:  # the others need not try: the next tick asks again
            break
    return False


@dataclass(frozen=True)
class _Claim:
    """The ids of mails that nobody else may send until the lease ends."""

    mails: Sequence[int]
    leased_until: datetime


def _claim(now: datetime) -> _Claim:
    until = now + LEASE
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = OutgoingMail.objects.filter(free, state=State.QUEUED, next_attempt_at__lte=now)
    with entered(SYSTEM):
        first = waiting.order_by("next_attempt_at", "pk").select_for_update(skip_locked=True, of=("self",))
        found = dict(first.values_list("pk", "leased_until")[:BATCH])
        OutgoingMail.objects.filter(pk__in=found).update(leased_until=until)
        if cut_off := _cut_off(found):
            with pghistory.context(verb="deliver_mail"):
                OutgoingMail.objects.filter(pk__in=cut_off).update(attempts=F("attempts") + 1)
    return _Claim(list(found), until)


def _cut_off(found: dict[int, datetime | None]) -> list[int]:
    """Those of which nobody saw whether they were sent: of a claim that was cut off the first is on its way, and the
    one before it may not be settled yet. That attempt counts, or a mail that ends its worker would be sent for ever.
    """
    claims: dict[datetime, list[int]] = {}
    for pk, leased_until in found.items():
        if leased_until:
            claims.setdefault(leased_until, []).append(pk)
    return [pk for mails in claims.values() for pk in mails[:2]]


def _release(claim: _Claim) -> None:
    with entered(SYSTEM):
        left = OutgoingMail.objects.filter(pk__in=claim.mails, leased_until=claim.leased_until)
        left.update(leased_until=None)


def _send_all(claim: _Claim, server: MailServer, clock: Clock, ends_at: datetime) -> None:
    left = claim.mails
    while left and clock() < ends_at:
        left = _send_while_fresh(claim, left, server, clock, ends_at)


def _send_while_fresh(
    claim: _Claim, mails: Sequence[int], server: MailServer, clock: Clock, ends_at: datetime
) -> Sequence[int]:
    """Sends `mails` as long as it is fresh who may have them. Returns those that are left when the server is slow.

    While a mail is put together and sent, the database settles the one before.
    """
    ready, fresh_until = _allowed(claim, mails, clock), min(clock() + FRESH, ends_at)
    with ResultWriter() as results:
        for position, mail in enumerate(ready):
            written = _written(mail, clock)
            if clock() > fresh_until:
                return [left.pk for left in ready[position:]]
            result = written if isinstance(written, DeliveryResult) else _sent(server, mail, written, clock)
            results.begin(mail, result)
    return []


def _allowed(claim: _Claim, mails: Sequence[int], clock: Clock) -> list[OutgoingMail]:
    """Those that may be sent now, whole. A lease that was taken over leaves the mail to another delivery."""
    now = clock()
    with entered(SYSTEM):
        whole = OutgoingMail.objects.select_related("person", "content").prefetch_related("attachments")
        ours = whole.filter(pk__in=mails, state=State.QUEUED, leased_until=claim.leased_until)
        found = list(ours.order_by("next_attempt_at", "pk"))
        allowed = may_still_receive(found, now=now)
    ready = []
    with ResultWriter() as results:
        for mail in found:
            if mail.pk not in allowed:
                why = "The person may no longer receive this."
                results.begin(mail, DeliveryResult(State.WITHDRAWN, now, why))
            elif pause_after(mail.attempts) is None:
                why = "Every delivery of it was cut off before its end was known."
                results.begin(mail, DeliveryResult(State.FAILED, now, why))
            else:
                ready.append(mail)
    return ready


def _written(mail: OutgoingMail, clock: Clock) -> Message | DeliveryResult:
    """The mail as a server takes it; its result where none can or need."""
    if not settings.EMAIL_URL:
        return DeliveryResult(State.KEPT, clock(), "No mail server is named.")
    try:
        return message_of(mail, mail.content, mail.attachments.all())
    except ValueError as problem:  # a header or an address that cannot be written
        return DeliveryResult(State.FAILED, clock(), str(problem))


def _sent(server: MailServer, mail: OutgoingMail, message: Message, clock: Clock) -> DeliveryResult:
    try:
        server.send(message)
    except (SMTPException, OSError) as problem:
        return failed(mail, problem, clock())
    return DeliveryResult(State.DELIVERED, clock(), _WITHOUT if mail.without_files else "")
