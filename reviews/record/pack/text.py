"""Words fit for paper: nothing invisible that could turn or hide what stands beside it."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Facts = TypeVar("Facts")

# Without a chance to break, WeasyPrint tries every letter of an endless word anew for each line: minutes a page.
_ENDLESS = re.compile(r"\S{40}(?=\S)")
_GAP = re.compile(r"[^\S\u00a0]+")
"""What may end a line: a number and its unit stay together."""
_CHANCE = "\u200b"
_KEPT = {"\n", "\t", "\u200c", "\u200d"}  # joiners shape Arabic, Indic scripts and emoji


def printable(facts: Facts) -> Facts:
    """The same facts with control and bidirectional override characters taken out, and endless words breakable."""
    return _cleaned(facts)


def clipped(text: str, longest: int) -> str:
    """`text` on one line, cut between words at `longest` characters; an ellipsis says that more stands elsewhere."""
    line = _GAP.sub(" ", text).strip()
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    whole_words = head.rsplit(" ", 1)[0]
    return (whole_words if len(whole_words) > longest * 2 // 3 else head).rstrip(" .,;:–") + "…"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        seen = "".join(letter for letter in value if letter in _KEPT or not _unseen(letter))
        return _ENDLESS.sub(lambda word: word.group() + _CHANCE, seen)
    if isinstance(value, tuple):
        return tuple(_cleaned(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}
