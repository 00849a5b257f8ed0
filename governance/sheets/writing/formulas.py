"""Words that a spreadsheet would run, and how they stand in a file that has nothing but words.

In a workbook a text says that it is one. A CSV file has no types: there a text that begins like a formula gets an
apostrophe before it, which spreadsheets take for "this is text". The same within a text behind whatever may end a cell
or a line: a file with semicolons that is opened as one with commas falls apart there, and what stood in the middle
begins a cell. Nothing is lost by it: `unguarded` gives back what was written, to the letter.
"""

import re

import re2

_RUN = "=+\\-@＝＋－＠"
"""What a cell that is run begins with; the wide ones are typed in Japanese and Chinese."""
_BLANK = "\t\r\n"
"""What some readers take away before they look."""
_ENDS = f",;|{_BLANK}"
"""What may end a cell or a line."""
STARTS_A_FORMULA = frozenset("=+-@＝＋－＠" + _BLANK)
_MARKS = "\"'"
"""What a reader may take off before a cell: a quotation mark that it holds for the cell's own, an apostrophe."""
MAY_START = STARTS_A_FORMULA | set(_MARKS)
MAY_START_WITHIN = re.compile(f"[{_ENDS}][{_MARKS}{_RUN}]")
"""Looks at each letter once; most texts hold nothing of the kind and are not looked at again."""
_WITHIN = re2.compile(f"([{_ENDS}])([{_MARKS}]*[{_RUN}])")
_GUARDED_WITHIN = re2.compile(f"([{_ENDS}])'([{_MARKS}]*[{_RUN}])")


def guarded(text: str) -> str:
    """The text as it may stand in a CSV file: no part of it begins a formula, wherever a reader cuts it."""
    if MAY_START_WITHIN.search(text):
        text = _WITHIN.sub(r"\1'\2", text)
    if text[:1] in MAY_START and starts_a_formula(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """What was written, from what stands in a CSV file of ours."""
    if "'" not in text:
        return text
    if text[0] == "'" and starts_a_formula(text[1:]):
        text = text[1:]
    return str(_GUARDED_WITHIN.sub(r"\1\2", text))


def starts_a_formula(text: str) -> bool:
    """Whether a cell that holds the text would be run, also once marks before it are taken off."""
    first = text[:1]
    return first in STARTS_A_FORMULA or (first in ("'", '"') and text.lstrip(_MARKS)[:1] in STARTS_A_FORMULA)
