"""What a mail may be at most, asked of its bytes before anything takes it apart."""

from governance.replies.patterns import pattern_of_bytes

MOST_BYTES = 26 * 1024 * 1024
MOST_HEADER_BYTES = 256 * 1024
MOST_LINES = 600_000
MOST_NESTING = 40
MOST_PARTS = 200
LONGEST_HEADER = 2_000
LONGEST_LIST_OF_ADDRESSES = 20_000
"""Characters read of a header; what stands behind is left out."""
_LONGEST_DESCRIPTION = 4_000
_MOST_WORK = 8_000_000
"""Lines times the containers each is held against, which is what taking a mail apart costs."""

_OPENS_A_CONTAINER = pattern_of_bytes(rb"boundary[\s*0-9]*=|message/[a-z]")
_DESCRIBES_A_PART = pattern_of_bytes(rb"(?m)^content-[a-z-]{2,30}[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
_END_OF_HEADERS = pattern_of_bytes(rb"\r\n\r\n|\n\n|\r\r")


class Unreadable(Exception):
    """A mail that is set aside. The message says why in words of ours: nothing of the mail is in it."""


def check(raw: bytes) -> None:
    """Raises Unreadable for a mail that would take long to read, or that nobody writes."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("larger than any mail that is read")
    end = _END_OF_HEADERS.search(raw[: MOST_HEADER_BYTES + 4])
    if end is None and len(raw) > MOST_HEADER_BYTES:
        raise Unreadable("its headers are too long")
    lines = raw.count(b"\n") + raw.count(b"\r")
    containers = sum(1 for _ in _OPENS_A_CONTAINER.finditer(raw))
    if containers > MOST_NESTING:
        raise Unreadable("too many parts within parts")
    if lines > 2 * MOST_LINES or lines * (containers + 1) > _MOST_WORK:
        raise Unreadable("too many lines")
    if any(found.end() - found.start() > _LONGEST_DESCRIPTION for found in _DESCRIBES_A_PART.finditer(raw)):
        raise Unreadable("a part is described at too great a length")
