from datetime import datetime

from partners.access import InternalRole
from partners.models import Invitation, Membership, OutgoingMail


def may_receive(mail: OutgoingMail, *, now: datetime) -> bool:
    """Whether whom a mail was written to may still have it: rights can end between writing and sending.

    Reads within the scope SYSTEM.
    """
    if mail.person is None:
        return Invitation.objects.open(now).filter(email=mail.address, partner=mail.partner).exists()
    if not mail.person.is_active:
        return False
    if mail.partner is None or InternalRole(mail.person.internal_role).sees_every_partnership:
        return True
    return Membership.objects.current().filter(partner=mail.partner, person=mail.person).exists()
