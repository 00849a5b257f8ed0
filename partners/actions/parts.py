from datetime import datetime

from django.utils import timezone

from partners.access import Permission, Role, can, require
from partners.models import Membership, Partner, Side, User
from partners.verbs import Refused, verb

_OF_ONE_SIDE = {Role.RELATIONSHIP_MANAGER: Side.OURS, Role.PARTNER_LEAD: Side.THEIRS}


def admit_to(side: Side, *, role: str, partner: Partner, by: User) -> None:
    """Raises unless `by` may give `role` on `side` of the partnership."""
    require(by, Permission.INVITE, partner)
    # The enterprise is the host and opens the door to both sides; a guest who could name people of the
    # host's side would read its private notes through them.
    if side is not by.side and by.side is not Side.OURS:
        raise Refused("The other side looks after its own people. Ask their relationship manager.")
    if role not in Role.values:
        raise Refused("Choose one of the roles.", field="role")
    if _OF_ONE_SIDE.get(Role(role), side) is not side:
        whose = "our own people" if side is Side.THEIRS else "the partner's people"
        raise Refused(f"“{Role(role).label}” is a role for {whose}. Choose another role.", field="role")


@verb
def take_part(partner: Partner, *, person: User, role: str, by: User, now: datetime) -> Membership:
    """Gives a person who already has an account a role in the partnership."""
    admit_to(person.side, role=role, partner=partner, by=by)
    if person.pk == by.pk and not can(by, Permission.SEE_PARTNERSHIP, partner):
        raise Refused("Nobody lets themselves into a partnership. Ask the CIO or a relationship manager.")
    if not person.is_active:
        raise Refused(f"{person.full_name} has no access any more. An administrator can restore it.")
    if person.employer_id not in (None, partner.pk):
        raise Refused(f"{person.full_name} works for another partner and cannot take part in this one.")
    if Membership.objects.current().filter(partner=partner, person=person).exists():
        raise Refused(f"{person.full_name} already takes part. Change their role instead.")
    person.__dict__.pop("roles", None)  # read beforehand, they would outlive the change
    return Membership.objects.create(partner=partner, person=person, role=role, since=timezone.localdate(now))


@verb
def change_role(membership: Membership, *, role: str, by: User, now: datetime) -> Membership:
    """Gives a member another role, from now on."""
    membership = _held(membership)
    admit_to(membership.person.side, role=role, partner=membership.partner, by=by)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@verb
def end_part(membership: Membership, *, by: User, now: datetime) -> Membership:
    """Ends a person's part in the partnership; their access ends with their next request."""
    membership = _held(membership)
    admit_to(membership.person.side, role=membership.role, partner=membership.partner, by=by)
    membership.until = max(timezone.localdate(now), membership.since)
    membership.save(update_fields=["until"])
    return membership


def _held(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "partner")
    held = rows.get(pk=membership.pk)
    if held.until is not None:
        raise Refused(f"{held.person.full_name} does not take part any more. Invite them again if need be.")
    return held
