"""The title of a promise: what is left of a line once owner and date are taken out."""

import re
import unicodedata

import re2

from partners.untrusted_text import unmarked

MARKS = " -–—,;:.|/→>@"
DANGLING = {
    "by", "until", "till", "til", "due", "on", "before", "latest", "to", "for", "and",
    "bis", "am", "vor",
}  # fmt: skip
EMPTY_BRACKETS = re2.compile(r"[(\[][\s\pZ,;|/]*[)\]]")
SPACE_BEFORE_MARK = re.compile(r"\s(?=[,;:.!?](?:\s|$))")
_CLOSES_ONE = re2.compile(r"<[^<>]*[^<>\s]>$")
MARK_BEFORE_END = re.compile(r"[,;:](?=[.!?]$)")


def tidy_title(text: str) -> str:
    """`text` as a title: single spaces, a capital at the start, no dangling mark or "by" at either end."""
    words = EMPTY_BRACKETS.sub(" ", "".join(map(_printable, unmarked(text)))).split()
    title = " ".join(_without_doubled_marks(words))
    title = MARK_BEFORE_END.sub("", SPACE_BEFORE_MARK.sub("", title))
    return _capitalised(_without_loose_end(_without_loose_marks(title)))


def _printable(letter: str) -> str:
    # Control characters, which a database refuses or a mail header obeys; joiners inside emoji stay.
    return " " if unicodedata.category(letter) in ("Cc", "Cs") else letter


def _without_doubled_marks(words: list[str]) -> list[str]:
    """An owner taken from between two commas leaves both of them behind: one is enough."""
    kept: list[str] = []
    for word in words:
        if word.strip(MARKS) or not kept or kept[-1][-1] not in MARKS:
            kept.append(word)
    return kept


def _without_loose_marks(title: str) -> str:
    """Without the marks it begins with, but for one that belongs to what follows: ">99 %", ".NET"."""
    bare = title.lstrip(MARKS)
    before = title[: len(title) - len(bare)]
    belongs = (before.endswith(">") and bare[:1].isdecimal()) or (before.endswith(".") and bare[:1].isupper())
    # An arrow points at what follows and is no part of it.
    return before[-1] + bare if belongs and before[-2:-1] in ("", " ") else bare


def _without_loose_end(title: str) -> str:
    words = _rid_of_marks(title).split(" ")
    while words and words[-1].strip(MARKS).lower() in DANGLING | {""}:
        words.pop()
    return _rid_of_marks(" ".join(words))


def _rid_of_marks(title: str) -> str:
    """Without the marks it ends in, but for a bracket that closes one: "<5 h>"."""
    while title and title[-1] in MARKS and not _CLOSES_ONE.search(title):
        title = title[:-1]
    return title


def _capitalised(title: str) -> str:
    first_word = title.split(" ", 1)[0]
    # "iPhone" and "eBay" are written as their owners write them.
    return title[:1].upper() + title[1:] if first_word.islower() else title
