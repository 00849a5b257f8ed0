"""A text that is meant to be one date."""

from datetime import date

from governance.calendar.dates.forms import FORMS
from governance.calendar.dates.printing import day_in_full
from governance.calendar.dates.reading import DateIsPast, DateNotUnderstood, Reader, months_ahead
from governance.normalize import fold

LONGEST_DATE = 60
FURTHEST_YEARS = 10


def understand_date(text: str, *, today: date, day_first: bool = True) -> date:
    """The day that `text` names, seen from `today`.

    Understood: 2026-12-15 · 15 Dec · December 15, 2026 · Fri 27 Nov · 15.12. · 15/12/2026 · today ·
    tomorrow · Friday (the next one, never today) · next Friday (the one of the next calendar week) ·
    in 2 weeks · end of month · end of next month · eow · mid January; month and weekday names also in
    German and French.

    A day without a year lies between three months ago and nine months ahead. 12/15/2026 can only be
    December; 03/04/2026 follows `day_first`. Days gone by are understood too: `not_past` refuses them.

    Raises DateNotUnderstood with a sentence for the person.
    """
    words = " ".join(text[: LONGEST_DATE + 1].split())
    if not words:
        raise DateNotUnderstood("No date is given: write one such as 15 Dec, 2026-12-15 or next Friday.")
    folded, reader = fold(words), Reader(today, day_first)
    matches = ((form, form.pattern.fullmatch(folded)) for form in FORMS)
    for form, found in matches:
        if found:
            return form.read(found, reader)
    raise DateNotUnderstood(
        f"“{_shortened(words)}” is not a date we understand: write it like 15 Dec, 15.12.2026, 2026-12-15, "
        "next Friday, in 2 weeks or end of month."
    )


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
