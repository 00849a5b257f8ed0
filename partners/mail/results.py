"""What became of a mail, written down in a transaction of its own while the next one is on its way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from partners.isolation.scope import SYSTEM, Underway, at_once
from partners.mail.message import files_to_leave_out
from partners.mail.server import in_words, is_final, is_of_the_mail
from partners.models import OutgoingMail

LAST_PAUSE = timedelta(hours=24)
AFTER_A_REFUSAL = timedelta(hours=1)
State = OutgoingMail.State


@dataclass(frozen=True)
class DeliveryResult:
    """What became of a mail at `at`. One that is still queued is tried again at `next_attempt_at`, from now on
    `without_files` where the server takes it in no other way.
    """

    state: str
    at: datetime
    why: str = ""
    next_attempt_at: datetime | None = None
    without_files: bool = False


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure: 1, 2, 4 … minutes; None once that exceeds a day."""
    pause = timedelta(minutes=2 ** min(attempts - 1, 20))
    return pause if pause <= LAST_PAUSE else None


def failed(mail: OutgoingMail, problem: Exception, now: datetime) -> DeliveryResult:
    """Bounced where the server said so for good; else it waits for its next attempt, or has failed after the last.

    What is refused for what it carries goes at once without it, to nobody but that person. Where the address is
    refused, which some servers do for a file or for an hour, it is tried once more without its files, AFTER_A_REFUSAL.
    """
    pause = pause_after(mail.attempts + 1)
    if is_final(problem):
        if not mail.without_files and files_to_leave_out(mail.attachments.all()):
            again = now if is_of_the_mail(problem) else now + AFTER_A_REFUSAL
            return DeliveryResult(State.QUEUED, now, in_words(problem), again, without_files=True)
        return DeliveryResult(State.BOUNCED, now, in_words(problem))
    if pause is None:
        return DeliveryResult(State.FAILED, now, in_words(problem))
    return DeliveryResult(State.QUEUED, now, in_words(problem), now + pause)


_SETTLE = """
    UPDATE partners_outgoingmail
    SET state = %s, last_error = %s, settled_at = %s, next_attempt_at = coalesce(%s, next_attempt_at),
        attempts = attempts + 1, leased_until = NULL, without_files = without_files OR %s
    WHERE id = %s AND state = 'queued' AND (leased_until = %s OR %s)
"""
"""By hand: Django's own way takes five exchanges with the database, longer than the mail itself."""


class ResultWriter:
    """One mail settled after the other. The last may still be underway, and until `end` the connection is taken."""

    def __init__(self) -> None:
        self._underway: Underway | None = None

    def __enter__(self) -> "ResultWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self, mail: OutgoingMail, result: DeliveryResult) -> None:
        """A power cut costs the last moments' results, and those mails are sent again, as after any crash.

        Who lost the lease, because the machine slept, settles nothing but what is true all the same: it was delivered.
        """
        self.end()
        settled_at = None if result.next_attempt_at else result.at
        changes = [result.state, result.why[:500], settled_at, result.next_attempt_at, result.without_files]
        row = [mail.pk, mail.leased_until, result.state == State.DELIVERED]
        self._underway = at_once(SYSTEM, _SETTLE, [*changes, *row], verb="deliver_mail")

    def end(self) -> None:
        """Waits until the last one is written."""
        underway, self._underway = self._underway, None
        if underway:
            underway.end()
