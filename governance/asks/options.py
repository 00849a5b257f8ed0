"""The options of a decision as people type them: one a line, "Title: what it means". Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from partners.numbers import number_in_words
from partners.verb import Refused

MOST = 6
_TITLE = 200
_WORDS = 500


class Option(NamedTuple):
    """One way a decision can go, and what it means. The first of several is the proposal."""

    title: str
    words: str = ""


def read_options(typed: str) -> list[Option]:
    """The options of a text, in its order. Raises Refused where they are too many, too long, alone or the same."""
    return checked(_option(line) for line in typed.splitlines() if line.strip(" \t-–•*"))


def checked(options: Iterable[Option]) -> list[Option]:
    """The options, each with a title of its own; none or at least two. Raises Refused."""
    found = list(options)
    if len(found) == 1:
        raise Refused("One option is no choice. Give at least two, or leave this empty.", field="options")
    if len(found) > MOST:
        raise Refused(f"Give {number_in_words(MOST)} options at most: nobody weighs more.", field="options")
    if any(not option.title for option in found):
        raise Refused("Each option needs a title before its colon.", field="options")
    if len({option.title.casefold() for option in found}) < len(found):
        raise Refused("Two options have the same title. Say how they differ.", field="options")
    for option in found:
        if len(option.title) > _TITLE or len(option.words) > _WORDS:
            raise Refused(
                f"“{option.title[:40]} …” is too long: {_TITLE} letters for a title, {_WORDS} for what it means.",
                field="options",
            )
    return found


def _option(line: str) -> Option:
    title, _, words = line.strip().lstrip("-–•*").strip().partition(":")
    return Option(title.strip(), words.strip())
