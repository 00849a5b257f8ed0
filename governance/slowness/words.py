"""What the slip of an outcome comes to, in a sentence of whoever reads it. Pure."""

from collections.abc import Mapping

from partners.models import Side
from partners.numbers import days


def slipped(number: int, shares: list[tuple[Side, str]], *, is_over: bool) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."; `is_over` where it has come."""
    said = ", ".join(words for _, words in shares)
    return f"It {'came' if is_over else 'comes'} {days(number)} later than first agreed: {said}."


def whose(of_each_side: Mapping[Side, int], called: Mapping[Side, str]) -> list[tuple[Side, str]]:
    """Side and "29 ours", of each side that has a day of it, in the order and by the words of `called`."""
    return [(side, f"{of_each_side[side]} {words}") for side, words in called.items() if of_each_side[side]]
