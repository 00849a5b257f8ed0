"""A text that is meant to be one date."""

import re
from datetime import date, timedelta

from governance.calendar.dates.finding import LONGEST_LINE
from governance.calendar.dates.forms import FORMS
from governance.calendar.dates.printing import day_in_full
from governance.calendar.dates.reading import DateIsPast, DateNotUnderstood, Reader, months_ahead
from partners.normalize import fold

LONGEST_DATE = 60
FURTHEST_YEARS = 10
SOON = (
    r"a\.?s\.?a\.?p\b\.?|as soon as possible|immediately|urgently|so (?:bald|schnell) wie moglich|baldmoglichst|"
    r"schnellstmoglich|umgehend|sofort|unverzuglich|des que possible"
)
NO_DAY = re.compile(rf"{SOON}|soon|at once|urgent|now|tb[acd]|open|ongoing|laufend|offen")
SOON_IN_A_LINE = re.compile(rf"(?<![\w@])(?:{SOON})(?!\w)")
DAY_NUMBER = re.compile(r"([0-9]{5})(?:[.,][0-9]{1,15})?")
"""With the time of day behind the point."""
TIME_OF_DAY = re.compile(
    r"[ ,T]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r" ?(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?$"
)
"""Behind the day, as other programs export it."""
DAY_NUMBER_ZERO = date(1899, 12, 30)
""" "Day 1" of spreadsheets is 1 January 1900, and they take that year for a leap year."""


def understand_date(text: str, *, today: date, day_first: bool | None = None, country: str = "") -> date:
    """The day that `text` names, seen from `today`.

    Understood: 2026-12-15 · 15 Dec · December 15, 2026 · Fri 27 Nov · 15.12. · 15/12/2026 · 20261215 · 1-5 Dec (the
    later day) · today · tomorrow · Friday (the next one, never today) · next Friday (the one of the next calendar week)
    · Friday week · Wednesday next week · first Monday of January · in 2 weeks · in 3 working days · end of month · eow
    · early next week · mid January · January, Q1 (their end) · KW 50, week 50, 2026-W50 (its Friday); much of it also
    in German and French.

    A day without a year lies between three months ago and nine months ahead. 12/15/2026 can only be
    December, and 03.04.2026 with its dots only 3 April. 03/04/2026 follows `day_first` where whoever calls knows
    the order; where that is None it is asked about and never guessed, as "by January" is, before it begins or before it
    ends. A day that is counted means a working day of `country`: where it falls on another, the one before. Days gone
    by are understood too: `not_past` refuses them.

    Raises DateIsUnclear with the days that may be meant (DateIsAmbiguous where it is the order of figures), else
    DateNotUnderstood; each with a sentence for the person.
    """
    words = " ".join(text[: LONGEST_DATE + 1].split())
    if not words:
        raise DateNotUnderstood("No date is given: write one such as 15 Dec, 2026-12-15 or next Friday.")
    folded, reader = fold(words), Reader(today, day_first, country)
    matches = ((form, pattern.fullmatch(folded)) for form, pattern in FORMS)
    for form, found in matches:
        if found:
            return form.day(found, reader)
    if NO_DAY.fullmatch(folded):
        raise DateNotUnderstood(no_day(words))
    raise DateNotUnderstood(
        f"“{_shortened(words)}” cannot be read as a date: write it like 15 Dec, 15.12.2026, 2026-12-15, "
        "next Friday, in 2 weeks or end of month."
    )


def no_day(words: str) -> str:
    """What to say of "ASAP"."""
    return f"“{words}” is no day anybody can be held to: write the one it will be done by, such as 15 Dec."


def soon_said_in(line: str) -> str:
    """The words of a line that ask for haste instead of naming a day, such as "ASAP"; "" where there are none."""
    found = SOON_IN_A_LINE.search(fold(line[:LONGEST_LINE]))
    return line[found.start() : found.end()] if found else ""


def understand_date_cell(text: str, *, today: date, day_first: bool | None = None, country: str = "") -> date:
    """The day that a cell of a spreadsheet names: as `understand_date` has it, or by the number under which
    spreadsheets keep a day (46367 is 11 December 2026), where that lies within ten years of today.

    In a line of speech 46367 is a number; only who knows that it stands in a column of dates asks this.
    """
    text = TIME_OF_DAY.sub("", text[: 2 * LONGEST_DATE].strip())
    if found := DAY_NUMBER.fullmatch(text):
        day = DAY_NUMBER_ZERO + timedelta(days=int(found[1]))
        if abs(day - today) <= timedelta(days=366 * FURTHEST_YEARS):
            return day
    return understand_date(text, today=today, day_first=day_first, country=country)


def not_past(day: date, *, today: date) -> date:
    """`day`, when it can still be promised: today or later.

    Raises DateIsPast for a day gone by, DateNotUnderstood for one more than ten years away.
    """
    if day < today:
        raise DateIsPast(f"{day_in_full(day)} has already gone by: give a date from today on.")
    if day > months_ahead(today, 12 * FURTHEST_YEARS):
        raise DateNotUnderstood(
            f"{day_in_full(day)} is more than {FURTHEST_YEARS} years away: check the year."
        )
    return day


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST_DATE else f"{words[: LONGEST_DATE - 1]}…"
