"""What waits for people who are invited, as the tracker of a partnership shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.models import AwaitedAction
from governance.people import people_offered
from partners.access import Permission
from partners.models import Partner, User

MOST_SHOWN = 100


@dataclass(frozen=True)
class Awaited:
    """A row that waits, why its owner is not here yet, and who of their side can be asked instead."""

    row: AwaitedAction
    standing: str
    colleagues: Sequence[User]


def awaited_in(partner: Partner, *, reader: User, now: datetime) -> list[Awaited]:
    """What waits, the earliest day first."""
    rows = AwaitedAction.objects.visible_to(reader).waiting().filter(partner=partner)
    found = list(rows.select_related("invitation", "created_by")[:MOST_SHOWN])
    people = people_offered(Permission.KEEP_PROMISES, partner) if found else []
    return [
        Awaited(row, row.standing(now), [person for person in people if person.side is row.side])
        for row in found
    ]
