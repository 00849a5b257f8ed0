"""Arithmetic beneath the written forms: which year, which day, and why a day cannot be."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

from governance.calendar.dates.printing import day_in_full
from governance.calendar.dates.words import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from governance.calendar.working_days import add_working_days, working_day_by

MONTHS_KEPT_BEHIND = 3
FURTHEST_COUNTED = timedelta(days=4000)
"""Beyond what may be promised, holidays need not be known."""
MOST_WORKING_DAYS = 260
"""A year of them."""


class DateNotUnderstood(ValueError):
    """No date can be read from the text; the message is a whole sentence for the person who typed it."""


class DateIsPast(DateNotUnderstood):
    """The date is clear, but lies before today where a coming one is needed."""


class DateIsUnclear(DateNotUnderstood):
    """Two days may be meant, `readings`, the in the order they are asked about; which of them has to be asked."""

    def __init__(self, written: str, *readings: date) -> None:
        same_year = len({day.year for day in readings}) == 1
        names = [day_in_full(day).removesuffix(f" {day.year}" if same_year else "") for day in readings]
        super().__init__(f"{written}: is that {' or '.join(names)}?")
        self.readings = readings


class DateIsAmbiguous(DateIsUnclear):
    """The figures name one of two days: `day_first` where the day stands before the month, else `month_first`."""

    def __init__(self, written: str, *, day_first: date, month_first: date) -> None:
        super().__init__(written, day_first, month_first)
        self.day_first, self.month_first = day_first, month_first


@dataclass(frozen=True)
class Reader:
    """What a written form is read against.

    `day_first` decides 03/04/2026: 3 April when true, 4 March when false; where it is None, nobody knows. `country`
    has the working days that are counted.
    """

    today: date
    day_first: bool | None = None
    country: str = ""

    def working_day(self, day: date) -> date:
        """What a day that was counted means: that day, or the working day before, if one is left."""
        if abs(day - self.today) > FURTHEST_COUNTED:
            return day
        return working_day_by(day, self.country, earliest=self.today)

    def working_days_ahead(self, count: int) -> date:
        """So many working days after today; raises DateNotUnderstood for too many."""
        if count > MOST_WORKING_DAYS:
            raise DateNotUnderstood(
                f"More than {MOST_WORKING_DAYS} working days are not counted: name a date."
            )
        return add_working_days(self.today, count, self.country)


def exact_day(year: int, month: int, day: int) -> date:
    """The calendar day.

    Raises DateNotUnderstood with the reason when there is no such day.
    """
    if not 1 <= month <= 12:
        raise DateNotUnderstood(f"There is no month {month}: a year has twelve.")
    if not 1 <= year <= MAXYEAR:
        raise DateNotUnderstood(f"The year {year} cannot be used: write four digits, such as 2026.")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = ENGLISH_MONTHS[month - 1]
        raise DateNotUnderstood(f"There is no {day} {name} {year}: {name} {year} has {days} days.")
    return date(year, month, day)


def day_without_year(month: int, day: int, today: date) -> date:
    """The day meant by "15 Dec": the one between three months ago and nine months ahead.

    In November "15 Jan" is next January and "15 Aug" next August, while "20 Nov" three days later is the
    one just gone, which a caller may refuse as past: nobody means eleven months and 28 days from now.
    """
    oldest_month = _month_number(today) - MONTHS_KEPT_BEHIND
    year, last_month = divmod(oldest_month, 12)
    same_month = month == last_month + 1
    if month < last_month + 1 or (same_month and day < today.day):
        year += 1
    return exact_day(year, month, day)


def whole_year(digits: str | None) -> int | None:
    """2026 from "2026", "26" or "'26"; two digits are of this century."""
    if not digits:
        return None
    year = int(digits.lstrip("'’"))
    return year + 2000 if year < 100 else year


def month_end(today: date, *, months_ahead: int = 0) -> date:
    """The last day of the month of `today`, or of a month so many months later."""
    year, month = divmod(_month_number(today) + months_ahead, 12)
    exact_day(year, month + 1, 1)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def next_day_numbered(day: int, today: date) -> date:
    """The coming day of that number, today included; raises DateNotUnderstood where its month has none."""
    start = today if day >= today.day else month_end(today, months_ahead=1)
    return exact_day(start.year, start.month, day)


def days_ahead(today: date, days: int) -> date:
    """`today` moved by `days`; raises DateNotUnderstood beyond the calendar's end."""
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise DateNotUnderstood("That is further away than a calendar reaches: name a nearer date.") from None


def months_ahead(today: date, months: int) -> date:
    """The same day some months later, or that month's last day where it is shorter."""
    end = month_end(today, months_ahead=months)
    return end.replace(day=min(today.day, end.day))


def check_weekday(day: date, weekday: int | None) -> date:
    """`day`, when its weekday is the one written beside it; raises DateNotUnderstood when not."""
    if weekday is None or day.weekday() == weekday:
        return day
    real, written = ENGLISH_WEEKDAYS[day.weekday()], ENGLISH_WEEKDAYS[weekday]
    raise DateNotUnderstood(
        f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year} is a {real}, not a {written}: "
        "correct the day or leave the weekday out."
    )


def week_day(year: int | None, week: int, weekday: int, today: date) -> date:
    """The day of a calendar week as ISO 8601 counts them; without a year that of `day_without_year`.

    Raises DateNotUnderstood when the year has no such week.
    """
    if year is None:
        oldest = months_ahead(today, -MONTHS_KEPT_BEHIND)
        year = today.year - 1
        while date.fromisocalendar(year, min(max(week, 1), 52), weekday + 1) < oldest:
            year += 1
    exact_day(year, 1, 1)
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise DateNotUnderstood(f"There is no week {week} in {year}: it has {weeks} weeks.")
    return days_ahead(date.fromisocalendar(year, week, 1), weekday)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
