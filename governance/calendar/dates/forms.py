"""The written forms of a date: one pattern and one reading each.

Patterns are matched against folded text. The same forms serve a date field, where the whole text must be a
date, and a running line, where each form says how much certainty it needs (`Standing`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from governance.calendar.dates.reading import (
    DateIsAmbiguous,
    Reader,
    check_weekday,
    day_without_year,
    days_ahead,
    exact_day,
    month_end,
    months_ahead,
    week_day,
    whole_year,
)
from governance.calendar.dates.words import MONTHS, NUMBERS, WEEKDAYS, any_of

FRIDAY = 4
# Blanks are bounded: a search over a line of nothing else would look at all of it from each of them.
GAP, ANY_GAP = r"\s{1,20}", r"\s{0,20}"
MONTH = rf"(?:{any_of(MONTHS)})(?![a-z])"
WEEKDAY = rf"(?:{any_of(WEEKDAYS)})(?![a-z])"
DAY = r"[0-9]{1,2}(?:st|nd|rd|th|er|\.)?"
YEAR = r"(?:[0-9]{4}|['’]?[0-9]{2})(?![0-9:])"
# A spreadsheet's export writes midnight behind its dates.
MIDNIGHT = r"(?:[t ]00:00(?::00(?:\.0{1,9})?)?z?)?"
SPAN_OF_TIME = (
    rf"(?P<count>[0-9]{{1,4}}|{any_of(NUMBERS)}){GAP}(?P<unit>day|week|month)(?:['’]?s['’]?)?(?:{GAP}time)?"
)
END_OF = rf"(?:the{GAP})?end of{GAP}(?:this{GAP}|the{GAP}|(?P<next>next{GAP}))?"
QUARTER = rf"q(?P<quarter>[1-4])(?:{GAP}end)?(?:[\s/]{{0,20}}(?P<year>{YEAR}))?"
CALENDAR_WEEK = r"calendar weeks?|week|wk|w|cw|kw|kalenderwoche|woche|semaine"
LED_BY_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY})[.,]?{GAP}(?:the{GAP}|den{GAP}|le{GAP})?)?"


class Standing(Enum):
    """What a form needs around it in a running line before it is taken for a date."""

    ANYWHERE = "anywhere"
    SET_APART = "after a word such as “by”, behind a dash, or at the end of the line"
    AFTER_A_WORD = "after a word such as “by”"
    ALONE = "only where nothing else is written"


@dataclass(frozen=True)
class Form:
    """One way to write a date.

    `read` takes a match and what it is read against, and raises DateNotUnderstood for a day that cannot be.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Reader], date]
    standing: Standing


def _iso(found: re.Match[str], reader: Reader) -> date:
    return exact_day(int(found["year"]), int(found["month"]), int(found["day"]))


def _named_month(found: re.Match[str], reader: Reader) -> date:
    month, day, year = MONTHS[found["month"]], _number(found["day"]), whole_year(found["year"])
    chosen = exact_day(year, month, day) if year else day_without_year(month, day, reader.today)
    return check_weekday(chosen, _weekday(found))


def _figures(found: re.Match[str], reader: Reader) -> date:
    first, second = int(found["first"]), int(found["second"])
    # With dots between them the day stands first everywhere.
    day_first = True if found["mark"] == "." else reader.day_first
    if day_first is None and first != second and min(first, second) >= 1 and max(first, second) <= 12:
        return _either_way(found, first, second, reader)
    day, month = (second, first) if day_first is False else (first, second)
    if month > 12 >= day:
        day, month = month, day
    return check_weekday(_figured(found, month, day, reader), _weekday(found))


def _either_way(found: re.Match[str], first: int, second: int, reader: Reader) -> date:
    """What two figures name that can both be the month: a weekday beside them decides, else nobody."""
    day_first, month_first = _figured(found, second, first, reader), _figured(found, first, second, reader)
    weekday = _weekday(found)
    fitting = [day for day in (day_first, month_first) if weekday in (None, day.weekday())]
    if len(fitting) == 2:
        written = found.string[found.start("first") : found.end("year")]
        raise DateIsAmbiguous(written, day_first=day_first, month_first=month_first)
    return fitting[0] if fitting else check_weekday(day_first, weekday)


def _figured(found: re.Match[str], month: int, day: int, reader: Reader) -> date:
    year = whole_year(found["year"])
    return exact_day(year, month, day) if year else day_without_year(month, day, reader.today)


def _calendar_week(found: re.Match[str], reader: Reader) -> date:
    weekday = _weekday(found)
    return week_day(
        whole_year(found["year"]), int(found["week"]), FRIDAY if weekday is None else weekday, reader.today
    )


