"""Whether two promises, written down in one review of one partnership, are the same one said twice. Pure."""

import unicodedata

from partners.finding import plain

_PARTS_OF_WORDS = ("L", "M", "N")
"""Letters, the marks that belong to them and digits: by their Unicode category."""


def words_said(title: str) -> str:
    """The words of `title` with one space between them, without capitals, accents and punctuation. Where it consists
    of nothing else, as it was written."""
    folded = "".join(
        each if unicodedata.category(each)[0] in _PARTS_OF_WORDS else " " for each in plain(title)
    )
    return " ".join(folded.split()) or " ".join(title.split())


def is_same_promise(title: str, owner: int | None, other_title: str, other_owner: int | None) -> bool:
    """Whether both say the same words, and the same person owes them, or one of them names nobody yet (None)."""
    owners = {owner, other_owner} - {None}
    return len(owners) < 2 and words_said(title) == words_said(other_title)
