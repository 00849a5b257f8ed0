"""The people of one partnership, as a page or a form asks for them."""

from django.db.models import F, Q, QuerySet

from partners.access import InternalRole, Permission, Role
from partners.models import Membership, Partner, User


def people_who(permission: Permission, partner: Partner) -> QuerySet[User]:
    """Everybody active who holds `permission` in the partnership, our side first, by name."""
    roles = [role for role in Role if permission in role.permissions]
    across = [role for role in InternalRole if permission in role.permissions]
    members = Membership.objects.current().filter(partner=partner, role__in=roles).values("person")
    everyone = User.objects.filter(Q(pk__in=members) | Q(internal_role__in=across), is_active=True)
    return everyone.order_by(F("employer_id").asc(nulls_first=True), "full_name")


def by_side(people: list[User]) -> dict[str, list[User]]:
    """People under the side they stand on."""
    sides: dict[str, list[User]] = {}
    for person in people:
        sides.setdefault(person.side, []).append(person)
    return sides
