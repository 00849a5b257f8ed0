"""Dates as Tandem says them back."""

from datetime import date

from governance.dates.words import ENGLISH_MONTHS, ENGLISH_NUMBERS, ENGLISH_WEEKDAYS

_LONGEST_IN_WORDS = 10


def day_in_words(day: date, *, today: date) -> str:
    """ "Fri 27 Nov", with the year only where it is not the year of `today`."""
    return f"{ENGLISH_WEEKDAYS[day.weekday()][:3]} {short_day(day, today=today)}"


def short_day(day: date, *, today: date) -> str:
    """ "27 Nov", with the year only where it is not the year of `today`."""
    words = f"{day.day} {ENGLISH_MONTHS[day.month - 1][:3]}"
    return words if day.year == today.year else f"{words} {day.year}"


def day_in_full(day: date) -> str:
    """ "27 November 2026"."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def days_in_words(count: int) -> str:
    """ "one day", "nine days"; from eleven on in figures, "14 days"."""
    return f"{number_in_words(count)} day" + ("" if count == 1 else "s")


def number_in_words(count: int) -> str:
    """ "one", "nine"; none, and from eleven on, in figures."""
    return ENGLISH_NUMBERS[count - 1] if 0 < count <= _LONGEST_IN_WORDS else str(count)
