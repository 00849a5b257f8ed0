"""Whom somebody can ask who may not do something: people of their own side alone, by name, role and address."""

from collections.abc import Iterable
from dataclasses import dataclass

from partners.access import InternalRole, Partnership, Permission, Role
from partners.finding import in_order
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Side, User

_SHOWN = 5
_ADMINISTRATOR = InternalRole.ADMINISTRATOR


@dataclass(frozen=True)
class Helper:
    """Somebody who can do it, or (`grants`) looks after who of the side has which role."""

    name: str
    role: str
    address: str
    grants: bool


def who_can_help(reader: User, permission: Permission | None, partner: Partnership | None) -> list[Helper]:
    """Those of the reader's own side in `partner` who hold `permission` or look after roles, whoever holds it first;
    without a partner, of their own house; without a permission, who leads. For the scope of the reader.
    """
    where = partner.pk if partner is not None else reader.employer_id
    found = [*_in_the_partnership(reader, permission, where), *_across(reader, permission)]
    once = {helper.address: helper for helper in sorted(found, key=lambda each: not each.grants)}
    return sorted(once.values(), key=lambda each: each.grants)[:_SHOWN]


def _in_the_partnership(reader: User, permission: Permission | None, where: int | None) -> Iterable[Helper]:
    if where is None:
        return
    able = [role for role in Role if permission is None or permission in role.permissions]
    granting = [role for role in Role if Permission.INVITE in role.permissions]
    roles = set(granting) | (set(able) if permission else set())
    members = Membership.objects.current().filter(partner=where, role__in=roles)
    own = members.filter(person__employer=reader.employer_id, person__is_active=True).exclude(person=reader)
    for member in sorted(own.select_related("person"), key=lambda each: Role.values.index(each.role)):
        yield _helper(member.person, Role(member.role).label, grants=Role(member.role) not in able)


def _across(reader: User, permission: Permission | None) -> Iterable[Helper]:
    """Of our own side: who holds it by a role across all partnerships, and administrators, who give roles. Whom of
    one's own house one has met in no partnership one may still write to: read as SYSTEM, never of the other side.
    """
    if reader.side is not Side.OURS:
        return
    able = [role for role in InternalRole if permission is not None and permission in role.permissions]
    with entered(SYSTEM):
        house = User.objects.filter(employer=None, is_active=True, internal_role__in=[*able, _ADMINISTRATOR])
        people = list(house.exclude(pk=reader.pk).order_by(in_order("full_name"), "pk")[:_SHOWN])
    for person in people:
        role = InternalRole(person.internal_role)
        yield _helper(person, role.label, grants=role not in able)


def _helper(person: User, role: str, *, grants: bool) -> Helper:
    return Helper(person.full_name, str(role), person.email, grants)
