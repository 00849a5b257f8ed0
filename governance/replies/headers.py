"""Headers as we use them: bounded, clean, on one line."""

from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from governance.replies.bounds import LONGEST_HEADER
from governance.replies.letters import on_one_line
from governance.replies.parts import letters


def header(message: Message, name: str) -> str:
    """A header as it stands; empty where there is none."""
    return on_one_line(str(message.get(name, ""))[:LONGEST_HEADER])


def headers(message: Message, *names: str, longest: int = LONGEST_HEADER) -> list[str]:
    """All headers of these names."""
    return [on_one_line(str(value)[:longest]) for name in names for value in message.get_all(name, [])]


def words_of_header(written: str) -> str:
    """What a header says, its letters decoded."""
    written = written[:LONGEST_HEADER]
    try:
        pieces = decode_header(written)
    except (HeaderParseError, ValueError):
        return on_one_line(written)
    said = "".join(
        piece if isinstance(piece, str) else letters(piece, charset or "utf-8") for piece, charset in pieces
    )
    return on_one_line(said)
