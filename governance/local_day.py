"""Which day it is for a person: dates promised are dates, and people promise in their own time zone."""

from datetime import date, datetime, time

from django.utils import timezone

from partners.models import User
from partners.time_zones import zone_named


def day_of(person: User, now: datetime) -> date:
    """The day `now` (aware) falls on where `person` is; in the house's own zone where theirs is unset or unknown."""
    return day_in(person.time_zone, now)


def day_in(time_zone: str, now: datetime) -> date:
    """The day `now` falls on in the zone of that IANA name; in the house's own where it is empty or unknown."""
    return timezone.localdate(now, zone_named(time_zone))


def begin_of(person: User, day: date) -> datetime:
    """The moment at which `day` begins where `person` is."""
    return datetime.combine(day, time(), zone_named(person.time_zone))
