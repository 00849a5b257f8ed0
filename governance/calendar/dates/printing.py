"""Dates as Tandem says them back."""

from datetime import date

from governance.calendar.dates.words import ENGLISH_MONTHS, ENGLISH_WEEKDAYS


def day_in_words(day: date, *, today: date) -> str:
    """ "Fri 27 Nov", with the year only where it is not the year of `today`."""
    return f"{ENGLISH_WEEKDAYS[day.weekday()][:3]} {short_day(day, today=today)}"


def short_day(day: date, *, today: date) -> str:
    """ "27 Nov", with the year only where it is not the year of `today`."""
    words = f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]}"
    return words if day.year == today.year else f"{words} {day.year}"


def weekday_named(day: date) -> str:
    """ "Friday"."""
    return ENGLISH_WEEKDAYS[day.weekday()]


def day_in_full(day: date) -> str:
    """ "27 November 2026"."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
