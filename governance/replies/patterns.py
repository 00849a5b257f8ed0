"""Patterns over what strangers send: their time grows with the length of the text alone, whatever the text.

RE2 never backtracks. It knows no look-around; its \\s, \\w and \\b know ASCII alone, and \\pL every letter.
"""

from typing import Any

import re2

_FOLDED = re2.Options()
_FOLDED.case_sensitive = False
_FOLDED.log_errors = False
_BYTES = re2.Options()
_BYTES.case_sensitive = False
_BYTES.log_errors = False
_BYTES.encoding = re2.Options.Encoding.LATIN1


def pattern(written: str) -> Any:
    """`written` in either case. It has the methods of a pattern of Python's own."""
    return re2.compile(written, _FOLDED)


def pattern_of_bytes(written: bytes) -> Any:
    """The same, over bytes of any kind."""
    return re2.compile(written, _BYTES)
