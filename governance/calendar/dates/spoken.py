"""Days as people speak of them: counted from today, or the end of a week, a month, a quarter."""

import re
from datetime import date

from governance.calendar.dates.form import (
    ANY_GAP,
    COUNT,
    FRIDAY,
    GAP,
    MONTH,
    WEEKDAY,
    YEAR,
    Standing,
    counted,
    form,
    number_in,
    year_of,
)
from governance.calendar.dates.reading import (
    DateIsUnclear,
    Reader,
    day_without_year,
    days_ahead,
    exact_day,
    month_end,
    months_ahead,
    next_day_numbered,
)
from governance.calendar.dates.words import ENGLISH_MONTHS, MONTHS, NUMBERS, ORDINALS, WEEKDAYS, any_of

WORKING = rf"(?:(?P<working>working|business|work|bank){GAP})?"
# "3 days", "two working days", "a week's time", "drei Wochen", "10 Arbeitstagen".
UNITS = {
    "fortnight": "fortnight", "day": "day", "week": "week", "month": "month", "year": "year",
    "arbeitstag": "working day", "werktag": "working day", "tag": "day", "woche": "week", "monat": "month",
    "jahr": "year", "jour": "day", "semaine": "week", "mois": "month",
}  # fmt: skip
SPAN_OF_TIME = (
    rf"(?P<count>{COUNT}){GAP}{WORKING}(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
    rf"(?:['’]?(?:s|en|n|e)['’]?)?(?![a-z])(?:{GAP}time)?"
)
NEXT = "next|nachste[nrsm]?|kommende[nrsm]?"
END_OF = (
    rf"(?:the{GAP})?(?:end of|ende(?: de[rs])?){GAP}(?:(?:this|diese[rs]|the){GAP}|(?P<next>{NEXT}){GAP})?"
)
WEEK, MONTH_WORD, QUARTER_WORD, YEAR_WORD = (
    "week|woche",
    "month|monats?",
    "quarter|quartals?",
    "year|jahres|jahrs",
)
PERIOD = rf"(?P<period>{MONTH_WORD}|{QUARTER_WORD}|{YEAR_WORD})(?![a-z])"
QUARTER = rf"q(?P<quarter>[1-4])(?:{GAP}end)?(?:[\s/]{{0,20}}(?P<year>{YEAR}))?"
# "March 15" is a day of March: the year of a month alone has four digits.
MONTH_AND_YEAR = (
    rf"(?P<month>{MONTH})\.?(?:,?{ANY_GAP}(?P<year>[0-9]{{4}}|['’][0-9]{{2}}))?(?!\.?[-/\s]{{0,20}}[0-9])"
)
BY = rf"(?:by|until|till|til|bis){GAP}"
PERIOD_LETTERS = {"eom": "month", "eoq": "quarter", "eoy": "year"}
MONTH_PARTS = {
    "mid": 15, "mid-": 15, "middle": 15, "mitte": 15, "mi-": 15,
    "early": 1, "start": 1, "beginning": 1, "anfang": 1, "debut": 1,
}  # fmt: skip
PART = rf"mid-|mi-|(?:mid|middle of|mitte|early|start of|beginning of|anfang|debut|end of|end|ende|fin){GAP}"
WEEK_PARTS = {
    "early": 1,
    "start": 1,
    "beginning": 1,
    "anfang": 1,
    "mid": 2,
    "middle": 2,
    "mitte": 2,
    "late": 4,
    "later": 4,
}
"""The weekday by which it is: early is Tuesday."""
SPOKEN_DAYS = {
    "yesterday": -1, "gestern": -1, "hier": -1,
    "today": 0, "tonight": 0, "heute": 0, "aujourd'hui": 0,
    "tomorrow": 1, "tmrw": 1, "morgen": 1, "demain": 1,
    "day after tomorrow": 2, "ubermorgen": 2, "apres-demain": 2,
}  # fmt: skip
FEASTS = {
    "christmas": (12, 24),
    "xmas": (12, 24),
    "weihnachten": (12, 24),
    "noel": (12, 24),
    "new year": (12, 31),
}
"""What is due before or by a feast is due the day before it."""
OR = rf"{ANY_GAP}(?:/|-|–|—|or|to|oder|bis|ou|and|und){ANY_GAP}"


