"""The files that travel with a reply."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from governance.replies.headers import words_of_header
from governance.replies.letters import on_one_line
from governance.replies.parts import parts_of
from governance.replies.patterns import pattern

_NO_FILES = (
    "application/pgp-", "application/pkcs7-", "application/x-pkcs7-", "application/ms-tnef", "text/calendar",
    "text/vcard", "text/vnd.google.email-reaction",
)  # fmt: skip
_MADE_BY_PROGRAMS = pattern(
    r"winmail\.dat|ATT[0-9]{5}(?:\.(?:txt|html?|dat|bin|c))?|oledata\.mso|~wrd[0-9]{4}\.jpg"
)
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


def is_file(part: Message) -> bool:
    """Whether a part is no text to be read here. A picture shown among the words is a file all the same."""
    shown_as_text = part.get_content_type() in ("text/plain", "text/html")
    return part.get_content_disposition() == "attachment" or bool(part.get_filename()) or not shown_as_text


def _files(message: Message) -> Iterator[Enclosed]:
    drawn = {id(part) for part in _drawn_in_the_text(message)}
    for part in parts_of(message):
        content = part.get_payload(decode=True)
        if id(part) not in drawn and _is_brought(part) and isinstance(content, bytes):
            yield Enclosed(_name(part), on_one_line(part.get_content_type())[:100], content)


def _drawn_in_the_text(message: Message) -> Iterator[Message]:
    """Pictures that are part of an HTML text, whatever the mail program calls them."""
    for container in message.walk():
        if container.get_content_type() == "multipart/related":
            yield from (part for part in parts_of(container) if part.get_content_maintype() == "image")


def _is_brought(part: Message) -> bool:
    if part.get_content_type().startswith(_NO_FILES) or _MADE_BY_PROGRAMS.fullmatch(_name(part)):
        return False
    named = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return is_file(part) and (named or part.get_content_maintype() == "image")


def _name(part: Message) -> str:
    said = words_of_header(str(part.get_filename() or ""))
    name = said.replace("/", "_").replace("\\", "_").strip(" .")
    if len(name) > _LONGEST_NAME:
        stem, _, ending = name.rpartition(".")
        name = f"{stem[: _LONGEST_NAME - 12]}.{ending[:10]}"
    return name or _nameless(part)


def _nameless(part: Message) -> str:
    kind = part.get_content_subtype().lower()
    return f"picture.{kind}" if part.get_content_maintype() == "image" and kind.isalnum() else "file"
