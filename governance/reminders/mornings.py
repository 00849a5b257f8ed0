"""When a person's day begins, and which of their days have not been spoken for yet."""

from datetime import date, datetime, time, timedelta

from governance.calendar.working_days import add_working_days, is_working_day
from governance.local_day import day_in
from governance.reminders.facts import Person
from partners.time_zones import zone_named

FROM, UNTIL = time(7), time(18)
"""Mails are written between these hours of the person's own clock: in the morning, or as soon after an outage as there
is a working day left."""


def today_of(person: Person, now: datetime) -> date | None:
    """The day `person` may be reminded on right now; None at night, on their free days, and once they have been."""
    clock = now.astimezone(zone_named(person.time_zone)).time()
    today = day_in(person.time_zone, now)
    if not FROM <= clock < UNTIL or not is_working_day(today, person.country):
        return None
    return None if person.through is not None and person.through >= today else today


def is_awake(person: Person, now: datetime) -> bool:
    """Whether `person` is there and may be reminded right now, if there is something to say. Whoever is away has no
    morning: nothing is looked for because of them, all day long.
    """
    today = today_of(person, now)
    return today is not None and not person.away_on(today)


def is_unheard(day: date, person: Person, today: date) -> bool:
    """Whether `day` is today, or a day before it on which nobody could remind `person`."""
    since = today - timedelta(days=1) if person.through is None else person.through
    return since < day <= today


def day_to_remind(due_on: date, country: str) -> date:
    """The day of something due on `due_on`, or the last working day before it."""
    return due_on if is_working_day(due_on, country) else add_working_days(due_on, -1, country)


def list_due(weekday: int | None, person: Person, today: date) -> date | None:
    """The day the weekly list belongs to, where `person` is to have one today: its weekday, though that day was free
    and the list comes with the next working day.
    """
    if weekday is None:
        return None
    belongs_to = today - timedelta(days=(today.weekday() - weekday) % 7)
    return belongs_to if is_unheard(add_working_days(belongs_to, 0, person.country), person, today) else None
