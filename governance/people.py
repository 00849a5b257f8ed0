"""The people of one partnership, as a page or a form asks for them."""

from django.db.models import F, Q, QuerySet

from governance.models import ActionItem, ActionWatcher
from partners.access import InternalRole, Permission, Role
from partners.models import Membership, Partner, User


def people_who(permission: Permission, partner: Partner) -> QuerySet[User]:
    """Everybody active who holds `permission` in the partnership, our side first, by name."""
    roles = [role for role in Role if permission in role.permissions]
    across = [role for role in InternalRole if permission in role.permissions]
    members = Membership.objects.current().filter(partner=partner, role__in=roles).values("person")
    everyone = User.objects.filter(Q(pk__in=members) | Q(internal_role__in=across), is_active=True)
    return everyone.order_by(F("employer_id").asc(nulls_first=True), "full_name")


def people_offered(permission: Permission, partner: Partner) -> list[User]:
    """The same people, read once for all the forms of a page, which share its partner."""
    read: dict[Permission, list[User]] = partner.__dict__.setdefault("_people_offered", {})
    if permission not in read:
        read[permission] = list(people_who(permission, partner))
    return read[permission]


def followers_of(item: ActionItem) -> list[User]:
    """Who follows an action and may still read it, our side first, by name."""
    watchers = list(ActionWatcher.objects.filter(item=item).values_list("person", flat=True))
    # Most actions are followed by nobody: the question who may still read is not asked for nothing.
    return (
        list(people_who(Permission.SEE_PARTNERSHIP, item.partner).filter(pk__in=watchers)) if watchers else []
    )


def by_side(people: list[User]) -> dict[str, list[User]]:
    """People under the side they stand on."""
    sides: dict[str, list[User]] = {}
    for person in people:
        sides.setdefault(person.side, []).append(person)
    return sides
