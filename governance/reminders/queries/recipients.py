"""Whom to remind: people with their days, their absences and their parts; and how each partnership reminds."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from governance.models import Forum, QuietPeriod, Reminded
from governance.reminders import Absence, Person, Policy
from governance.reminders.facts import SILENT
from partners.access import InternalRole, Permission, Role
from partners.models import Membership, User

_LEADING = (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)
_ACROSS = [role for role in InternalRole if Permission.SEE_PARTNERSHIP in role.permissions]
_TIERS = [tier.value for tier in Forum.Tier]
"""Foremost first."""


@dataclass(frozen=True)
class Parts:
    """Who takes which part in which partnership now, from either end."""

    of_person: dict[int, set[int]]
    led_by: dict[int, set[int]]
    sponsored_by: dict[int, set[int]]
    leads: dict[tuple[int, str], list[int]]
    """(partner, side) → who leads there; the executive sponsors where nobody does."""
    across: set[int]
    """People who see every partnership, member or not."""

    def takes_part(self, person: int, partner: int) -> bool:
        return person in self.across or partner in self.of_person.get(person, ())

    def responsible(self, person: int | None, partner: int, side: str) -> Collection[int]:
        """`person`; or whoever leads that side, where there is none or they no longer take part."""
        if person is not None and self.takes_part(person, partner):
            return (person,)
        return self.leads.get((partner, side), ())


def parts() -> Parts:
    """The parts of everybody who can be reminded."""
    across = User.objects.filter(is_active=True, internal_role__in=_ACROSS).values_list("pk", flat=True)
    found = Parts(defaultdict(set), defaultdict(set), defaultdict(set), {}, set(across))
    members = Membership.objects.current().filter(person__is_active=True).order_by("pk")
    sponsors: dict[tuple[int, str], list[int]] = defaultdict(list)
    for partner, person, role, employer in members.values_list(
        "partner", "person", "role", "person__employer"
    ):
        side = "ours" if employer is None else "theirs"
        found.of_person[person].add(partner)
        if role in _LEADING:
            found.leads.setdefault((partner, side), []).append(person)
        elif role == Role.EXECUTIVE_SPONSOR:
            found.sponsored_by[person].add(partner)
            sponsors[partner, side].append(person)
    for end, people_there in sponsors.items():
        found.leads.setdefault(end, people_there)
    for (partner, _), leading in found.leads.items():
        for person in leading:
            found.led_by[person].add(partner)
    return found


def people(parts: Parts, *, now: datetime) -> list[Person]:
    """Everybody who can be reminded, with their days and absences."""
    absences = _absences(now)
    through = dict(Reminded.objects.values_list("person", "through"))
    active = User.objects.filter(is_active=True, pk__in=[*parts.of_person, *parts.across])
    return [
        Person(
            id=pk,
            country=country,
            time_zone=time_zone,
            through=through.get(pk),
            absences=tuple(absences.get(pk, ())),
            partners=None if pk in parts.across else parts.of_person.get(pk, frozenset()),
            leads=parts.led_by.get(pk, frozenset()),
            sponsors=parts.sponsored_by.get(pk, frozenset()),
        )
        for pk, country, time_zone in active.order_by("pk").values_list("pk", "country", "time_zone")
    ]


def policies() -> dict[int, Policy]:
    """Partner → how it reminds: as its foremost forum says that keeps a ledger; one with none but operational forums
    is left in peace.
    """
    found: dict[int, Policy] = {}
    forums = (
        Forum.objects.standing()
        .order_by("pk")
        .values_list("partner", "tier", "weekly_list_on", "reminds_when_due", "escalates")
    )
    for partner, tier, weekly_on, when_due, escalates in sorted(forums, key=lambda row: _TIERS.index(row[1])):
        policy = Policy(weekly_on, when_due, escalates)
        found.setdefault(partner, SILENT if tier == Forum.Tier.OPERATIONAL else policy)
    return found


def _absences(now: datetime) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    day = now.date()  # a day more on either side: it may be tomorrow already where somebody lives
    around = QuietPeriod.objects.filter(
        first_on__lte=day + timedelta(days=1), last_on__gte=day - timedelta(days=1)
    )
    for person, first_on, last_on, deputy in around.values_list("person", "first_on", "last_on", "deputy"):
        found[person].append(Absence(first_on, last_on, deputy))
    return found
