"""Working days of a person's own country: without its weekend, which need not begin on a Saturday, and its holidays."""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

import holidays


def is_working_day(day: date, country: str = "") -> bool:
    """Whether people work on `day` in `country` (ISO 3166 code, such as "DE"). On half days they do.

    For an unknown or empty country only Saturday and Sunday are free. Regional holidays are not counted.
    """
    return day in _working_days(country.upper(), day.year)


def working_days_between(start: date, end: date, country: str = "") -> int:
    """Working days after `start` up to and including `end`; negative when `end` lies before `start`.

    From Monday to the Tuesday after it is one day; from a day to itself none.
    """
    if end < start:
        return -working_days_between(end, start, country)
    years = (_in_order(country.upper(), year) for year in range(start.year, end.year + 1))
    return sum(bisect_right(days, end) - bisect_right(days, start) for days in years)


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


def working_day_by(day: date, country: str = "", *, earliest: date) -> date:
    """The day on which what is due by `day` has to be done: `day`, or the last working day before it.

    None before `earliest` counts: where no working day lies between them, it is `day` itself.
    """
    moved = day
    while moved >= earliest:
        if is_working_day(moved, country):
            return moved
        moved -= timedelta(days=1)
    return day


# The library walks day by day; a morning asks of the same few countries for thousands of people. One entry per country
# and year in use, which costs about a millisecond to build.
@lru_cache(maxsize=512)
def _in_order(country: str, year: int) -> tuple[date, ...]:
    kept = _calendar(country, year)
    new_year = date(year, 1, 1)
    days = (new_year + timedelta(days=step) for step in range((date(year, 12, 31) - new_year).days + 1))
    return tuple(day for day in days if kept.is_working_day(day))


@lru_cache(maxsize=512)
def _working_days(country: str, year: int) -> frozenset[date]:
    return frozenset(_in_order(country, year))


def _calendar(country: str, year: int) -> holidays.HolidayBase:
    try:
        return holidays.country_holidays(country, years=year)
    except NotImplementedError:  # raised by `holidays` for a country it does not know
        return holidays.HolidayBase(years=year)
