"""What the slip of an outcome comes to, in a sentence of whoever reads it. Pure."""

from collections.abc import Mapping

from partners.models import Side
from partners.numbers import days
from partners.voice import voice


def slipped(number: int, of_each_side: Mapping[Side, int], reader: Side, *, is_over: bool) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."; `is_over` where it has come."""
    shares = ", ".join(words for _, words in whose(of_each_side, reader))
    return f"It {'came' if is_over else 'comes'} {days(number)} later than first agreed: {shares}."


def whose(of_each_side: Mapping[Side, int], reader: Side) -> list[tuple[Side, str]]:
    """Side and "29 ours", of each side that has a day of it; one's own first."""
    return [
        (side, f"{of_each_side[side]} {voice(side, reader).whose}")
        for side in (reader, reader.other)
        if of_each_side[side]
    ]
