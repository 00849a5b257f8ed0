"""What became of a mail, written down in a transaction of its own."""

from datetime import datetime, timedelta

from partners.mail_server import in_words, is_final
from partners.models import OutgoingMail
from partners.scope import SYSTEM, at_once

LAST_PAUSE = timedelta(hours=24)
State = OutgoingMail.State


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure: 1, 2, 4 … minutes; None once that exceeds a day."""
    pause = timedelta(minutes=2 ** min(attempts - 1, 20))
    return pause if pause <= LAST_PAUSE else None


def settle_failure(mail: OutgoingMail, problem: Exception, now: datetime) -> None:
    """Bounced where the server said so for good; else it waits for its next attempt, or has failed after the last."""
    pause = pause_after(mail.attempts + 1)
    if is_final(problem):
        settle(mail, State.BOUNCED, now, in_words(problem))
    elif pause is None:
        settle(mail, State.FAILED, now, in_words(problem))
    else:
        settle(mail, State.QUEUED, now, in_words(problem), next_attempt_at=now + pause)


_SETTLE = """
    UPDATE partners_outgoingmail
    SET state = %s, last_error = %s, settled_at = %s, next_attempt_at = coalesce(%s, next_attempt_at),
        attempts = attempts + 1, leased_until = NULL
    WHERE id = %s AND state = 'queued' AND (leased_until = %s OR %s)
"""
"""By hand: Django's own way takes five exchanges with the database, longer than the mail itself."""


def settle(
    mail: OutgoingMail, state: str, now: datetime, error: str = "", next_attempt_at: datetime | None = None
) -> None:
    """A power cut costs the last moments' settlements, and those mails are sent again, as after any crash.

    Who lost the lease, because the machine slept, settles nothing but what is true all the same: it was delivered.
    """
    settled_at = None if next_attempt_at else now
    row = [mail.pk, mail.leased_until, state == State.DELIVERED]
    at_once(SYSTEM, _SETTLE, [state, error[:500], settled_at, next_attempt_at, *row], verb="deliver_mail")
