"""What may stand in a cell, in the name of a sheet and in that of a file, whatever somebody has written."""

from datetime import date
from decimal import Decimal

from partners.untrusted_text import legible

LONGEST_TEXT = 32_767
"""Of a cell, as Excel counts: a letter beyond the common ones, such as an emoji, is two."""
_CUT = " … (the rest is in Tandem)"
_NO_CHARACTERS = str.maketrans("", "", "\ufffe\uffff")
"""What XML, of which a workbook consists, cannot hold."""
MOST_DIGITS = 15
"""Of a number that a spreadsheet keeps exactly."""
_LONGEST_SHEET_NAME = 31
_NO_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NO_FILE_NAME = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))
_LONGEST_FILE_NAME = 120


def text_of_cell(value: object) -> str:
    """The value as text that every reader opens: legible, and no longer than a cell may be; what is cut is said."""
    text = legible(value if isinstance(value, str) else "" if value is None else str(value))
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_CHARACTERS)
    if len(text) > LONGEST_TEXT // 2 and _length(text) > LONGEST_TEXT:
        return _cut(text)
    return text


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT  # half a letter at the end is left out


def written_plainly(number: Decimal | int) -> str:
    """A number in figures, with a point, without thousands and without zeros that say nothing: "-0.5", "20166"."""
    if isinstance(number, int):
        return str(number)
    if not number or not number.is_finite():
        return "0" if number.is_finite() else ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals_of(number: Decimal | int) -> int:
    """How many decimals a number has that say something."""
    return len(written_plainly(number).partition(".")[2])


def is_kept_exactly(number: Decimal | int) -> bool:
    """Whether a spreadsheet, which counts in 15 digits, holds the number as it is."""
    figures = written_plainly(number).lstrip("-").replace(".", "").strip("0")
    return len(figures) <= MOST_DIGITS


def month_of_cell(month: date) -> str:
    """A month where nothing but text can stand: "2026-11"."""
    return f"{month.year:04}-{month.month:02}"


def sheet_name(title: str) -> str:
    """The title as a sheet may be called: 31 letters, without those that stand for something in a formula."""
    name = " ".join(text_of_cell(title).translate(_NO_SHEET_NAME).split()).strip("' ")
    while _length(name) > _LONGEST_SHEET_NAME:
        name = name[:-1]
    name = name.strip("' ")
    return name if name and name.casefold() != "history" else "Sheet"  # Excel keeps "History" for itself


def file_name(*words: str, ending: str) -> str:
    """The words as the name of a file that every system takes, such as "Tracker Meridian Systems 2026-11-29.xlsx"."""
    plain = " ".join(" ".join(words).split())
    name = "".join(letter for letter in plain.translate(_NO_FILE_NAME) if letter.isprintable())
    name = " ".join(name.split())[:_LONGEST_FILE_NAME].strip(" .")
    return f"{name.lstrip('=+-@') or 'Export'}.{ending}"
