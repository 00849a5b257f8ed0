"""Months as people write them: Oct 2026 · 2026-10 · 10/2026 · 202610 · Juli 26 · or as one of their days."""

from collections.abc import Iterable
from datetime import date, timedelta

import re2

from governance.calendar.dates.words import ENGLISH_MONTHS, MONTHS, any_of
from partners.normalize import fold

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_MONTH = 40
SERIALS = range(20_000, 80_000)
"""Days as a spreadsheet counts them (1954 to 2119): a month in figures is never as large, a year never."""
_SERIALS_BEGIN = date(1899, 12, 30)

_NAME = rf"(?P<name>{any_of(MONTHS)})\.?"
_YEAR = r"(?P<year>[0-9]{4}|['’]?[0-9]{2})"
_CLOCK = r"(?:[t ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?z?)?"
_FORMS = tuple(
    re2.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})(?:[-/. ]m?|m)(?P<month>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})[-/. ]+(?P<year>[0-9]{4})",
        r"(?P<year>(?:19|20|21)[0-9]{2})(?P<month>[0-9]{2})(?:[0-9]{2})?",
        rf"(?P<year>[0-9]{{4}})[-/.](?P<month>[0-9]{{1,2}})[-/.][0-9]{{1,2}}{_CLOCK}",
        rf"{_NAME}[-/,. ]*{_YEAR}",
        rf"(?P<year>[0-9]{{4}})[-/,. ]*{_NAME}",
        rf"[0-9]{{1,2}}\.?[-/ ]*{_NAME}[-/,. ]*{_YEAR}",
        rf"{_NAME} [0-9]{{1,2}}, ?(?P<year>[0-9]{{4}})",
    )
)
_FIGURES = re2.compile(
    rf"(?P<first>[0-9]{{1,2}})(?P<mark>[-/.])(?P<second>[0-9]{{1,2}})[-/.](?P<year>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
)
_NAME_ALONE = re2.compile(_NAME)
_QUARTER = re2.compile(
    r"(?:.*[^a-z])?[qt][1-4](?:[^0-9].*)?|.*\b(?:quarter|quartal|trimestre)\b.*|[1-4]q.*|h[12]\b.*"
)
_YEAR_ALONE = re2.compile(r"(?:19|20|21)[0-9]{2}(?: ?[-/–] ?(?:(?:19|20|21)?[0-9]{2}))?")


class MonthNotUnderstood(ValueError):
    """No month can be read from the text; the message is a whole sentence for the person."""


class MonthWithoutYear(MonthNotUnderstood):
    """A month is named, and no year."""


class MonthIsAmbiguous(MonthNotUnderstood):
    """One of its days is written in figures, and which of them is the month cannot be known: 03/04/2026."""


def understand_month(text: str, *, day_first: bool | None = None, year: int | None = None) -> date:
    """The first day of the month that `text` names. `day_first` decides 03/04/2026, `year` what has none.

    Raises MonthNotUnderstood with a sentence for the person.
    """
    words = " ".join(text.split())
    folded = fold(words[: LONGEST_MONTH + 1])
    if found := next((match for form in _FORMS if (match := form.fullmatch(folded))), None):
        facts = found.groupdict()
        name = facts.get("name")
        return _month(words, _whole(facts["year"]), MONTHS[name] if name else int(facts["month"]))
    if figures := _FIGURES.fullmatch(folded):
        return _of_a_day(words, figures.groupdict(), day_first)
    if folded.isascii() and folded.isdigit() and int(folded) in SERIALS:
        return (_SERIALS_BEGIN + timedelta(days=int(folded))).replace(day=1)
    if named := _NAME_ALONE.fullmatch(folded):
        if year is None:
            raise MonthWithoutYear(f"“{words}” names no year: say which year it is of.")
        return _month(words, year, MONTHS[named["name"]])
    raise MonthNotUnderstood(_why(words, folded))


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether days in figures are written before months: one 25/12/2026 settles it, 31.12.2026 is never otherwise.

    Where all could be both, months are reported by their first or last day: if that holds in one order alone, it is
    that one. None where both may be.
    """
    read = [
        (int(f["first"]), int(f["second"]), _whole(f["year"])) for text in texts if (f := _in_figures(text))
    ]
    if any(first > 12 for first, _, _ in read):
        return True
    if any(second > 12 for _, second, _ in read):
        return False
    ends = {
        order: all(_is_an_end(day, month, year) for day, month, year in dates)
        for order, dates in ((True, read), (False, [(b, a, year) for a, b, year in read]))
    }
    return ends[True] if ends[True] != ends[False] else None


def _in_figures(text: str) -> dict[str, str] | None:
    found = _FIGURES.fullmatch(fold(" ".join(text[:LONGEST_MONTH].split())))
    return found.groupdict() if found and found["mark"] != "." else None


def _is_an_end(day: int, month: int, year: int) -> bool:
    if not 1 <= month <= 12:
        return False
    following = date(year + month // 12, month % 12 + 1, 1)
    return day in (1, (following - timedelta(days=1)).day)


def _of_a_day(words: str, figures: dict[str, str], day_first: bool | None) -> date:
    first, second, year = int(figures["first"]), int(figures["second"]), _whole(figures["year"])
    if figures["mark"] == "." or first > 12 or first == second:
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None and first and second:
        months = f"{ENGLISH_MONTHS[second - 1]} or {ENGLISH_MONTHS[first - 1]}"
        raise MonthIsAmbiguous(f"“{words}” may be {months}: say whether the day stands first.")
    return _month(words, year, second if day_first else first)


def _month(words: str, year: int, month: int) -> date:
    if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
        raise MonthNotUnderstood(_why(words, ""))
    return date(year, month, 1)


def _whole(year: str) -> int:
    digits = year.strip("'’")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _why(words: str, folded: str) -> str:
    said = words if len(words) <= LONGEST_MONTH else f"{words[: LONGEST_MONTH - 1]}…"
    if _QUARTER.fullmatch(folded):
        return f"“{said}” is longer than a month: write the month the value is of, such as Sep 2026."
    if _YEAR_ALONE.fullmatch(folded):
        return f"“{said}” names a year and no month: write one such as Oct 2026."
    return f"“{said}” cannot be read as a month: write it like Oct 2026, 2026-10 or 10/2026."
