"""Dates as people write them: in a field, in a line typed during a review, in a spreadsheet cell."""

from governance.calendar.dates.finding import DatePhrase, date_phrases
from governance.calendar.dates.printing import day_in_words, short_day, weekday_named
from governance.calendar.dates.reading import DateIsAmbiguous, DateIsPast, DateIsUnclear, DateNotUnderstood
from governance.calendar.dates.understanding import not_past, understand_date, understand_date_cell

__all__ = [
    "DateIsAmbiguous",
    "DateIsPast",
    "DateIsUnclear",
    "DateNotUnderstood",
    "DatePhrase",
    "date_phrases",
    "day_in_words",
    "not_past",
    "short_day",
    "understand_date",
    "understand_date_cell",
    "weekday_named",
]
