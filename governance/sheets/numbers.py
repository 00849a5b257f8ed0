"""Numbers as people write them in a spreadsheet: 99,95 · 1.234,5 · 98.72% · (12) · 1 234 · € 40."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import re2

from governance.sheets.table import NumberCell
from partners.normalize import fold

LONGEST_NUMBER = 40
LARGEST = Decimal(10) ** 16
DECIMALS_KEPT = 4
"""What the column of a reading holds: 20 digits, 4 of them behind the mark. What has more is rounded."""
HOLES = frozenset({
    "n/a", "na", "n.a.", "n.a", "k.a.", "k.a", "n/v", "#n/a", "#na", "#nv", "#value!", "#wert!", "#div/0!", "null",
    "none", "nil", "nan", "leer", "missing", "nicht vorhanden", "not available", "not measured", "nicht gemessen",
    "no data", "keine daten", "pas de donnees", "tbd", "?", "-", "--", "---", ".", "..", "...", "x",
})  # fmt: skip
"""What stands in a cell of which nothing is known. Another word is no number, and said to be none."""

LARGE_UNITS = frozenset(
    ["k", "m", "mn", "mio", "mill", "million", "millions", "bn", "mrd", "tsd", "thousand", "thousands"]
)
"""What may stand for thousands and millions behind a number, or for metres and minutes: nobody can know."""
_MARKS = {".": ",", ",": "."}
_PLAIN = str.maketrans(
    dict.fromkeys("−–—", "-") | dict.fromkeys("\u00a0\u202f\u2009\u2007_", " ") | {"’": "'"}
)
_FIGURE = re2.compile(
    r"(?P<digits>[0-9][0-9.,]*(?:[ '][0-9]{3}[0-9.,]*)*|[.,][0-9]+)(?P<power>[eE][-+]?[0-9]{1,3})?"
)


class NumberNotUnderstood(ValueError):
    """No number can be read from the cell; the message is a whole sentence for the person."""


@dataclass(frozen=True)
class Number:
    """`value` as it will be kept. `is_percent`: a percent sign stands behind it. `unit`: what else stands there."""

    value: Decimal
    is_percent: bool = False
    unit: str = ""


def is_hole(text: str) -> bool:
    """Whether the cell says that there is no value."""
    words = " ".join(fold(text.translate(_PLAIN)).split())
    return not words or words in HOLES


def decimal_mark(texts: Iterable[str], *, delimiter: str = "") -> str | None:
    """The mark before the decimals in a column, "." or ","; None where its cells could mean either.

    "1,234" may be a thousand or one and a bit; "98.72" beside it tells. A file parted by commas that writes none within
    a number writes points.
    """
    seen = [text for text in texts if not isinstance(text, NumberCell)]
    written = map(_written, seen)
    votes = Counter(each.mark for each in written if each and each.mark)
    if votes["."] != votes[","]:
        return "." if votes["."] > votes[","] else ","
    if votes or delimiter != ",":
        return None
    return None if any("," in text for text in seen) else "."


def is_open(text: str) -> bool:
    """Whether the number depends on which mark stands before decimals: "1,234", "1.234"."""
    written = _written(text)
    return written is not None and any(mark in written.digits for mark in _MARKS) and not written.mark


def understand_number(text: str, *, mark: str) -> Number:
    """The number in a cell; where it could be read in two ways, `mark` stands before its decimals.

    Raises NumberNotUnderstood with a sentence for the person.
    """
    written = _written(text)
    if written is None:
        raise NumberNotUnderstood(f"“{_shortened(text)}” is no number.")
    value = written.value(written.mark or mark)
    if value is None:
        raise NumberNotUnderstood(f"“{_shortened(text)}” is no number: check its points and commas.")
    if abs(value) >= LARGEST:
        raise NumberNotUnderstood(f"“{_shortened(text)}” is larger than can be stored.")
    unit = "" if written.behind == "-" else written.behind
    if fold(unit).strip(". ") in LARGE_UNITS:
        raise NumberNotUnderstood(f"“{_shortened(text)}” is written short: write all of the number.")
    return Number(rounded(value), is_percent="%" in unit, unit=unit.replace("%", "").strip())


@dataclass(frozen=True)
class _Written:
    """The one number in a cell: its digits with their marks, what makes it negative, what stands behind it."""

    digits: str
    power: str
    is_negative: bool
    behind: str
    is_real: bool = False
    """A workbook holds it as a number."""

    @property
    def mark(self) -> str:
        """The mark before its decimals, where the number alone can tell."""
        if self.is_real:
            return "."
        marks = [letter for letter in self.digits if letter in _MARKS]
        if len(set(marks)) == 2:
            return marks[-1]
        if len(marks) > 1:
            return _MARKS[marks[0]]
        return marks[0] if marks and not _may_part_thousands(self.digits, marks[0]) else ""

    def value(self, mark: str) -> Decimal | None:
        whole, _, decimals = self.digits.replace(" ", "").replace("'", "").partition(mark)
        thousands = _MARKS[mark]
        if thousands in whole and not _is_grouped(whole, thousands):
            return None
        try:
            value = Decimal(f"{whole.replace(thousands, '') or 0}.{decimals or 0}{self.power}")
        except InvalidOperation:
            return None
        return -value if self.is_negative else value


def _written(text: str) -> _Written | None:
    if len(text) > LONGEST_NUMBER:
        return None
    plain = "".join(str(unicodedata.decimal(letter, letter)) for letter in text.translate(_PLAIN)).strip()
    in_brackets = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1].strip() if in_brackets else plain
    found = _FIGURE.search(plain)
    if found is None:
        return None
    before, behind = plain[: found.start()].strip(), plain[found.end() :].strip()
    money = "".join(filter(_is_money, before))
    before, behind = before.replace(money, "").strip(), f"{money}{behind}" if money else behind
    if before not in ("", "-", "+") or any(letter.isdigit() for letter in behind):
        return None
    is_negative = in_brackets or before == "-" or behind == "-"
    is_real = isinstance(text, NumberCell)
    return _Written(found["digits"], found["power"] or "", is_negative, behind, is_real)


def _is_money(letter: str) -> bool:
    return unicodedata.category(letter) == "Sc"


def _may_part_thousands(digits: str, mark: str) -> bool:
    return _is_grouped(digits, mark) and not digits.startswith("0")


def _is_grouped(whole: str, mark: str) -> bool:
    """Whether the mark parts thousands (1,234,567), or lakhs (12,34,567)."""
    first, *rest = whole.split(mark)
    return 1 <= len(first) <= 3 and len(rest[-1]) == 3 and all(len(part) in (2, 3) for part in rest)


def rounded(value: Decimal) -> Decimal:
    """The value as it is kept, without noughts at its end."""
    plain = round(value, DECIMALS_KEPT).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NUMBER else f"{text[: LONGEST_NUMBER - 1]}…"
