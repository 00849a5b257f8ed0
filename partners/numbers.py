"""Numbers in sentences: small ones as words, and a noun that goes with them."""

from datetime import timedelta

SMALL_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
"""From none on, as they are read."""
_LONGEST_IN_WORDS = 10
_UNITS = {
    timedelta(weeks=1): "week", timedelta(days=1): "day", timedelta(hours=1): "hour", timedelta(minutes=1): "minute",
}  # fmt: skip
"""The largest first."""


def number_in_words(number: int) -> str:
    """ "no", "one" … "ten"; beyond that in figures."""
    return SMALL_NUMBERS[number] if 0 <= number <= _LONGEST_IN_WORDS else str(number)


def noun(number: int, one: str, many: str = "") -> str:
    """The noun as it stands behind the number: "day" or "days"; `many` where an s is not enough."""
    return one if number == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """ "no promises", "one promise", "two promises", "40 promises": as one says it."""
    return f"{number_in_words(number)} {noun(number, one, many)}"


def in_figures(number: int, one: str, many: str = "") -> str:
    """ "1 day", "14 days": where one looks for the figure."""
    return f"{number} {noun(number, one, many)}"


def of_what(*counts: tuple[int, str]) -> str:
    """ "3 actions, 2 asks": of what there are so many, each (number, noun); what there is none of is left out."""
    return ", ".join(in_figures(number, one) for number, one in counts if number)


def of(part: int, whole: int, one: str) -> str:
    """ "3 of 4 promises", "0 of 1 promise": the noun goes with how many there were."""
    return f"{part} of {in_figures(whole, one)}"


def days(number: int) -> str:
    """ "1 day", "14 days"."""
    return in_figures(number, "day")


def days_ago(number: int) -> str:
    """ "today", "yesterday", "3 days ago"."""
    return {0: "today", 1: "yesterday"}.get(number) or f"{days(number)} ago"


def lasting(length: timedelta) -> str:
    """ "two weeks", "three days", "ten minutes": a length that a rule names, in the largest unit that fits.

    Raises ValueError for less than a minute.
    """
    for unit, name in _UNITS.items():
        if length >= unit and not length % unit:
            return counted(length // unit, name)
    raise ValueError(f"{length} is no whole number of minutes.")
