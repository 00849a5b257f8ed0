"""Words found in the database as people mean them: "zurich" finds Zürich, in any order, case and script of figures.

What a letter stands for is asked of `normalize.fold`, the one place that knows: its answers are turned around here.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, reduce
from operator import and_, or_

from django.db.models import Q

from governance.normalize import fold

MOST_WORDS = 8
"""As many as are looked for; whoever types more is shown what holds the first ones."""
_LETTERS = (*range(0x3000), *range(0xFF00, 0xFFF0))
"""Where the letters stand that have another form: alphabets up to U+2FFF, and the wide ones of Asia."""


def words_of(typed: str) -> tuple[str, ...]:
    """The folded words of `typed`; none where nothing of it can be seen."""
    whole = unicodedata.normalize("NFC", typed)
    seen = "".join(letter for letter in whole if unicodedata.category(letter) != "Cf")
    return tuple(dict.fromkeys(fold(seen).split()))[:MOST_WORDS]


def found_in(typed: str, *columns: str) -> Q:
    """Every word of `typed` stands in one of the columns, wherever. Without a word nothing is asked for."""
    # The longest first: it turns most rows away, and the others are not looked for there.
    words = sorted(words_of(typed), key=len, reverse=True)
    return reduce(and_, (_holds(word, columns) for word in words), Q())


def spans_in(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the folded `words` stand in `text`: what of it is shown as found, in order and apart from each other."""
    folded, spans = fold(text), []
    for word in words:
        at = folded.find(word)
        while word and at >= 0:
            spans.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return _merged(sorted(spans))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for begin, end in spans:
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart


def _holds(word: str, columns: Sequence[str]) -> Q:
    pattern = "".join(map(_any_form, word))
    return reduce(or_, (Q(**{f"{column}__regex": pattern}) for column in columns))


def _any_form(letter: str) -> str:
    """The letter as PostgreSQL's patterns write it: each form of it, and nothing that means something else there."""
    forms = _forms().get(letter, "")
    if forms:
        return f"[{letter}{forms}]"
    return f"\\{letter}" if letter.isascii() and not letter.isalnum() else letter


@cache
def _forms() -> dict[str, str]:
    """Letter → the other letters that fold to it."""
    forms: dict[str, str] = defaultdict(str)
    for letter in map(chr, _LETTERS):
        folded = fold(letter)
        if folded != letter and folded.isalnum():
            forms[folded] += letter
    return dict(forms)
