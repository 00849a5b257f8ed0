"""The days of a calendar: by month and day, by figures, by the week."""

import re
from datetime import date

from governance.calendar.dates.form import (
    ANY_GAP,
    DAY,
    FRIDAY,
    GAP,
    LED_BY_WEEKDAY,
    MONTH,
    WEEKDAY,
    YEAR,
    Standing,
    counted,
    form,
    number_in,
    weekday_of,
    year_of,
)
from governance.calendar.dates.reading import (
    DateIsAmbiguous,
    Reader,
    check_weekday,
    day_without_year,
    days_ahead,
    exact_day,
    next_day_numbered,
    week_day,
    whole_year,
)
from governance.calendar.dates.words import MONTHS

# A spreadsheet's export writes midnight behind its dates.
MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0{1,9})?)?z?)?"
WEEK = r"calendar week|week|wk|w|cw|kw|kalenderwoche|woche|semaine"
# "1-5 Dec", "1. bis 5. Dezember": the later day counts. With blanks around a dash the first figure may end the title.
FIRST_OF_TWO = rf"(?:(?<!from\s)[0-9]{{1,2}}\.?(?:[-–—/]|{GAP}(?:to|or|bis|oder|au){GAP}))?"
DAY_FIGURE, MONTH_FIGURE = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])"


def _iso(found: re.Match[str], reader: Reader) -> date:
    return exact_day(int(found["year"]), int(found["month"]), int(found["day"]))


def _named_month(found: re.Match[str], reader: Reader) -> date:
    month, day, year = MONTHS[found["month"]], number_in(found["day"]), year_of(found)
    chosen = exact_day(year, month, day) if year else day_without_year(month, day, reader.today)
    return check_weekday(chosen, weekday_of(found))


def _in_week_of(found: re.Match[str], reader: Reader) -> date:
    """The Friday of the week in which the day lies."""
    day = _named_month(found, reader)
    return days_ahead(day, FRIDAY - day.weekday())


def _numbered_weekday(found: re.Match[str], reader: Reader) -> date:
    return check_weekday(next_day_numbered(number_in(found["day"]), reader.today), weekday_of(found))


def _figures(found: re.Match[str], reader: Reader) -> date:
    first, second = int(found["first"]), int(found["second"])
    # With dots between them the day stands first everywhere.
    day_first = True if found["mark"] == "." else reader.day_first
    if day_first is None and first != second and min(first, second) >= 1 and max(first, second) <= 12:
        return _either_way(found, first, second, reader)
    day, month = (second, first) if day_first is False else (first, second)
    if month > 12 >= day:
        day, month = month, day
    return check_weekday(_figured(found, month, day, reader), weekday_of(found))


def _either_way(found: re.Match[str], first: int, second: int, reader: Reader) -> date:
    """What two figures name that can both be the month: a weekday beside them decides, else nobody."""
    day_first, month_first = _figured(found, second, first, reader), _figured(found, first, second, reader)
    weekday = weekday_of(found)
    fitting = [day for day in (day_first, month_first) if weekday in (None, day.weekday())]
    if len(fitting) == 2:
        written = found.string[found.start("first") : found.end("year")]
        raise DateIsAmbiguous(written, day_first=day_first, month_first=month_first)
    return fitting[0] if fitting else check_weekday(day_first, weekday)


def _figured(found: re.Match[str], month: int, day: int, reader: Reader) -> date:
    year = year_of(found)
    return exact_day(year, month, day) if year else day_without_year(month, day, reader.today)


def _week(found: re.Match[str], reader: Reader) -> date:
    weekday = weekday_of(found)
    return week_day(year_of(found), int(found["week"]), FRIDAY if weekday is None else weekday, reader.today)


def _numbered_week(found: re.Match[str], reader: Reader) -> date:
    weekday = int(found["number"]) - 1 if found["number"] else FRIDAY
    return week_day(whole_year(found["year"]), int(found["week"]), weekday, reader.today)


