"""Words on charts: how wide they are, what is cut, and what no name may smuggle in."""

import html
import unicodedata

_NARROW = frozenset("iljtfrI.,:;'’|!()[] -·")
_BROAD = frozenset("mwMW@%—…")
# A name must not turn the words beside it around, nor break the XML it is written into.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co"})
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTERS = frozenset("\ufffe\uffff")
_LONGEST = 2_000


def plain(text: str) -> str:
    """The text on one line, without control characters, unpaired surrogates or direction overrides."""
    text = text[:_LONGEST]
    if not text.isprintable():  # the quick test that nearly every name passes
        text = "".join(" " if char.isspace() else char for char in text if char.isspace() or _printable(char))
    return " ".join(text.split())


def words(text: str) -> str:
    """`text` as it stands inside a figure. Plotly reads a little HTML in every string, so names are escaped
    here, once, and the printing renderer undoes it."""
    return html.escape(plain(text), quote=False)


def width(text: str, size: float) -> float:
    """Roughly how many pixels `text` takes in Inter at `size` pixels; rather too many than too few."""
    return size * sum(_em(char) for char in text)


def fitted(text: str, room: float, size: float) -> str:
    """`text` if it fits into `room` pixels, else its beginning and an ellipsis. Not escaped."""
    text = plain(text)
    if width(text, size) <= room:
        return text
    room -= _em("…") * size
    kept = 0
    for char in text:
        room -= _em(char) * size
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip(" \u200d\ufe0f") + "…"


def _printable(char: str) -> bool:
    return char not in _TURNING | _NO_CHARACTERS and unicodedata.category(char) not in _UNPRINTABLE


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.34
    if char in _BROAD:
        return 0.95
    if char.isascii():
        return 0.68 if char.isupper() else 0.62
    if unicodedata.combining(char):
        return 0.0
    return 1.1 if unicodedata.east_asian_width(char) in "WF" else 0.66
