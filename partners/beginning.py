"""In a partnership that has ended nothing new begins; what is open there is finished."""

from partners.access import Permission, can, require
from partners.models import Partner, User
from partners.verbs import Refused


def require_to_begin(by: User, permission: Permission, partner: Partner) -> None:
    """`require` for what begins something: Refused besides where the partnership has ended."""
    require(by, permission, partner)
    # Asked of the database: the partner at hand may have been read before both sides said so.
    if Partner.objects.filter(pk=partner.pk, status=Partner.Status.ENDED).exists():
        raise Refused(nothing_new(partner))


def may_begin(by: User, permission: Permission, partner: Partner) -> bool:
    """Whether a page offers to begin something."""
    return partner.status != Partner.Status.ENDED and can(by, permission, partner)


def nothing_new(partner: Partner) -> str:
    """Why nothing begins in a partnership that has ended, and what can be done."""
    return (
        f"The partnership with {partner.name} has ended: what is open can be finished, nothing new begins. If it is to "
        "go on, a lead asks for that in its charter, and the other side says yes."
    )