def _spoken_day(found: re.Match[str], reader: Reader) -> date:
    return days_ahead(reader.today, SPOKEN_DAYS[found["word"]])


def _weekday_name(found: re.Match[str], reader: Reader) -> date:
    weekday = WEEKDAYS[found["name"]]
    if found["which"] in ("next", "nachsten"):
        return _day_of_next_week(reader.today, weekday)
    return _coming(weekday, reader.today)


def _weekday_of_week(found: re.Match[str], reader: Reader) -> date:
    weeks = 1 if found["next"] else 0
    return days_ahead(reader.today, 7 * weeks - reader.today.weekday() + WEEKDAYS[found["name"]])


def _weeks_on_weekday(found: re.Match[str], reader: Reader) -> date:
    """ "Friday week", "two weeks on Friday": so many weeks behind the coming one."""
    words = found["weeks"] or "1"
    return days_ahead(
        _coming(WEEKDAYS[found["name"]], reader.today), 7 * (2 if "fortnight" in words else _count(words))
    )


def _later_weekday(found: re.Match[str], reader: Reader) -> date:
    first = _coming(WEEKDAYS[found["first"]], reader.today)
    return days_ahead(first, (WEEKDAYS[found["name"]] - first.weekday()) % 7)


def _weekday_of_month(found: re.Match[str], reader: Reader) -> date:
    nth, weekday = ORDINALS[found["nth"]], WEEKDAYS[found["name"]]
    if not found["month"]:
        end = month_end(reader.today, months_ahead=1 if found["next"] else 0)
    else:
        month = MONTHS[found["month"]]
        year = year_of(found) or day_without_year(month, 28, reader.today).year
        end = month_end(exact_day(year, month, 1))
    if nth < 0:
        return days_ahead(end, -((end.weekday() - weekday) % 7))
    first = end.replace(day=1)
    return days_ahead(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _from_now(found: re.Match[str], reader: Reader) -> date:
    count, unit = _count(found["count"]), UNITS[found["unit"]]
    if unit == "working day" or (unit == "day" and found["working"]):
        return reader.working_days_ahead(count)
    if unit in ("month", "year"):
        return months_ahead(reader.today, count * (12 if unit == "year" else 1))
    return days_ahead(reader.today, count * {"day": 1, "week": 7, "fortnight": 14}[unit])


def _week(found: re.Match[str], reader: Reader) -> date:
    if found["next"]:
        return _day_of_next_week(reader.today, FRIDAY)
    # On a Saturday or Sunday the week that people speak of is the one to come.
    return days_ahead(reader.today, (FRIDAY - reader.today.weekday()) % 7)


def _part_of_week(found: re.Match[str], reader: Reader) -> date:
    weekday = WEEK_PARTS[found["part"].split()[0]]
    if found["next"]:
        return _day_of_next_week(reader.today, weekday)
    return days_ahead(reader.today, (weekday - reader.today.weekday()) % 7)


def _period_end(found: re.Match[str], reader: Reader) -> date:
    month = reader.today.month
    left = {"m": 0, "q": -month % 3, "y": 12 - month, "j": 12 - month}
    length = {"m": 1, "q": 3, "y": 12, "j": 12}
    period = (PERIOD_LETTERS.get(found["short"] or "") or found["period"])[0]
    return month_end(reader.today, months_ahead=left[period] + (length[period] if found["next"] else 0))


def _part_of_month(found: re.Match[str], reader: Reader) -> date:
    month, year = MONTHS[found["month"]], year_of(found)
    day = MONTH_PARTS.get(found["part"].split()[0])
    if year is None:
        year = day_without_year(month, day or 28, reader.today).year
    return exact_day(year, month, day) if day else month_end(exact_day(year, month, 1))


def _month(found: re.Match[str], reader: Reader) -> date:
    month = MONTHS[found["month"]]
    year = year_of(found) or day_without_year(month, 28, reader.today).year
    return month_end(exact_day(year, month, 1))


def _by_month(found: re.Match[str], reader: Reader) -> date:
    return _before_or_in(ENGLISH_MONTHS[MONTHS[found["month"]] - 1], _month(found, reader), 1, reader)


def _by_quarter(found: re.Match[str], reader: Reader) -> date:
    return _before_or_in(f"Q{found['quarter']}", _numbered_quarter_end(found, reader), 3, reader)


def _before_or_in(period: str, end: date, months: int, reader: Reader) -> date:
    """ "By January" is before it begins for some and before it ends for others: asked, while both can be."""
    before = reader.working_day(month_end(end, months_ahead=-months))
    if before < reader.today:
        return end
    raise DateIsUnclear(f"By {period}", before, reader.working_day(end))


def _before_month(found: re.Match[str], reader: Reader) -> date:
    return month_end(_month(found, reader), months_ahead=-1)


def _numbered_quarter_end(found: re.Match[str], reader: Reader) -> date:
    month = 3 * int(found["quarter"])
    year = year_of(found) or reader.today.year + (month < reader.today.month)
    return month_end(exact_day(year, month, 1))


def _feast(found: re.Match[str], reader: Reader) -> date:
    month, day = FEASTS[found["feast"]]
    return exact_day(reader.today.year + ((month, day) < (reader.today.month, reader.today.day)), month, day)


def _middle_of_this_month(found: re.Match[str], reader: Reader) -> date:
    return next_day_numbered(15, reader.today)


def _numbered_day(found: re.Match[str], reader: Reader) -> date:
    return next_day_numbered(number_in(found["day"]), reader.today)


def _day_of_next_week(today: date, weekday: int) -> date:
    return days_ahead(today, 7 - today.weekday() + weekday)


def _coming(weekday: int, today: date) -> date:
    """The next day of that name, never today."""
    return days_ahead(today, (weekday - today.weekday() - 1) % 7 + 1)


def _count(words: str) -> int:
    first = words.split()[0]
    return NUMBERS.get(first) or int(first)


NAME = rf"(?P<name>{WEEKDAY})"
NEXT_WEEK = rf"(?:(?P<next>{NEXT}){GAP}|(?:this|diese[rs]?){GAP})(?:{WEEK})(?![a-z])"
WEEKS = rf"(?P<weeks>{COUNT}{GAP}(?:weeks?|fortnights?))"
SPOKEN = (
    form(rf"(?:the{GAP})?(?P<word>{'|'.join(sorted(SPOKEN_DAYS, key=len, reverse=True))})",
         _spoken_day, Standing.SET_APART),
    form(rf"(?:(?P<which>this|next|coming|nachsten|kommenden){GAP})?{NAME}", _weekday_name, Standing.SET_APART),
    form(rf"{NAME}{GAP}(?:of{GAP}|in{GAP}|der{GAP})?{NEXT_WEEK}", _weekday_of_week, Standing.SET_APART),
    form(rf"{NEXT_WEEK},?{GAP}(?:on{GAP}|am{GAP})?{NAME}", _weekday_of_week, Standing.SET_APART),
    form(rf"{NAME}{GAP}(?:week|fortnight)(?P<weeks>)(?![a-z])", _weeks_on_weekday, Standing.SET_APART),
    form(rf"{WEEKS}{GAP}(?:on|from|after){GAP}(?:next{GAP}|this{GAP})?{NAME}", _weeks_on_weekday, Standing.SET_APART),
    form(rf"(?P<first>{WEEKDAY}){OR}{NAME}", _later_weekday, Standing.SET_APART),
    form(rf"(?:the{GAP}|am{GAP})?(?P<nth>{any_of(ORDINALS)}){GAP}{NAME}{GAP}(?:of{GAP}|in{GAP}|im{GAP}|des{GAP})?"
         rf"(?:(?P<month>{MONTH})\.?(?:,?{ANY_GAP}(?P<year>{YEAR}))?|(?:the{GAP}|this{GAP}|(?P<next>{NEXT}){GAP})(?:month|monats?))",
         _weekday_of_month, Standing.SET_APART),
    counted(rf"(?:in|dans){GAP}{SPAN_OF_TIME}", _from_now, Standing.ANYWHERE),
    counted(rf"{SPAN_OF_TIME}{GAP}from{GAP}(?:now|today)", _from_now, Standing.ANYWHERE),
    # "Answer within 3 days" may be what is promised: any other date of the line is rather when it is due.
    counted(rf"(?:within|innerhalb von|binnen){GAP}{SPAN_OF_TIME}", _from_now, Standing.AT_THE_END),
    counted(SPAN_OF_TIME, _from_now, Standing.ALONE),
    counted(rf"(?:eow|{END_OF}(?:{WEEK})(?![a-z]))", _week, Standing.SET_APART),
    counted(rf"(?P<next>{NEXT}){GAP}(?:{WEEK})(?![a-z])", _week, Standing.SET_APART),
    counted(rf"(?:this|diese){GAP}(?P<next>)(?:{WEEK})(?![a-z])", _week, Standing.SET_APART),
    counted(rf"(?P<part>early|mid|late|later|(?:the{GAP})?(?:start|beginning|middle){GAP}of|anfang|mitte){GAP}"
            rf"(?:(?:this|diese[rs]?|the){GAP}|(?P<next>{NEXT}){GAP})(?:{WEEK})(?![a-z])",
            _part_of_week, Standing.SET_APART),
    counted(r"(?P<short>eom|eoq|eoy)(?P<period>)(?P<next>)", _period_end, Standing.SET_APART),
    counted(rf"(?P<short>){END_OF}{PERIOD}", _period_end, Standing.SET_APART),
    counted(r"(?P<short>)(?P<next>)(?P<period>month|quarter|year)[ -]end", _period_end, Standing.SET_APART),
    counted(r"(?P<short>)(?P<next>)(?P<period>monats|quartals|jahres)ende", _period_end, Standing.SET_APART),
    counted(rf"(?P<short>)(?:(?P<next>{NEXT})|this|diese[nrs]?){GAP}(?P<period>month|quarter|year|monat|quartal|jahr)(?![a-z])",
            _period_end, Standing.SET_APART),
    counted(rf"(?:the{GAP})?(?:end of|end|ende){GAP}{QUARTER}", _numbered_quarter_end, Standing.SET_APART),
    counted(rf"{BY}{QUARTER}", _by_quarter, Standing.ANYWHERE),
    counted(rf"(?:in{GAP}|during{GAP})?{QUARTER}", _numbered_quarter_end, Standing.AT_THE_END),
    counted(r"mid[- ]month", _middle_of_this_month, Standing.SET_APART),
    counted(rf"(?:the{GAP})?(?P<part>{PART})(?P<month>{MONTH})(?:,?{ANY_GAP}(?P<year>{YEAR}))?",
            _part_of_month, Standing.SET_APART),
    counted(rf"{BY}{MONTH_AND_YEAR}", _by_month, Standing.ANYWHERE),
    counted(rf"(?:before|vor){GAP}{MONTH_AND_YEAR}", _before_month, Standing.ANYWHERE),
    counted(rf"(?:in|during|im){GAP}{MONTH_AND_YEAR}", _month, Standing.AT_THE_END),
    counted(rf"(?!may(?![a-z])(?!,?{ANY_GAP}[0-9'’])){MONTH_AND_YEAR}", _month, Standing.AT_THE_END),
    counted(rf"(?P<feast>{'|'.join(FEASTS)})(?:['’]?s)?(?:{GAP}(?:day|eve))?", _feast, Standing.AFTER_A_WORD),
    form(rf"(?:the{GAP})?(?P<day>[0-9]{{1,2}}(?:st|nd|rd|th))", _numbered_day, Standing.AT_THE_END),
)  # fmt: skip
