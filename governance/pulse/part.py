"""Who answers the questions of a quarter, who has, and who reads how the sides answered."""

from collections.abc import Iterable
from datetime import datetime

from governance.models import PulseAnswered
from governance.pulse.period import is_open, quarter_now
from partners.access import Role
from partners.models import Partner, User


def takes_part(person: User, partner: Partner) -> bool:
    """Whether they have a part in the partnership, whatever it is."""
    return person.is_active and partner.pk in person.roles


def has_answered(person: User, partner: Partner, now: datetime) -> bool:
    return PulseAnswered.objects.filter(partner=partner, person=person, quarter=quarter_now(now)).exists()


def is_sponsor(person: User, partner: Partner) -> bool:
    """Whether they are an executive sponsor of the partnership, on either side: nobody else reads the gap."""
    return person.is_active and person.roles.get(partner.pk) == Role.EXECUTIVE_SPONSOR


def to_answer(person: User, now: datetime) -> list[Partner]:
    """The partnerships whose questions they have not answered yet; none while none are asked."""
    if not is_open(now):
        return []
    answered = PulseAnswered.objects.filter(person=person, quarter=quarter_now(now)).values("partner")
    going_on = Partner.objects.visible_to(person).filter(pk__in=person.roles).exclude(pk__in=answered)
    return list(going_on.exclude(status=Partner.Status.ENDED).order_by("name", "pk"))


def answered_by(people: Iterable[int], now: datetime) -> set[tuple[int, int]]:
    """(person, partner) of each of these people's answers of this quarter, for whoever writes to many at once."""
    rows = PulseAnswered.objects.filter(person__in=list(people), quarter=quarter_now(now))
    return set(rows.values_list("person_id", "partner_id"))
