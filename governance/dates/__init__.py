"""Dates as people write them: in a field, in a line typed during a review, in a spreadsheet cell."""

from governance.dates.finding import DatePhrase, date_phrases
from governance.dates.printing import day_in_words, short_day
from governance.dates.reading import DateIsPast, DateNotUnderstood
from governance.dates.understanding import not_past, understand_date

__all__ = [
    "DateIsPast",
    "DateNotUnderstood",
    "DatePhrase",
    "date_phrases",
    "day_in_words",
    "not_past",
    "short_day",
    "understand_date",
]
