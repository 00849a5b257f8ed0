"""By when a line is due, and what has to be asked about the day it names."""

import re
from dataclasses import dataclass, replace
from datetime import date

from governance.calendar.dates import (
    DateNotUnderstood,
    DatePhrase,
    day_in_words,
    not_past,
    short_day,
    weekday_named,
)
from governance.calendar.dates.understanding import no_day, soon_said_in
from governance.calendar.working_days import add_working_days, is_working_day, working_day_by

NO_DATE = "No date yet: add one such as 15 Dec, Friday or in 2 weeks."
YEAR_MAY_FOLLOW = re.compile(r"[-,\s/]{0,20}['’]?[0-9]")
WORD_BEFORE = re.compile(r"(?:by|until|till|til|bis)\s{1,20}", re.IGNORECASE)
BETWEEN = re.compile(r"(?:between|zwischen)\s", re.IGNORECASE)
SATURDAY = 5


@dataclass(frozen=True)
class AnsweredDay:
    """A day that may be meant: what to call it, and the words for it in the line, which stand there from `start` on."""

    label: str
    words: str
    start: int


@dataclass(frozen=True)
class Due:
    """The day a line names; the `problem` with it, and the days that answer it."""

    day: date | None = None
    problem: str = ""
    answers: tuple[AnsweredDay, ...] = ()


def due_in(
    line: str, named: DatePhrase | None, *, today: date, country: str = "", gone_by: bool = False
) -> Due:
    """What the date `named` in `line` comes to, as a promise that can still be made, or could be when it was."""
    if named is None:
        soon = soon_said_in(line)
        return Due(problem=no_day(soon) if soon else NO_DATE)
    if named.readings:
        coming = [day for day in named.readings if gone_by or day >= today]
        return Due(None, named.problem, tuple(_answered(line, named, day, today) for day in coming))
    if named.day is None:
        return Due(problem=named.problem)
    if gone_by and named.day < today:
        return Due(named.day)
    try:
        day = not_past(named.day, today=today)
    except DateNotUnderstood as refusal:
        return Due(problem=str(refusal))
    if named.said_outright and day > today and not is_working_day(day, country):
        return _on_a_free_day(line, named, day, today, country)
    return Due(day)


def _on_a_free_day(line: str, named: DatePhrase, day: date, today: date, country: str) -> Due:
    """A day on which nobody works, said without its weekday: it may not have been looked up. It can be kept."""
    before, after = working_day_by(day, country, earliest=today), add_working_days(day, 1, country)
    others = [other for other in (before, after) if other != day]
    what = f"a {weekday_named(day)}" if day.weekday() >= SATURDAY else "no working day"
    choice = " or ".join(f"{weekday_named(other)} {short_day(other, today=today)}" for other in others)
    keep = _answered(line, named, day, today)
    answers = [_answered(line, named, other, today) for other in others]
    return Due(
        day,
        f"{short_day(day, today=today)} is {what}: {choice}?",
        (*answers, replace(keep, label=f"Stay with {keep.label}")),
    )


def _answered(line: str, named: DatePhrase, day: date, today: date) -> AnsweredDay:
    label = day_in_words(day, today=today)
    words = (
        f"{label} {day.year}" if YEAR_MAY_FOLLOW.match(line, named.end) and day.year == today.year else label
    )
    if BETWEEN.match(line, named.lead_in, named.start):
        return AnsweredDay(label, f"by {words}", named.lead_in)
    lead = WORD_BEFORE.match(line, named.start, named.end)
    return AnsweredDay(label, words, lead.end() if lead else named.start)
