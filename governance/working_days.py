"""Working days of a person's own country: Monday to Friday without its public holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


def is_working_day(day: date, country: str = "") -> bool:
    """Whether people work on `day` in `country` (ISO 3166 code, such as "DE").

    For an unknown or empty country only weekends are free. Regional holidays are not counted.
    """
    return day.weekday() < SATURDAY and day not in _public_holidays(country.upper(), day.year)


def working_days_between(start: date, end: date, country: str = "") -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`.

    From Monday to the Tuesday after it is one day; from a day to itself none.
    """
    if end < start:
        return -working_days_between(end, start, country)
    whole_weeks, rest = divmod((end - start).days, 7)
    tail = (end - timedelta(days=step) for step in range(rest))
    weekdays = whole_weeks * SATURDAY + sum(day.weekday() < SATURDAY for day in tail)
    return weekdays - _holidays_within(start, end, country.upper())


def add_working_days(day: date, count: int, country: str = "") -> date:
    """The working day that lies `count` working days after `day`, which itself is not counted.

    A negative count goes back; zero gives `day` itself when it is a working day, else the next one.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    moved = day
    for _ in range(abs(count)):
        moved += step
        while not is_working_day(moved, country):
            moved += step
    while not is_working_day(moved, country):
        moved += step
    return moved


def _holidays_within(start: date, end: date, country: str) -> int:
    return sum(
        start < free <= end
        for year in range(start.year, end.year + 1)
        for free in _public_holidays(country, year)
        if free.weekday() < SATURDAY
    )


# One entry per country and year in use; building a year of holidays costs about a millisecond.
@lru_cache(maxsize=512)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # raised by `holidays` for a country it does not know
        return frozenset()
