"""Which day it is for a person: dates promised are dates, and people promise in their own time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from partners.models import User


def day_of(person: User, now: datetime) -> date:
    """The day `now` (aware) falls on where `person` is; in the house's own zone where theirs is unset or unknown."""
    return timezone.localdate(now, _zone(person))


def _zone(person: User) -> ZoneInfo | None:
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
