"""Words found, and names in order, as people mean them, whatever their accents and capitals: "zurich" finds Zürich.

What a letter stands for is asked of `normalize.fold`, the one place that knows: its answers are turned around here.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, reduce
from operator import and_, or_

from django.db.models import F, Func, Q, TextField

from partners.normalize import OTHER_LETTERS, TWO_LETTERS, fold

MOST_WORDS = 8
"""As many as are looked for; whoever types more is shown what holds the first ones."""
_LETTERS = (*range(0x3000), *range(0xFF00, 0xFFF0))
"""Where the letters stand that have another form: alphabets up to U+2FFF, and the wide ones of Asia."""


_APART = OTHER_LETTERS | TWO_LETTERS
"""Letters that no accent parts from the plain ones."""
_FIRST_ACCENT, _LAST_ACCENT = 0x300, 0x36F


def words_of(typed: str) -> tuple[str, ...]:
    """The folded words of `typed`; none where nothing of it can be seen."""
    whole = unicodedata.normalize("NFC", typed)
    seen = fold("".join(letter for letter in whole if unicodedata.category(letter) != "Cf"))
    for letter, letters in TWO_LETTERS.items():
        seen = seen.replace(letter, letters)
    return tuple(dict.fromkeys(seen.split()))[:MOST_WORDS]


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
    pattern = _pattern(word)
    return reduce(or_, (Q(**{f"{column}__regex": pattern}) for column in columns))


def _pattern(word: str) -> str:
    """The word as PostgreSQL's patterns write it, also where two of its letters are written as one."""
    one = {letters: letter for letter, letters in TWO_LETTERS.items()}
    pattern, at = "", 0
    while at < len(word):
        pair = word[at : at + 2]
        if pair in one:
            pattern += f"({_any_form(pair[0])}{_any_form(pair[1])}|{one[pair]})"
            at += 2
        else:
            pattern += _any_form(word[at])
            at += 1
    return pattern


def _any_form(letter: str) -> str:
    """The letter in each form of it, and with accents of its own behind it; nothing that means something else there."""
    forms = _forms().get(letter, "")
    if forms:
        return f"[{letter}{forms}][\u0300-\u036f]*"
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


def plain(text: str) -> str:
    """`text` in small letters without accents."""
    parted = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(each for each in parted if not _FIRST_ACCENT <= ord(each) <= _LAST_ACCENT)
    return "".join(_APART.get(each, each) for each in bare)


def plain_sql(column: str) -> str:
    """The same, of a column, as SQL."""
    bare = f"regexp_replace(normalize(lower({column}), NFKD), '[\\u0300-\\u036f]', '', 'g')"
    for letter, letters in _APART.items():
        bare = f"replace({bare}, '{letter}', '{letters}')"
    return bare


def in_order(column: str) -> Func:
    """What a list is sorted by that people read by name: Österreich stands among the O, and not behind the Z."""
    return Func(F(column), template=plain_sql("%(expressions)s"), output_field=TextField())
