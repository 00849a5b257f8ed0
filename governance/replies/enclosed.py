"""The files that travel with a reply."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message

from governance.replies.text import is_body, parts_of

_NO_FILES = ("application/pgp-", "application/pkcs7-", "application/x-pkcs7-", "text/calendar", "text/vcard")
_LONGEST_NAME = 150


@dataclass(frozen=True)
class Enclosed:
    """A file as it came: its name and type are what the sender says of it."""

    name: str
    content_type: str
    content: bytes


def files_in(message: Message) -> list[Enclosed]:
    """What somebody attached, without what their mail program added: pictures of a signature, seals, visiting cards."""
    return list(_files(message))


def _files(message: Message) -> Iterator[Enclosed]:
    drawn = {id(part) for part in _drawn_in_the_text(message)}
    for part in parts_of(message):
        content = part.get_payload(decode=True)
        if id(part) not in drawn and _is_file(part) and isinstance(content, bytes):
            yield Enclosed(_name(part), part.get_content_type(), content)


def _drawn_in_the_text(message: Message) -> Iterator[Message]:
    """Pictures that are part of an HTML text, whatever the mail program calls them."""
    for container in message.walk():
        if container.get_content_type() == "multipart/related":
            yield from (part for part in parts_of(container) if part.get_content_maintype() == "image")


def _is_file(part: Message) -> bool:
    if is_body(part) or part.get_content_type().startswith(_NO_FILES):
        return False
    shown = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
    return not shown and (part.get_content_disposition() == "attachment" or bool(part.get_filename()))


def _name(part: Message) -> str:
    said = part.get_filename() or "file"
    with suppress(LookupError, UnicodeError, ValueError):
        said = str(make_header(decode_header(said)))
    return " ".join(said.split())[:_LONGEST_NAME] or "file"