def _numbered_week(found: re.Match[str], reader: Reader) -> date:
    weekday = int(found["number"]) - 1 if found["number"] else FRIDAY
    return week_day(int(found["year"]), int(found["week"]), weekday, reader.today)


def _spoken_day(found: re.Match[str], reader: Reader) -> date:
    return days_ahead(reader.today, SPOKEN_DAYS[found["word"]])


def _weekday_name(found: re.Match[str], reader: Reader) -> date:
    weekday = WEEKDAYS[found["name"]]
    if found["which"] in ("next", "nachsten"):
        return _day_of_next_week(reader.today, weekday)
    return days_ahead(reader.today, (weekday - reader.today.weekday() - 1) % 7 + 1)


def _from_now(found: re.Match[str], reader: Reader) -> date:
    count = NUMBERS.get(found["count"]) or int(found["count"])
    if found["unit"] == "month":
        return months_ahead(reader.today, count)
    return days_ahead(reader.today, count * (7 if found["unit"] == "week" else 1))


def _week(found: re.Match[str], reader: Reader) -> date:
    if found["next"]:
        return _day_of_next_week(reader.today, FRIDAY)
    # On a Saturday or Sunday the week that people speak of is the one to come.
    return days_ahead(reader.today, (FRIDAY - reader.today.weekday()) % 7)


def _period_end(found: re.Match[str], reader: Reader) -> date:
    month = reader.today.month
    left = {"month": 0, "quarter": -month % 3, "year": 12 - month}
    length = {"month": 1, "quarter": 3, "year": 12}
    period = PERIOD_LETTERS.get(found["short"] or "") or found["period"]
    return month_end(reader.today, months_ahead=left[period] + (length[period] if found["next"] else 0))


def _part_of_month(found: re.Match[str], reader: Reader) -> date:
    month, year = MONTHS[found["month"]], whole_year(found["year"])
    day = MONTH_PARTS.get(found["part"].split()[0])
    if year is None:
        year = day_without_year(month, day or 28, reader.today).year
    return exact_day(year, month, day) if day else month_end(exact_day(year, month, 1))


def _numbered_quarter_end(found: re.Match[str], reader: Reader) -> date:
    month = 3 * int(found["quarter"])
    year = whole_year(found["year"]) or reader.today.year + (month < reader.today.month)
    return month_end(exact_day(year, month, 1))


def _middle_of_this_month(found: re.Match[str], reader: Reader) -> date:
    return _next_day_numbered(15, reader.today)


def _numbered_day(found: re.Match[str], reader: Reader) -> date:
    return _next_day_numbered(_number(found["day"]), reader.today)


def _next_day_numbered(day: int, today: date) -> date:
    start = today if day >= today.day else month_end(today, months_ahead=1)
    return exact_day(start.year, start.month, day)


def _day_of_next_week(today: date, weekday: int) -> date:
    return days_ahead(today, 7 - today.weekday() + weekday)


def _number(digits: str) -> int:
    return int(digits.rstrip(".stndrhe"))


def _weekday(found: re.Match[str]) -> int | None:
    return WEEKDAYS[found["weekday"]] if found["weekday"] else None


SPOKEN_DAYS = {
    "yesterday": -1, "gestern": -1, "hier": -1,
    "today": 0, "tonight": 0, "heute": 0, "aujourd'hui": 0,
    "tomorrow": 1, "tmrw": 1, "morgen": 1, "demain": 1,
    "day after tomorrow": 2, "ubermorgen": 2, "apres-demain": 2,
}  # fmt: skip
PERIOD_LETTERS = {"eom": "month", "eoq": "quarter", "eoy": "year"}
MONTH_PARTS = {
    "mid": 15, "mid-": 15, "middle": 15, "mitte": 15, "mi-": 15,
    "early": 1, "start": 1, "beginning": 1, "anfang": 1, "debut": 1,
}  # fmt: skip
PART = rf"mid-|mi-|(?:mid|middle of|mitte|early|start of|beginning of|anfang|debut|end of|end|ende|fin){GAP}"


def _form(pattern: str, read: Callable[[re.Match[str], Reader], date], standing: Standing) -> Form:
    return Form(re.compile(pattern), read, standing)


