"""The rules of either language as patterns, each with the kind of how it looks for."""

from typing import Any

import re2

from governance.outcomes.prescribing import english, german
from governance.outcomes.prescribing.kinds import How
from governance.outcomes.prescribing.plain import plain_ascii

_WORD = r"[\w'/&#+.-]*[\w'/&#+]"
_CAPITAL = r"[A-Z](?:[\w'/&#+.-]*[\w#+])?"


def _any_of(words: tuple[str, ...]) -> str:
    return _uncounted("|".join(sorted(words, key=len, reverse=True)))


def _uncounted(written: str) -> str:
    """Brackets that only hold together, so that what is marked and what is a name stay the first and second group."""
    return written.replace("(", "(?:").replace("(?:?", "(?")


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
    "{product}": rf"(?:non-)?(?-i:{_by_name(english.PRODUCTS)})",
    "{technology}": rf"\b(?:{_any_of(english.TECHNOLOGIES)})\b",
    "{channel}": rf"\b(?:{_any_of(english.CHANNELS)})\b",
    "{method}": rf"\b(?:{_any_of(english.METHODS)})\b",
    "{name}": rf"(?-i:({_CAPITAL})(?: {_CAPITAL}){{0,2}})",
    "{person}": rf"\b(?:(?:Mr|Ms|Mrs|Dr)\.? (?-i:{_CAPITAL})|(?-i:{_CAPITAL} {_CAPITAL}))",
    "{roles}": rf"\b(?:{_any_of(english.ROLES)})\b",
    "{role}": rf"\b(?:{_any_of(tuple(each.removesuffix('s?') for each in english.ROLES))})\b",
    "{qualified}": rf"(?:(?:{_any_of(english.QUALIFIED)}|(?-i:{_CAPITAL})) ){{0,3}}",
    "{technik}": rf"\b(?:{_any_of(german.TECHNIKEN)})\b",
    "{rolle}": rf"\b(?:{_any_of(german.ROLLEN)})\b",
    "{zahl}": rf"\b(?:[0-9][0-9.,]{{0,9}}|{_any_of(german.ZAHLEN)})",
    "{number}": rf"\b(?:[0-9][0-9.,]{{0,9}}|{_any_of(english.NUMBERS)})",
    "{few}": rf"(?:{_WORD} ){{0,3}}",
    "{list}": rf"(?:{_WORD},? ){{0,3}}",
    "{some}": rf"(?:{_WORD},? ){{0,6}}",
    "{must}": r"(?:(?:is|are|must|shall|should|will|has|have|to|be|only) ){1,4}",
}


def _compiled(rule: str) -> Any:
    """The rule as a pattern over a text in ASCII."""
    ordered = rule.startswith("{order}")
    rest = rule.removeprefix("{order}")
    written = rest if rest.endswith("}") else rf"{rest}\b"
    written = rf"\b{written}" if rest[0] == "(" or rest[0].isalpha() else written
    written = _uncounted(written)
    for slot, stands_for in _SLOTS.items():
        written = written.replace(slot, stands_for)
    before = _SLOTS["{order}"] if ordered else ""
    whole = rf"(?i){before}({written})".replace("[- ]", r"[-\s]").replace(" ", r"[ \t]{1,9}")
    return re2.compile(plain_ascii(whole))


_TOOLS = (
    (english.TOOL_RULES, How.PRODUCT, "{product}"), (english.TOOL_RULES, How.TECHNOLOGY, "{technology}"),
    (german.TOOL_RULES, How.PRODUCT, "{product}"), (german.TOOL_RULES, How.TECHNOLOGY, "{technik}"),
)  # fmt: skip
PATTERNS = (
    *((kind, _compiled(rule.replace("{tool}", slot))) for rules, kind, slot in _TOOLS for rule in rules),
    *(
        (kind, _compiled(rule))
        for language in (english, german)
        for kind, rules in language.RULES.items()
        for rule in rules
    ),
)
"""The first group of each is what is marked; the second, where there is one, a name that no list holds."""
