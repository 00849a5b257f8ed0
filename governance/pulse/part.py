"""Who answers the questions of a quarter, who has, and who reads how the sides answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from governance.effort.spent import Effort, efforts
from governance.models import PulseAnswered
from governance.pulse.period import is_open, quarter_now
from partners.access import Role
from partners.models import Membership, Partner, Side, User


def takes_part(person: User, partner: Partner) -> bool:
    """Whether they have a part in the partnership, whatever it is."""
    return person.is_active and partner.pk in person.roles


def has_answered(person: User, partner: Partner, now: datetime) -> bool:
    return PulseAnswered.objects.filter(partner=partner, person=person, quarter=quarter_now(now)).exists()


def is_sponsor(person: User, partner: Partner) -> bool:
    """Whether they are an executive sponsor of the partnership, on either side: nobody else reads the gap."""
    return person.is_active and person.roles.get(partner.pk) == Role.EXECUTIVE_SPONSOR


def to_answer(person: User, now: datetime) -> list[Partner]:
    """The partnerships whose questions they are asked: going on, not answered yet, and their side's month not spent."""
    if not is_open(now):
        return []
    partners = {each.pk: each for each in Partner.objects.visible_to(person).filter(pk__in=person.roles)}
    asked = asked_of({(person.pk, pk) for pk in partners}, {person.pk: person.side}, now)
    return [each for pk, each in sorted(partners.items()) if (person.pk, pk) in asked]


def asked_of(
    pairs: Iterable[tuple[int, int]], sides: Mapping[int, Side], now: datetime
) -> set[tuple[int, int]]:
    """Of (person, partner), those who are asked the questions of this quarter now, for whoever writes to many at once.

    They take part, have not answered, and governing has not cost their side its month's budget.
    """
    if not is_open(now):
        return set()
    pairs = set(pairs)
    people, partners = {person for person, _ in pairs}, {partner for _, partner in pairs}
    of = {"person__in": people, "partner__in": partners}
    members = Membership.objects.current().filter(**of).exclude(partner__status=Partner.Status.ENDED)
    answered = PulseAnswered.objects.filter(**of, quarter=quarter_now(now))
    wanted = pairs & set(members.values_list("person_id", "partner_id"))
    wanted -= set(answered.values_list("person_id", "partner_id"))
    spent = efforts({partner for _, partner in wanted}, now) if wanted else {}
    return {
        (person, partner)
        for person, partner in wanted
        if not spent.get((partner, sides[person]), Effort()).is_spent
    }
