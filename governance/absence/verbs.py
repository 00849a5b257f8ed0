"""A quiet period: somebody is away, hears nothing, and a colleague may step in for them."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from governance.local_day import day_of
from governance.models import QuietPeriod
from governance.wording import day_to_come
from partners.finding import in_order
from partners.models import Membership, User
from partners.verb import Refused, verb

LONGEST = timedelta(days=366)


@verb(did="said when they are away")
def be_away(
    *, first_on: date, last_on: date, by: User, now: datetime, deputy: User | None = None
) -> QuietPeriod:
    """From `first_on` to `last_on`, both included, `by` hears nothing. The deputy has their reminders, and may update
    what they owe; without one everything waits until they are back.
    """
    day_to_come(last_on, today=day_of(by, now), field="last_on")
    if last_on < first_on:
        raise Refused("That ends before it begins. Give a later last day.", field="last_on")
    if last_on - first_on > LONGEST:
        raise Refused("That is longer than a year. Hand over what you hold instead.", field="last_on")
    if deputy is not None and not colleagues_of(by).filter(pk=deputy.pk).exists():
        raise Refused(
            f"{deputy.full_name} is not a colleague of yours here. Choose one who is.", field="deputy"
        )
    if QuietPeriod.objects.filter(person=by, first_on__lte=last_on, last_on__gte=first_on).exists():
        raise Refused("You are away then already. End that time first, or give other days.", field="first_on")
    return QuietPeriod.objects.create(person=by, deputy=deputy, first_on=first_on, last_on=last_on)


@verb(did="came back")
def come_back(period: QuietPeriod, *, by: User, now: datetime) -> None:
    """Ends a quiet period, or calls it off before it has begun: reminders come again from today."""
    if period.person_id != by.pk:
        raise Refused("Only whoever is away says that they are back.")
    yesterday = day_of(by, now) - timedelta(days=1)
    if period.last_on <= yesterday:
        raise Refused("That time is over already.")
    if period.first_on > yesterday:
        period.delete()
        return
    period.last_on = yesterday
    period.save()


def colleagues_of(person: User) -> QuerySet[User]:
    """Who may step in for `person`: the same side's people of the partnerships they take part in, by name."""
    theirs = Membership.objects.current().filter(person=person).values("partner")
    beside = Membership.objects.current().filter(partner__in=theirs).values("person")
    same_side = User.objects.filter(pk__in=beside, employer=person.employer_id, is_active=True)
    return same_side.exclude(pk=person.pk).order_by(in_order("full_name"), "pk")
