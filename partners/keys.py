"""Ids as they come from an address or a form."""

_LONGEST = 18
"""Digits that PostgreSQL's bigint holds whatever they are."""


def is_key(text: str) -> bool:
    """Whether `text` can be the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST
