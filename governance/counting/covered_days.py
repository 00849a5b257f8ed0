"""Days on which a leader stood in front of the teams, and what they do to a day and to a stretch of days. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from governance.calendar.working_days import working_days_between

_A_DAY = timedelta(days=1)


class CoveredDays(NamedTuple):
    """The days of one cover, both included; `last_on` is the day it really ended, or is to end."""

    began_on: date
    last_on: date

    def include(self, day: date) -> bool:
        return self.began_on <= day <= self.last_on


def is_covered(day: date, covers: Iterable[CoveredDays]) -> bool:
    """Whether `day` lies within one of the covers."""
    return any(cover.include(day) for cover in covers)


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of the calendar quarter `day` lies in, and of the one after it."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = first + timedelta(days=93)
    return first, after.replace(day=1)


def uncovered_working_days(since: date, until: date, covers: Iterable[CoveredDays], country: str) -> int:
    """Working days of `country` after `since` up to and including `until` that lie within none of the covers."""
    counted = 0
    for cover in sorted(cover for cover in covers if cover.began_on <= cover.last_on):
        before = min(cover.began_on - _A_DAY, until)
        if before > since:
            counted += working_days_between(since, before, country)
        since = max(since, cover.last_on)
    return counted + (working_days_between(since, until, country) if until > since else 0)
