"""Text as people mean it: without accents or capitals, so that "Août" and "aout" are the same word."""

import unicodedata

OTHER_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i"}
"""Letters that no accent parts from the plain one."""
TWO_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe"}
"""Letters that stand for two: `fold` leaves them, whose result is as long as the text."""


def fold(text: str) -> str:
    """Lower-case `text` without accents and with plain digits, letter by letter: a position in the result is the same
    in `text`."""
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    if not letter.isalpha():
        return letter
    # Only the base letter is kept: "İ".lower() has two characters and would shift every later position.
    parts = unicodedata.normalize("NFKD", letter)
    # What else a letter is made of belongs to it: 김 is not its first sound.
    base = parts[0] if all(map(_is_accent, parts[1:])) else letter
    plain = base.lower()[0]
    return OTHER_LETTERS.get(plain, plain)


def _is_accent(mark: str) -> bool:
    """Whether it stands on a letter without making another one of it, as the marks of か and が do."""
    return unicodedata.combining(mark) > 0 and mark not in "\u3099\u309a"