NAMED = (
    form(rf"(?P<year>[0-9]{{4}})[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){MIDNIGHT}",
         _iso, Standing.ANYWHERE),
    form(rf"{LED_BY_WEEKDAY}(?:the{GAP})?{FIRST_OF_TWO}(?P<day>{DAY})[-\s/]{{0,20}}(?:of{GAP})?"
         rf"(?P<month>(?!may)(?:{MONTH}))\.?(?:[-,\s/]{{0,20}}(?P<year>{YEAR}))?", _named_month, Standing.ANYWHERE),
    form(rf"{LED_BY_WEEKDAY}(?P<month>{MONTH})\.?[-\s]{{0,20}}{FIRST_OF_TWO}(?P<day>{DAY})(?![0-9:])"
         rf"(?:,?{ANY_GAP}(?P<year>{YEAR}))?", _named_month, Standing.SET_APART),
    counted(rf"(?:in{GAP})?(?:the{GAP})?(?:week{GAP}(?:of|commencing|beginning|starting)|w/c){GAP}(?P<weekday>)"
            rf"(?P<day>{DAY}){GAP}(?P<month>{MONTH})(?P<year>)", _in_week_of, Standing.SET_APART),
    form(rf"(?P<weekday>{WEEKDAY})[.,]?{GAP}(?:the{GAP}|den{GAP}|le{GAP})?(?P<day>[0-9]{{1,2}}(?:st|nd|rd|th))",
         _numbered_weekday, Standing.SET_APART),
    # "The top 10 may change": the month of May has to stand apart, unless its year follows.
    form(rf"{LED_BY_WEEKDAY}(?:the{GAP})?{FIRST_OF_TWO}(?P<day>{DAY})[-\s/]{{0,20}}(?:of{GAP})?(?P<month>may)(?![a-z])"
         rf"(?:[-,\s/]{{0,20}}(?P<year>{YEAR}))?", _named_month, Standing.SET_APART),
    form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[./-])\s?(?P<second>[0-9]{{1,2}})(?P=mark)\s?"
         rf"(?P<year>{YEAR}){MIDNIGHT}", _figures, Standing.ANYWHERE),
    form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>\.)\s?(?P<second>[0-9]{{1,2}})\.(?P<year>)",
         _figures, Standing.SET_APART),
    # "24/7" and "50/50" are everyday words, "3.2" is a version.
    form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[/.])(?P<second>[0-9]{{1,2}})(?P<year>)",
         _figures, Standing.AFTER_A_WORD),
    form(rf"{LED_BY_WEEKDAY}(?!24/7)(?P<first>{DAY_FIGURE})(?P<mark>/)(?P<second>{MONTH_FIGURE})(?![0-9])(?P<year>)",
         _figures, Standing.AT_THE_END),
    form(rf"{LED_BY_WEEKDAY}(?P<first>{MONTH_FIGURE})(?P<mark>/)(?P<second>{DAY_FIGURE})(?![0-9])(?P<year>)",
         _figures, Standing.AT_THE_END),
    form(r"(?P<weekday>)(?P<first>[0-9]{1,2})(?P<mark>-)(?P<second>[0-9]{1,2})(?P<year>)",
         _figures, Standing.ALONE),
    form(r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _iso, Standing.SET_APART),
    counted(r"(?P<year>[0-9]{4})-?w(?P<week>[0-9]{2})(?:-?(?P<number>[1-7]))?",
            _numbered_week, Standing.ANYWHERE),
    counted(rf"{LED_BY_WEEKDAY}(?:(?:the{GAP})?(?:end of|ende){GAP})?"
            rf"(?:{WEEK}){ANY_GAP}(?P<week>[0-9]{{1,2}})(?![0-9])(?:[\s/,]{{1,20}}(?:of{GAP})?(?P<year>{YEAR}))?",
            _week, Standing.SET_APART),
)  # fmt: skip
