"""Who speaks for which side about its people, and who is told of every change."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from partners.access import InternalRole, Permission, Role, can
from partners.models import Partner, Side, User

_SPEAKING = [role for role in Role if Permission.SPEAK_FOR_SIDE in role.permissions]
_LEADING = [Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD]
_ACROSS = [role for role in InternalRole if Permission.SPEAK_FOR_SIDE in role.permissions]


def speaks_for(person: User, side: Side, partner: Partner | None) -> bool:
    """Whether `person` may say yes for `side`: by a role with content, which an administrator's is not.

    Without a partner it is about our own house: whoever speaks for it in any partnership does.
    """
    return person.side is side and can(person, Permission.SPEAK_FOR_SIDE, partner)


def speakers(side: Side, partner: Partner | None) -> QuerySet[User]:
    """Everybody who may say yes for `side`, their access ended or not."""
    part = Q(memberships__until=None, memberships__role__in=_SPEAKING)
    if partner is not None:
        part &= Q(memberships__partner=partner)
    return _of(side).filter(part | Q(internal_role__in=_ACROSS)).distinct()


def leads(side: Side, partner: Partner | None) -> list[User]:
    """Who leads the partnership on `side` from day to day; where nobody does, whoever speaks for it."""
    able = speakers(side, partner).filter(is_active=True)
    leading = able.filter(
        memberships__partner=partner, memberships__until=None, memberships__role__in=_LEADING
    )
    across = able.filter(internal_role__in=_ACROSS)
    return list(leading if partner else across) or list(able)


def leads_of_both(partner: Partner) -> list[User]:
    """The leads of both sides, each once."""
    return [person for side in Side for person in leads(side, partner)]


def each_once(people: Iterable[User]) -> list[User]:
    """In order, nobody twice."""
    return list({person.pk: person for person in people}.values())


def _of(side: Side) -> QuerySet[User]:
    return User.objects.filter(employer__isnull=side is Side.OURS).order_by("pk")
