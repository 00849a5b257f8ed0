"""Rhythms by the calendar: by a day of the month or by a working day of it, every month or every quarter. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from governance.calendar.dates.reading import month_end, months_ahead
from governance.calendar.working_days import add_working_days, working_day_by

Kind = Literal["day", "working_day"]
MONTHLY, QUARTERLY = 1, 3
LAST_DAY, LAST_WORKING_DAY = 31, 15
"""The highest number of each kind. A month without a 31st has its last day instead; one with fewer working days, its
last one."""
HIGHEST = {"day": LAST_DAY, "working_day": LAST_WORKING_DAY}


@dataclass(frozen=True)
class Rhythm:
    """What comes again, once in each of its months: by a day of the month, or by its n-th working day.

    `every` counts months, from `month` on, which is the first day of one of them.
    """

    kind: Kind
    number: int
    every: int = MONTHLY
    month: date = date(2000, 1, 1)

    def day_in(self, month: date, country: str = "") -> date:
        """The day it falls due in the month that begins with `month`; never one of another month.

        By a day on which nobody works in `country` it has to be done on the last working day before it; where the
        month has none before, on that day itself.
        """
        first, last = month.replace(day=1), month_end(month)
        if self.kind == "working_day":
            opening = add_working_days(first, 0, country)
            falls = min(last, add_working_days(opening, self.number - 1, country))
        else:
            falls = first.replace(day=min(self.number, last.day))
        return working_day_by(falls, country, earliest=first)

    def next_after(self, month: date) -> date:
        """The first of its months after the one in which `month` lies, as its first day."""
        ahead = _number(month) + 1 - _number(self.month)
        return months_ahead(self.month.replace(day=1), ahead + -ahead % self.every)

    def first_from(self, day: date, country: str = "", *, after: date | None = None) -> date:
        """Its first day that is `day` or later, in a month after that of `after` where one is given."""
        month = self.next_after(max(filter(None, (months_ahead(day.replace(day=1), -1), after))))
        while (falls := self.day_in(month, country)) < day:
            month = self.next_after(month)
        return falls

    def days(self, first: date, last: date, country: str = "") -> Iterator[date]:
        """Its days within a stretch, both ends included, oldest first."""
        falls = self.first_from(first, country)
        while falls <= last:
            yield falls
            falls = self.day_in(self.next_after(falls), country)

    def __str__(self) -> str:
        """ "each month by the 5th", "each quarter by the 3rd working day of its first month"."""
        if self.kind == "working_day":
            by = f"by the {_ordinal(self.number)} working day"
        else:
            by = "by the last day" if self.number == LAST_DAY else f"by the {_ordinal(self.number)}"
        if self.every == MONTHLY:
            return f"each month {by}"
        return f"each quarter {by} of its {_WHICH[(self.month.month - 1) % QUARTERLY]} month"


_WHICH = ("first", "second", "third")


def _number(month: date) -> int:
    return month.year * 12 + month.month


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
