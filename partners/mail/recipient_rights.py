"""Who may still have a mail, and who takes part: rights can end between writing and sending."""

from collections.abc import Sequence, Set
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from partners.access import InternalRole
from partners.models import Invitation, Membership, OutgoingMail

FAREWELL = "farewell"
"""The kind of mail that tells whoever has left what they no longer take part in, and nothing they did not know."""


def may_still_receive(mails: Sequence[OutgoingMail], *, now: datetime) -> set[int]:
    """The ids of those mails whose readers may still have them: rights can end between writing and sending.

    Reads within the scope SYSTEM, with as many queries for many mails as for one.
    """
    people = {mail.person_id for mail in mails}
    strangers = {mail.address for mail in mails if mail.person is None}
    members = Membership.objects.current().filter(person__in=people - {None})
    parts = set(members.values_list("partner", "person"))
    invitations = Invitation.objects.open(now).filter(email__in=strangers)
    invited = set(invitations.values_list("partner", "email")) if strangers else set()
    return {mail.pk for mail in mails if _may_receive(mail, parts, invited)}


def _may_receive(
    mail: OutgoingMail, parts: Set[tuple[int, int]], invited: Set[tuple[int | None, str]]
) -> bool:
    if mail.person is None:
        return (mail.partner_id, mail.address) in invited
    if mail.kind == FAREWELL:
        return True
    if not mail.person.is_active:
        return False
    if InternalRole(mail.person.internal_role).sees_every_partnership:
        return True
    return all((partner, mail.person_id) in parts for partner in mail.partnerships)


def takes_part() -> Q:
    """Of rows with a `partner` and a `person`: those whose person may be there and takes part in that partnership, or
    sees them all.
    """
    across = [role for role in InternalRole if role.sees_every_partnership]
    member = Membership.objects.current().filter(partner=OuterRef("partner"), person=OuterRef("person"))
    return Q(person__is_active=True) & (Q(person__internal_role__in=across) | Q(Exists(member)))
