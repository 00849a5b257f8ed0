"""The day and the people of the story that pack tests tell."""

from datetime import UTC, date, datetime

from reviews.facts import (
    PersonId,
)
from reviews.facts.names import Names

AT = datetime(2026, 11, 23, 11, 32, tzinfo=UTC)


ON = date(2026, 11, 23)


ANAND, PRIYA, LENA, HANNA, JONAS, MEI = map(PersonId, range(1, 7))


NAMES = Names(
    {
        "1": "Anand Kulkarni",
        "2": "Priya Raman",
        "3": "Lena Moser",
        "4": "Hanna Weiss",
        "5": "Jonas Stein",
        "6": "Mei Chen",
    }
)


SHA = "9f2c41aae07b5d1c9f2c41aae07b5d1c9f2c41aae07b5d1c9f2c41aae07b5d1c"
