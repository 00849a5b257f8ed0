"""What comes from outside is data until it has been read here: a text that is one, of a length we can keep.

What no keyboard types is marked where it stood (`marked`). A text loses the marks again (`unmarked`), so that nothing a
person wrote is lost; a choice, a number, a day or the id of a row is none with a mark in it, and never becomes another
one. What another machine says is refused instead (`text_of`): a provider that sends something else is not understood.
"""

import unicodedata
from typing import Any

_LINE_BREAKS = {"\v": "\n", "\f": "\n"}
"""What slides and printed pages break lines with, as they are pasted from there."""
_UNSEEN = {chr(code): "" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}
_LONE = dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")
_LEGIBLE = str.maketrans({**_UNSEEN, **_LINE_BREAKS, **_LONE})
MARK = "\ufffd"
"""Where something stood that nobody can read."""
_MARKED = str.maketrans({**dict.fromkeys(_UNSEEN, MARK), **_LINE_BREAKS, **_LONE})


_TURNING = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""What turns the text around it: a name reads as another one."""
_TAKEN_OUT = str.maketrans("", "", MARK + _TURNING)
_SHOWS_NOTHING = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0").union(
    map(chr, range(0xFE00, 0xFE10))
)
"""Letters, marks and signs by their kind, of which nothing is printed either."""


class NotUnderstood(ValueError):
    """Somebody outside sent what cannot be a value of ours. The message is for the log: it quotes nothing."""


def legible(text: str) -> str:
    """The text without control characters and halves of characters, which no column can keep."""
    return text if text.isprintable() else text.translate(_LEGIBLE)


def marked(text: str) -> str:
    """The text with a MARK for each control character and half of a character: as it came, it is no other value."""
    return text if text.isprintable() else text.translate(_MARKED)


def unmarked(text: str) -> str:
    """Free text without marks and without what turns text around: what was written stays, joiners within words too.

    A text of which nobody can see anything is none. Not for what is a choice, a number, a day or an id.
    """
    if text.isascii():
        return text
    written = text.translate(_TAKEN_OUT)
    return written if any(map(_is_seen, written)) else ""


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _SHOWS_NOTHING and letter not in _BLANK_LETTERS


def text_of(value: Any, *, called: str, most: int) -> str:
    """A text of one line, of 1 to `most` characters, as another machine sent it. Raises NotUnderstood."""
    if not isinstance(value, str):
        raise NotUnderstood(f"{called} is no text but {type(value).__name__}.")
    if not 0 < len(value) <= most:
        raise NotUnderstood(f"{called} has {len(value)} characters, not 1 to {most}.")
    if legible(value) != value or not value.isprintable():
        raise NotUnderstood(f"{called} holds control characters.")
    return value


def only_one(values: Any, *, called: str) -> Any:
    """The value of a list of one. Raises NotUnderstood for several: which is meant is not ours to choose."""
    if not isinstance(values, list) or len(values) != 1:
        raise NotUnderstood(f"{called} is not one value.")
    return values[0]


_LONGEST_KEY = 18
"""Digits that PostgreSQL's bigint holds whatever they are."""


def is_primary_key(text: str) -> bool:
    """Whether `text` can be the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY


_LONGEST_SEARCH = 80


def clean_search(typed: str) -> str:
    """The words on one line, without what nobody types."""
    return " ".join(unmarked(marked(typed)).split())[:_LONGEST_SEARCH]
