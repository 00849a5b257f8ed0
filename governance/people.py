"""The people of one partnership, as a page or a form asks for them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, F, ForeignKey, Model, Q, QuerySet

from governance.models import ActionItem, ActionWatcher
from partners.access import InternalRole, Permission, Role
from partners.finding import in_order
from partners.models import Invitation, Membership, Partner, User


def people_who(permission: Permission, *partners: Partner) -> QuerySet[User]:
    """Everybody active who holds `permission` in one of the partnerships, our side first, by name."""
    across = [role for role in InternalRole if permission in role.permissions]
    members = _members_who(permission, partners).values("person")
    everyone = User.objects.filter(Q(pk__in=members) | Q(internal_role__in=across), is_active=True)
    return everyone.order_by(F("employer_id").asc(nulls_first=True), in_order("full_name"), "pk")


def people_offered(permission: Permission, partner: Partner) -> list[User]:
    """The same people, read once for all the forms of a page, which share its partner."""
    read: dict[Permission, list[User]] = partner.__dict__.setdefault("_people_offered", {})
    if permission not in read:
        read[permission] = list(people_who(permission, partner))
    return read[permission]


def invited_who(permission: Permission, partner: Partner, *, now: datetime) -> list[Invitation]:
    """Whoever is invited, has not come in by any way yet, and will hold `permission` there, our side first, by name."""
    roles = [role for role in Role if permission in role.permissions]
    here = Membership.objects.current().filter(partner=partner)
    found = Invitation.objects.open(now).filter(partner=partner, role__in=roles)
    found = found.exclude(email__in=here.values("person__email"))
    return list(found.order_by("theirs", in_order("full_name"), "pk"))


def followers_of(item: ActionItem) -> list[User]:
    """Who follows an action and may still read it, our side first, by name."""
    watchers = list(ActionWatcher.objects.filter(item=item).values_list("person", flat=True))
    # Most actions are followed by nobody: the question who may still read is not asked for nothing.
    return (
        list(people_who(Permission.SEE_PARTNERSHIP, item.partner).filter(pk__in=watchers)) if watchers else []
    )


def introduce(
    rows: Iterable[Model], *, known: Iterable[User] = (), others: Iterable[int | None] = ()
) -> dict[int, User]:
    """Gives rows of any kind the people they point at; returns these, the `known` and the `others` by id.

    One query, for whoever is not known: to each of a page's statements the people would cost more than the rows.
    """
    pointing = [(row, key) for row in rows for key in _keys_to_people(type(row))]
    people = {person.pk: person for person in known}
    wanted = {getattr(row, key.attname) for row, key in pointing} | {*others}
    if strangers := wanted - people.keys() - {None}:
        people |= User.objects.in_bulk(strangers)
    for row, key in pointing:
        if person := people.get(getattr(row, key.attname)):
            key.set_cached_value(row, person)
    return people


@cache
def _keys_to_people(model: type[Model]) -> list["ForeignKey[Any, Any]"]:
    keys = (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
    return [key for key in keys if key.related_model is User]


def in_all_of(partners: Collection[Partner], people: Collection[User], permission: Permission) -> set[int]:
    """Whoever of `people` holds `permission` in every one of the partnerships, by id."""
    parts = _members_who(permission, partners).filter(person__in=people).values_list("person")
    everywhere = parts.annotate(count=Count("partner", distinct=True)).filter(count=len(partners))
    across = {person.pk for person in people if permission in InternalRole(person.internal_role).permissions}
    return across | set(everywhere.values_list("person", flat=True))


def _members_who(permission: Permission, partners: Collection[Partner]) -> QuerySet[Membership]:
    roles = [role for role in Role if permission in role.permissions]
    return Membership.objects.current().filter(partner__in=partners, role__in=roles)


def by_side(people: list[User]) -> dict[str, list[User]]:
    """People under the side they stand on."""
    sides: dict[str, list[User]] = {}
    for person in people:
        sides.setdefault(person.side, []).append(person)
    return sides