FORMS = (
    _form(rf"(?P<year>[0-9]{{4}})[-/](?P<month>[0-9]{{1,2}})[-/](?P<day>[0-9]{{1,2}}){MIDNIGHT}",
          _iso, Standing.ANYWHERE),
    _form(rf"{LED_BY_WEEKDAY}(?:the{GAP})?(?P<day>{DAY})[-\s/]{{0,20}}(?:of{GAP})?(?P<month>(?!may)(?:{MONTH}))"
          rf"\.?(?:[-,\s/]{{0,20}}(?P<year>{YEAR}))?", _named_month, Standing.ANYWHERE),
    _form(rf"{LED_BY_WEEKDAY}(?P<month>{MONTH})\.?[-\s]{{0,20}}(?P<day>{DAY})(?![0-9:])(?:,?{ANY_GAP}(?P<year>{YEAR}))?",
          _named_month, Standing.SET_APART),
    # "The top 10 may change": the month of May has to stand apart, unless its year follows.
    _form(rf"{LED_BY_WEEKDAY}(?:the{GAP})?(?P<day>{DAY})[-\s/]{{0,20}}(?:of{GAP})?(?P<month>may)(?![a-z])"
          rf"(?:[-,\s/]{{0,20}}(?P<year>{YEAR}))?", _named_month, Standing.SET_APART),
    _form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[./-])\s?(?P<second>[0-9]{{1,2}})(?P=mark)\s?"
          rf"(?P<year>{YEAR}){MIDNIGHT}", _figures, Standing.ANYWHERE),
    _form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>\.)\s?(?P<second>[0-9]{{1,2}})\.(?P<year>)",
          _figures, Standing.SET_APART),
    # "24/7" and "50/50" are everyday words, "3.2" is a version.
    _form(rf"{LED_BY_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[/.])(?P<second>[0-9]{{1,2}})(?P<year>)",
          _figures, Standing.AFTER_A_WORD),
    _form(r"(?P<weekday>)(?P<first>[0-9]{1,2})(?P<mark>-)(?P<second>[0-9]{1,2})(?P<year>)",
          _figures, Standing.ALONE),
    _form(r"(?P<year>20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _iso, Standing.SET_APART),
    _form(r"(?P<year>[0-9]{4})-?w(?P<week>[0-9]{2})(?:-?(?P<number>[1-7]))?",
          _numbered_week, Standing.ANYWHERE),
    _form(rf"{LED_BY_WEEKDAY}(?:(?:the{GAP})?(?:end of|ende){GAP})?"
          rf"(?:{CALENDAR_WEEK}){ANY_GAP}(?P<week>[0-9]{{1,2}})(?![0-9])(?:[\s/,]{{1,20}}(?:of{GAP})?(?P<year>{YEAR}))?",
          _calendar_week, Standing.SET_APART),
    _form(rf"(?:the{GAP})?(?P<word>{'|'.join(sorted(SPOKEN_DAYS, key=len, reverse=True))})",
          _spoken_day, Standing.SET_APART),
    _form(rf"(?:(?P<which>this|next|coming|nachsten|kommenden){GAP})?(?P<name>{WEEKDAY})",
          _weekday_name, Standing.SET_APART),
    _form(rf"in{GAP}{SPAN_OF_TIME}", _from_now, Standing.ANYWHERE),
    # "Answer within 3 days" is what is promised, not when it is due.
    _form(rf"(?:within{GAP})?{SPAN_OF_TIME}", _from_now, Standing.ALONE),
    _form(rf"(?:eow|{END_OF}week)", _week, Standing.SET_APART),
    _form(r"(?P<next>next) week", _week, Standing.SET_APART),
    _form(r"this (?P<next>)week", _week, Standing.SET_APART),
    _form(r"(?P<short>eom|eoq|eoy)(?P<period>)(?P<next>)", _period_end, Standing.SET_APART),
    _form(rf"(?P<short>){END_OF}(?P<period>month|quarter|year)", _period_end, Standing.SET_APART),
    _form(r"(?P<short>)(?P<next>)(?P<period>month|quarter|year)[ -]end", _period_end, Standing.SET_APART),
    _form(rf"(?:the{GAP})?(?:end of|end|ende){GAP}{QUARTER}", _numbered_quarter_end, Standing.SET_APART),
    _form(QUARTER, _numbered_quarter_end, Standing.ALONE),
    _form(r"mid[- ]month", _middle_of_this_month, Standing.SET_APART),
    _form(rf"(?:the{GAP})?(?P<part>{PART})(?P<month>{MONTH})(?:,?{ANY_GAP}(?P<year>{YEAR}))?",
          _part_of_month, Standing.SET_APART),
    _form(rf"(?:the{GAP})?(?P<day>[0-9]{{1,2}}(?:st|nd|rd|th))", _numbered_day, Standing.AFTER_A_WORD),
)  # fmt: skip
