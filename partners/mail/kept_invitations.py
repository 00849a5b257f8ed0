"""Invitations that were kept because no mail server was set leave once there is one: somebody waits for them."""

from datetime import datetime

import pghistory
from django.conf import settings

from partners.isolation.scope import SYSTEM, entered
from partners.models import Invitation, MailContent, OutgoingMail

State = OutgoingMail.State


def take_up_invitations(*, now: datetime) -> None:
    """Puts the mails of open invitations that were kept back among those that wait: somebody waits for them. What else
    was kept an administrator sends (sending_again). In a demo nobody it was written to exists.
    """
    if settings.DEMO or not settings.EMAIL_URL:
        return
    with entered(SYSTEM):
        found = [
            mail.pk
            for mail in newest_invitations(now)
            if mail.state == State.KEPT and leads_here(mail.content)
        ]
        if not found:
            return
        with pghistory.context(verb="deliver_mail"):
            OutgoingMail.objects.filter(pk__in=found, state=State.KEPT).update(
                state=State.QUEUED, next_attempt_at=now, settled_at=None, last_error=""
            )


def newest_invitations(now: datetime) -> list[OutgoingMail]:
    """The last mail of each open invitation: an earlier one's link leads nowhere. Reads within the scope SYSTEM."""
    open_ones = set(Invitation.objects.open(now).values_list("partner", "email"))
    if not open_ones:
        return []
    sent = OutgoingMail.objects.filter(
        kind="invitation", person=None, secret=True, address__in={email for _, email in open_ones}
    )
    newest = {(mail.partner_id, mail.address): mail for mail in sent.select_related("content").order_by("pk")}
    return [mail for whom, mail in newest.items() if whom in open_ones]


def leads_here(content: MailContent) -> bool:
    """Tandem may have got its address together with its mail server; the link was written before."""
    return f"{settings.BASE_URL}/" in content.text
