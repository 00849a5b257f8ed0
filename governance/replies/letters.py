"""Characters: what is dropped of a stranger's text, and a text squeezed to what no mail program changes."""

import unicodedata

from partners.untrusted_text import marked

_SPACES = dict.fromkeys(
    map(
        ord,
        "\t\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        "\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_LINES = {0x2028: "\n", 0x2029: "\n"}
_UNSEEN = ("Cf", "Cs", "Co")
"""What shows nothing, halves of characters, and what has no meaning."""


def clean(text: str) -> str:
    """`text` with its lines broken by \\n, spaces of one kind, and without what cannot be seen.

    Where control characters stood it is marked, so that no day and no address becomes another one.
    """
    text = marked(text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES | _LINES))
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _UNSEEN)


def on_one_line(text: str) -> str:
    """`text`, clean, as a header holds it."""
    return " ".join(clean(text).split())


def squeezed(text: str) -> tuple[str, list[int]]:
    """The letters and digits of `text` alone, without case, accents and forms; and where in `text` each stands.

    Wrapped anew, quoted, with other spaces, dashes or quotation marks: it stays what it is.
    """
    kept: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for folded in _FOLDED_ASCII.get(letter) or _folded(letter):
            kept.append(folded)
            places.append(place)
    return "".join(kept), places


def squeeze(text: str) -> str:
    """`squeezed`, where the places do not matter."""
    return squeezed(text)[0]


def words_of(text: str) -> list[str]:
    """The words of `text`, as `squeeze` writes each."""
    apart = "".join(letter if letter.isalnum() or unicodedata.combining(letter) else " " for letter in text)
    return [word for each in apart.split() if (word := squeeze(each))]


def _folded(letter: str) -> str:
    if letter.isascii():
        return ""
    return "".join(each for each in unicodedata.normalize("NFKD", letter).casefold() if each.isalnum())


_FOLDED_ASCII = {letter: letter.lower() for letter in map(chr, range(128)) if letter.isalnum()}
