"""All the text of a mail that its reader sees, line by line, with the mail replied to still in it."""

import unicodedata
from email.message import Message

from governance.replies.enclosed import is_file
from governance.replies.markup import text_of_html
from governance.replies.parts import LONGEST, children_of, decoded

_WIDTH = 60
"""Columns. A line that is shorter than this with the next word behind it was not broken for the way."""


def text_of(message: Message) -> str:
    """The words of all parts that are shown one below the other; of alternatives the plain one that has words."""
    return _text(message)[:LONGEST]


def _text(part: Message) -> str:
    if part.get_content_maintype() == "message":
        return ""
    if part.is_multipart():
        texts = [
            (child.get_content_type(), text) for child in children_of(part) if (text := _text(child)).strip()
        ]
        if part.get_content_type() != "multipart/alternative":
            return "\n".join(text for _, text in texts)
        texts.sort(key=lambda each: each[0] != "text/plain")
        return texts[0][1] if texts else ""
    if is_file(part):
        return ""
    return text_of_html(decoded(part)) if part.get_content_type() == "text/html" else _plain(part)


def _plain(part: Message) -> str:
    text = decoded(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return _unfolded(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")


def _unfolded(text: str, *, delsp: bool) -> str:
    """Lines that a mail program broke for the way (RFC 3676), joined again.

    A short line that ends in a space was ended by its writer: "done " says done, whatever comes next.
    """
    joined: list[list[str]] = []
    open_ended, length = False, 0
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        quoted = line.startswith(">")
        if open_ended and not quoted and length + _width(bare.split(" ", 1)[0]) >= _WIDTH:
            joined[-1].append(bare)
        else:
            joined.append([bare])
        length = _width(bare)
        open_ended = bare.endswith(" ") and bare.strip() not in ("--", "") and not quoted
        if open_ended and delsp:
            joined[-1][-1] = bare[:-1]
    return "\n".join("".join(pieces) for pieces in joined)


def _width(text: str) -> int:
    """In columns, as programs count where to break: letters of East Asia take two."""
    return (
        len(text)
        if text.isascii()
        else sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
    )
