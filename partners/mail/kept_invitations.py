"""Invitations that were kept because no mail server was set leave once there is one: somebody waits for them."""

from datetime import datetime

import pghistory
from django.conf import settings

from partners.isolation.scope import SYSTEM, entered
from partners.models import Invitation, OutgoingMail

State = OutgoingMail.State


def take_up_invitations(*, now: datetime) -> None:
    """Puts the mails of open invitations that were kept back among those that wait. Nothing else that was kept is
    worth reading so much later, and in a demo nobody it was written to exists.
    """
    if settings.DEMO or not settings.EMAIL_URL:
        return
    with entered(SYSTEM):
        found = [mail.pk for mail in _newest(now) if mail.state == State.KEPT and _leads_here(mail)]
        if not found:
            return
        with pghistory.context(verb="deliver_mail"):
            OutgoingMail.objects.filter(pk__in=found, state=State.KEPT).update(
                state=State.QUEUED, next_attempt_at=now, settled_at=None, last_error=""
            )


def _newest(now: datetime) -> list[OutgoingMail]:
    """The last mail of each open invitation any of whose mails were kept: an earlier one's link leads nowhere."""
    open_ones = set(Invitation.objects.open(now).values_list("partner", "email"))
    if not open_ones:
        return []
    sent = OutgoingMail.objects.filter(
        kind="invitation", person=None, secret=True, address__in={email for _, email in open_ones}
    )
    newest = {(mail.partner_id, mail.address): mail for mail in sent.select_related("content").order_by("pk")}
    return [mail for whom, mail in newest.items() if whom in open_ones]


def _leads_here(mail: OutgoingMail) -> bool:
    """Tandem may have got its address together with its mail server; the link was written before."""
    return f"{settings.BASE_URL}/" in mail.content.text
