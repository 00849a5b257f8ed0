"""Days as the page of a mail says and offers them, and what a new one counts as."""

from datetime import date, timedelta

from governance.calendar.dates.words import ENGLISH_MONTHS
from governance.calendar.notice import NOTICE_WORKING_DAYS, with_notice
from governance.calendar.working_days import add_working_days
from governance.counting.formula import had_passed
from governance.models import ActionItem

_FRIDAY = 4
_SOONEST = 2
"""A Friday that is nearer than this many days is no new date."""


def day_in_words(day: date, *, today: date) -> str:
    """ "20 November", with the year only where it is not that of `today`."""
    words = f"{day.day} {ENGLISH_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def days_offered(due_on: date, *, today: date, country: str = "") -> list[date]:
    """New dates to choose from: a Friday, two weeks and four, counted from the later of both days; working days."""
    start = max(due_on, today)
    friday = start + timedelta(days=(_FRIDAY - start.weekday()) % 7)
    if (friday - start).days < _SOONEST:
        friday += timedelta(days=7)
    later = (add_working_days(start + timedelta(days=days), 0, country) for days in (14, 28))
    return sorted({add_working_days(friday, 0, country), *later})


def what_counts(item: ActionItem, *, today: date) -> str:
    """What the promise counts as if its owner gives a new date today and keeps that one."""
    if item.first_due_on and had_passed(item.first_due_on, item.promised_on):
        return "Its first date had passed when it was taken over: it is in none of the counts."
    if item.due_on < today:
        return "Its day has passed: it counts as missed. The new date says when it comes."
    unbroken = all(date.with_notice for date in item.dates.all())
    if unbroken and with_notice(today, item.due_on, item.owner.country):
        return "Given today it counts as moved with notice, not as missed."
    if not unbroken:
        return "An earlier new date came without notice: it counts as missed, whatever day is given now."
    return f"Notice is {NOTICE_WORKING_DAYS} working days: given today it counts as missed, unless it is done in time."


def in_how_long(day: date, *, today: date) -> str:
    """ "in 10 days"."""
    days = (day - today).days
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
