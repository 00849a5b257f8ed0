"""Mails that never left are sent again: kept while no mail server was named, failed, or refused."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from partners.access import Permission, require
from partners.mail.sending_again import kept_worth_sending, reasons_against
from partners.mail.tasks import wake_delivery
from partners.models import OutgoingMail, User
from partners.verb import Refused, verb


@verb(did="sent the mail again")
def send_again(mail: OutgoingMail, *, by: User, now: datetime) -> OutgoingMail:
    """Puts a mail that never left among those that wait, as it was written. Raises Refused where it would say nothing
    true any more, or waits already: however often it is asked for, it leaves once.
    """
    require(by, Permission.ADMINISTER)
    mail = OutgoingMail.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail.pk)
    if why := reasons_against([mail], now=now)[mail.pk]:
        raise Refused(why)
    _queue_anew([mail], now)
    mail.refresh_from_db()
    return mail


@verb(did="sent the stored mails")
def send_kept(*, by: User, now: datetime) -> int:
    """Puts every kept mail that still makes sense among those that wait, MOST_AT_ONCE of them. Returns how many."""
    require(by, Permission.ADMINISTER)
    mails = kept_worth_sending(OutgoingMail.objects.select_for_update(of=("self",)), now=now)
    if not mails:
        raise Refused("No stored mail can leave now. The list says of each why it stays.")
    _queue_anew(mails, now)
    return len(mails)


def _queue_anew(mails: Sequence[OutgoingMail], now: datetime) -> None:
    """Every attempt of before is forgotten, and its files travel again: whoever asks for it has seen to the reason."""
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        state=OutgoingMail.State.QUEUED,
        attempts=0,
        next_attempt_at=now,
        leased_until=None,
        settled_at=None,
        last_error="",
        without_files=False,
    )
    transaction.on_commit(wake_delivery)
