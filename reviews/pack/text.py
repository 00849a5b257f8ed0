"""Words fit for paper: nothing invisible that could turn or hide what stands beside it."""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Facts = TypeVar("Facts")

_KEPT = {"\n", "\t", "\u200c", "\u200d"}  # joiners shape Arabic, Indic scripts and emoji


def printable(facts: Facts) -> Facts:
    """The same facts with control and bidirectional override characters taken out of every word in them."""
    return _cleaned(facts)


def clipped(text: str, longest: int) -> str:
    """`text` on one line, cut between words at `longest` characters; an ellipsis says that more stands elsewhere."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    whole_words = head.rsplit(" ", 1)[0]
    return (whole_words if len(whole_words) > longest * 2 // 3 else head).rstrip(" ,;:–") + "…"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(letter for letter in value if letter in _KEPT or not _unseen(letter))
    if isinstance(value, tuple):
        return tuple(_cleaned(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn"}
