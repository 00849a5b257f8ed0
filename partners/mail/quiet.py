"""A mail that waits a few minutes before it leaves, so that what changes meanwhile leaves with it, as one mail.

Only the mail that nobody has begun to send is taken back; whoever calls writes the one in its place.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from partners.isolation.scope import SYSTEM, entered
from partners.models import MailContent, OutgoingMail
from partners.models.mail import OutgoingMailQuerySet

QUIET = timedelta(minutes=3)
"""A mail leaves when nothing has changed for so long,"""
LONGEST = timedelta(minutes=10)
"""and after so long in any case."""
_REPLACED = "Taken back before it left: a later change says it too, or undid it."
State = OutgoingMail.State


@dataclass(frozen=True)
class Quiet:
    """That a mail waits `until` then: what it is `about`, by which it is found again, and what its reader knew before
    it.
    """

    about: str
    until: datetime
    known: dict[str, Any] = field(default_factory=dict)


def leaves_at(since: datetime, now: datetime) -> datetime:
    """When a mail of `now` leaves, where its reader has something to hear of `since` then."""
    return max(now, min(now + QUIET, since + LONGEST))


def take_back(about: str, people: Collection[int], *, now: datetime) -> dict[int, dict[str, Any]]:
    """Withdraws the mails to these people (by id) that are about this and still wait in quiet: person's id → what
    they knew before. Must run in the transaction that writes what takes their place.
    """
    with entered(SYSTEM):
        waiting = _waiting(about, now).filter(person__in=people).select_for_update(of=("self",))
        found = dict(waiting.order_by("pk").values_list("pk", "person_id"))
        if not found:
            return {}
        OutgoingMail.objects.filter(pk__in=found).update(
            state=State.WITHDRAWN, settled_at=now, last_error=_REPLACED
        )
        contents = MailContent.objects.filter(mail__in=found).order_by("mail_id")
        return {found[mail]: known for mail, known in contents.values_list("mail_id", "known")}


def is_waiting(about: str, *, now: datetime) -> bool:
    """Whether anybody is to hear of this by a mail that waits in quiet."""
    with entered(SYSTEM):
        return _waiting(about, now).exists()


def _waiting(about: str, now: datetime) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.filter(
        about=about, state=State.QUEUED, attempts=0, leased_until=None, next_attempt_at__gt=now
    )
