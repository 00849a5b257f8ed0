"""Names of months, weekdays, numbers and spans of time, folded (see `partners.normalize`)."""

from partners.numbers import SMALL_NUMBERS

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# German and French stand beside English as a courtesy: partners write their own trackers.
_MONTH_NAMES = (
    "january jan januar jaenner janner janvier janv",
    "february feb februar fevrier fevr fev",
    "march mar maerz marz mrz mars",
    "april apr avril avr",
    "may mai",
    "june jun juni juin",
    "july jul juli juillet juil",
    "august aug aout",
    "september sept sep septembre",
    "october oct oktober okt octobre",
    "november nov novembre",
    "december dec dezember dez decembre",
)
_WEEKDAY_NAMES = (
    "monday mon montag lundi",
    "tuesday tues tue dienstag mardi",
    "wednesday wed mittwoch mercredi",
    "thursday thurs thur thu donnerstag jeudi",
    "friday fri freitag vendredi",
    "saturday sat samstag samedi",
    "sunday sun sonntag dimanche",
)


def _numbered(rows: tuple[str, ...], *, first: int) -> dict[str, int]:
    return {name: number for number, names in enumerate(rows, first) for name in names.split()}


MONTHS = _numbered(_MONTH_NAMES, first=1)
WEEKDAYS = _numbered(_WEEKDAY_NAMES, first=0)
_GERMAN_NUMBERS = (
    "eins ein eine einem einer",
    "zwei",
    "drei",
    "vier",
    "funf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
)
NUMBERS = {"a": 1, "an": 1} | _numbered(SMALL_NUMBERS[1:], first=1) | _numbered(_GERMAN_NUMBERS, first=1)
ORDINALS = _numbered(
    (
        "first 1st ersten erste",
        "second 2nd zweiten zweite",
        "third 3rd dritten dritte",
        "fourth 4th vierten vierte",
    ),
    first=1,
) | {"last": -1, "letzten": -1, "letzte": -1}
"""Which of its kind in a month; -1 is the last."""


def any_of(names: dict[str, int]) -> str:
    """A regular expression for the names, the longest first, so that "september" is not read as "sep"."""
    return "|".join(sorted(names, key=len, reverse=True))
