"""Somebody's own words as a part of a sentence of ours: one full stop between the two, never none and never two."""

from collections.abc import Sequence

_ENDS = (".", "!", "?", "…", ":", ".”", "!”", "?”", "…”")


def ended(words: str) -> str:
    """ "Approve the monitor.": what is followed by another sentence, with a stop of its own where it has none."""
    said = words.rstrip()
    return f"{said}." if said and not said.endswith(_ENDS) else said


def unended(words: str) -> str:
    """ "a window on Sunday": what a sentence of ours goes on behind, or ends, without the stop somebody put there.

    Three stops are no end and stay, and so do a question mark and an exclamation mark: they say something.
    """
    said = words.rstrip()
    return said if said.endswith(("..", "…")) else said.removesuffix(".").rstrip()


def listed(words: Sequence[str]) -> str:
    """ "Tom", "Tom and Ines", "Tom, Ines and Ravi": several things as one says them."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
