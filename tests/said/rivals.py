"""The same story told of a rival: whatever a page of Meridian's says too much has rows to be seen by.

Row security is off meanwhile, so that nothing but a query's own conditions keeps them apart.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import connection

from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Partner, User
from tests.cast import Cast
from tests.said.story import Told, tell


def tell_of_the_rival(cast: Cast) -> Told:
    """Halden & Roy, with people of either side who are in no partnership but this one."""
    rival = cast.rival
    with entered(SYSTEM):
        manager, teammate = (_joins(rival, name, role) for name, role in _OURS.items())
        contributor, sponsor = (_joins(rival, name, role, employer=rival) for name, role in _THEIRS.items())
    people = {
        "manager": manager,
        "teammate": teammate,
        "contributor": contributor,
        "partner_sponsor": sponsor,
    }
    return tell(replace(cast, partner=rival, rival=cast.partner, lead=cast.rival_lead, **people))


_OURS = {"Rita Sommer": Role.RELATIONSHIP_MANAGER, "Rolf Winter": Role.CONTRIBUTOR}
_THEIRS = {"Ruth Halden": Role.CONTRIBUTOR, "Rex Halden": Role.EXECUTIVE_SPONSOR}


def _joins(partner: Partner, full_name: str, role: str, employer: Partner | None = None) -> User:
    address = f"{full_name.replace(' ', '.').lower()}@example.com"
    person = User.objects.create(email=address, full_name=full_name, employer=employer)
    Membership.objects.create(partner=partner, person=person, role=role, since=date(2025, 9, 1))
    return person


@contextmanager
def row_security_off() -> Iterator[None]:
    """Within the block every row of every table is in reach."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield
        cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")
