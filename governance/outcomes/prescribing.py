"""Where a text prescribes the how, instead of saying the result: pure, and only a hint to whoever wrote it.

An outcome intent says what is reached and how everyone will know. It prescribes where it says by what: a product or
a technology as the means, a method, how many people, which ones, how many hours, where they sit, who looks over their
shoulder.

The line runs by what a word does in its sentence, not by the word:

- A product that is there and has to work is context: "SAP orders are invoiced within a day", "No payment is lost while
  Temenos is down". It prescribes as the means: behind "using", "via" or "by", behind what is built, run or moved
  ("rewritten in Go", "moves into SharePoint"), or behind an order to take it ("Introduce Epic", "Jira must be used").
- A figure of the result prescribes nothing, be it a share, a time, a sum, a day or a count of those it is for: "2
  million customers", "the 40 clerks have their evenings back". Those who would do the work, counted, do: "six
  developers".
- What is there already is "the" app; "an app" is one to be made, and so a means.
- Names of methods and of ways to organise work prescribe wherever they stand: no result needs them.

Missed is what only its sense gives away ("Keep the present data model"); marked too much is what is meant as context
and stands like a means ("orders placed via SAP"). tests/governance/outcomes/test_prescribing.py says how often.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from governance.outcomes.prescribing_words import (
    CHANNELS,
    HELP,
    METHODS,
    NO_NAMES,
    NUMBERS,
    PRODUCTS,
    QUALIFIED,
    ROLES,
    RULES,
    TECHNOLOGIES,
    TOOL_RULES,
    How,
)
from partners.normalize import fold

LONGEST = 20_000
"""Characters that are read: as many as a field of an intent holds. What stands behind them is not marked."""

_SIGNS = dict(zip("’‘“„‐‑–—…•▪", "''\"\"----.**", strict=True))
_WORD = r"[\w'/&#+.-]*[\w'/&#+]"
_CAPITAL = r"[A-Z](?:[\w'/&#+.-]*[\w#+])?"


@dataclass(frozen=True)
class Marked:
    """A place that prescribes: text[start:end], and what kind of how it is."""

    start: int
    end: int
    words: str
    kind: How

    @property
    def help(self) -> str:
        """What to write instead."""
        return HELP[self.kind]


def prescribed(text: str) -> tuple[Marked, ...]:
    """Each place of `text` that prescribes the how, in order and apart from each other.

    Places that overlap are one, of the kind of the longest: "Provide six Java developers" is about people, not Java.
    """
    apart: list[tuple[int, int, int, How]] = []
    for start, end, kind in sorted(_found(_plain(text[:LONGEST]))):
        length = end - start
        if apart and start < apart[-1][1]:
            start, before, longest, of_longest = apart.pop()
            end = max(end, before)
            length, kind = (length, kind) if length > longest else (longest, of_longest)
        apart.append((start, end, length, kind))
    return tuple(Marked(start, end, text[start:end], kind) for start, end, _, kind in apart)


def _found(plain: str) -> Iterator[tuple[int, int, How]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            named = pattern.groups > 1 and match[2] in NO_NAMES
            if not named:
                start, end = match.span(1)
                yield start, end, kind


def _plain(text: str) -> str:
    """The text letter by letter in ASCII, whose words are all that RE2 knows; a place in it is the same in `text`."""
    return text if text.isascii() else "".join(map(_plain_letter, text))


@lru_cache(maxsize=4_096)
def _plain_letter(letter: str) -> str:
    folded = _SIGNS.get(letter) or fold(letter)
    if not folded.isascii():
        return "x" if letter.isalnum() else " "
    return folded.upper() if letter.isupper() else folded


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _by_name(words: tuple[str, ...]) -> str:
    """Names as they are written: Go is a language, go is none."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(map(_as_a_word, longest_first))


def _as_a_word(name: str) -> str:
    """The name with an edge of a word at either end, where it ends in a letter: .NET and C# have none there."""
    begin, end = (r"\b" if letter.isalnum() else "" for letter in (name[0], name[-1]))
    return begin + " ".join(map(re2.escape, name.split())) + end


_ORDERING = (
    "and|then|must|shall|should|will|please|may not|(?:is|are|has|have|needs?|asked|expected|required) to"
)
_SLOTS = {
    "{order}": rf"(?:(?:(?m:^)|[.!?;:)*-]\s)\s{{0,9}}[\"']?|\b(?:{_ORDERING})\s+)",
    "{product}": rf"(?:non-)?(?-i:{_by_name(PRODUCTS)})",
    "{technology}": rf"\b(?:{_any_of(TECHNOLOGIES)})\b",
    "{channel}": rf"\b(?:{_any_of(CHANNELS)})\b",
    "{method}": rf"\b(?:{_any_of(METHODS)})\b",
    "{name}": rf"(?-i:({_CAPITAL})(?: {_CAPITAL}){{0,2}})",
    "{person}": rf"\b(?:(?:Mr|Ms|Mrs|Dr)\.? (?-i:{_CAPITAL})|(?-i:{_CAPITAL} {_CAPITAL}))",
    "{roles}": rf"\b(?:{_any_of(ROLES)})\b",
    "{role}": rf"\b(?:{_any_of(tuple(each.removesuffix('s?') for each in ROLES))})\b",
    "{qualified}": rf"(?:(?:{_any_of(QUALIFIED)}|(?-i:{_CAPITAL})) ){{0,3}}",
    "{number}": rf"\b(?:[0-9][0-9.,]{{0,9}}|{_any_of(NUMBERS)})",
    "{few}": rf"(?:{_WORD} ){{0,3}}",
    "{list}": rf"(?:{_WORD},? ){{0,3}}",
    "{some}": rf"(?:{_WORD},? ){{0,6}}",
    "{must}": r"(?:(?:is|are|must|shall|should|will|has|have|to|be|only) ){1,4}",
}


def _compiled(rule: str) -> Any:
    ordered = rule.startswith("{order}")
    rest = rule.removeprefix("{order}")
    written = rest if rest.endswith("}") else rf"{rest}\b"
    written = rf"\b{written}" if rest[0] in "(" or rest[0].isalpha() else written
    written = written.replace("(", "(?:").replace("(?:?", "(?")
    for slot, stands_for in _SLOTS.items():
        written = written.replace(slot, stands_for)
    before = _SLOTS["{order}"] if ordered else ""
    whole = rf"(?i){before}({written})".replace("[- ]", r"[-\s]").replace(" ", r"[ \t]{1,9}")
    return re2.compile(whole)


_TOOLS = {How.PRODUCT: "{product}", How.TECHNOLOGY: "{technology}"}
_PATTERNS = (
    *(
        (kind, _compiled(rule.replace("{tool}", slot)))
        for kind, slot in _TOOLS.items()
        for rule in TOOL_RULES
    ),
    *((kind, _compiled(rule)) for kind, rules in RULES.items() for rule in rules),
)
