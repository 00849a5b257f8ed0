"""What a written form of a date is, and the pieces its pattern is made of.

Patterns are matched against folded text. The same forms serve a date field, where the whole text must be a
date, and a running line, where each form says how much certainty it needs (`Standing`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from governance.calendar.dates.reading import Reader, whole_year
from governance.calendar.dates.words import MONTHS, NUMBERS, WEEKDAYS, any_of

FRIDAY = 4
# Blanks are bounded: a search over a line of nothing else would look at all of it from each of them.
GAP, ANY_GAP = r"\s{1,20}", r"\s{0,20}"
MONTH = rf"(?:{any_of(MONTHS)})(?![a-z])"
WEEKDAY = rf"(?:{any_of(WEEKDAYS)})(?![a-z])"
DAY = r"[0-9]{1,2}(?:st|nd|rd|th|er|\.)?"
YEAR = r"(?:[0-9]{4}|['’]?[0-9]{2})(?![0-9:])"
COUNT = rf"(?:[0-9]{{1,4}}|{any_of(NUMBERS)})"
LED_BY_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY})[.,]?{GAP}(?:the{GAP}|den{GAP}|le{GAP})?)?"


class Standing(Enum):
    """What a form needs around it in a running line before it is taken for a date."""

    ANYWHERE = "anywhere"
    SET_APART = "after a word such as “by”, behind a dash, or at the end of the line"
    AFTER_A_WORD = "after a word such as “by”"
    AT_THE_END = "after a word such as “by”, or at the end of the line where nothing else names a day"
    ALONE = "only where nothing else is written"


@dataclass(frozen=True)
class Form:
    """One way to write a date.

    `written` is its pattern; `read` takes a match and what it is read against, and raises DateNotUnderstood for a day
    that cannot be. A day that is `counted` ("in two weeks", "end of month") means a day on which people work: where it
    falls on another, the working day before. Any other is the day that was said.
    """

    written: str
    read: Callable[[re.Match[str], Reader], date]
    standing: Standing
    counted: bool = False

    def day(self, found: re.Match[str], reader: Reader) -> date:
        """The day of a match; raises DateNotUnderstood for one that cannot be."""
        day = self.read(found, reader)
        return reader.working_day(day) if self.counted and not _names_a_weekday(found) else day

    def said_outright(self, found: re.Match[str]) -> bool:
        """Whether a calendar day was said without its weekday, which somebody may not have looked up."""
        return not self.counted and not _names_a_weekday(found)


def _names_a_weekday(found: re.Match[str]) -> bool:
    groups = found.groupdict()
    return bool(groups.get("weekday") or groups.get("name"))


def form(written: str, read: Callable[[re.Match[str], Reader], date], standing: Standing) -> Form:
    """A form that names its day."""
    return Form(written, read, standing)


def counted(written: str, read: Callable[[re.Match[str], Reader], date], standing: Standing) -> Form:
    """A form whose day is counted from today, or is the end of something."""
    return Form(written, read, standing, counted=True)


def year_of(found: re.Match[str]) -> int | None:
    """The year a match writes, if any."""
    return whole_year(found["year"])


def weekday_of(found: re.Match[str]) -> int | None:
    """The weekday a match writes beside its day, if any; Monday is 0."""
    return WEEKDAYS[found["weekday"]] if found["weekday"] else None


def number_in(digits: str) -> int:
    """15 from "15th"."""
    return int(digits.rstrip(".stndrhe"))
