"""A text in ASCII, letter by letter."""

from functools import lru_cache

from partners.normalize import fold

_SIGNS = dict(zip("’‘“„‐‑–—…•▪", "''\"\"----.**", strict=True))


def plain_ascii(text: str) -> str:
    """The text letter by letter in ASCII, whose words are all that RE2 knows; a place in it is the same in `text`."""
    return text if text.isascii() else "".join(map(_plain_letter, text))


@lru_cache(maxsize=4_096)
def _plain_letter(letter: str) -> str:
    folded = _SIGNS.get(letter) or fold(letter)
    if not folded.isascii():
        return "x" if letter.isalnum() else " "
    return folded.upper() if letter.isupper() else folded
