"""When the questions of a quarter are open: its first ten working days, by the house's own clock, for everybody alike.

What is shown afterwards is shown once, of the same answers to everyone. Pure.
"""

from datetime import date, datetime, timedelta

from governance.calendar.working_days import add_working_days
from governance.counting.covered_days import quarter_of
from governance.local_day import day_in

OPEN_WORKING_DAYS = 10


def quarter_now(now: datetime) -> date:
    """The first day of the quarter."""
    return quarter_of(day_in("", now))[0]


def open_until(quarter: date) -> date:
    """The last day on which the questions of a quarter are answered."""
    return add_working_days(quarter - timedelta(days=1), OPEN_WORKING_DAYS)


def is_open(now: datetime) -> bool:
    """Whether the questions of this quarter are answered now."""
    return day_in("", now) <= open_until(quarter_now(now))


def next_quarter(now: datetime) -> date:
    """The first day of the quarter that comes."""
    return quarter_of(day_in("", now))[1]


def quarter_shown(now: datetime) -> date:
    """The last quarter whose questions nobody answers any more: the one before, while those of this one are open."""
    quarter = quarter_now(now)
    return quarter_of(quarter - timedelta(days=1))[0] if is_open(now) else quarter


def quarter_named(quarter: date) -> str:
    """ "the fourth quarter of 2026"."""
    return f"the {('first', 'second', 'third', 'fourth')[quarter.month // 3]} quarter of {quarter.year}"
