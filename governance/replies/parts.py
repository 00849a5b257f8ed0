"""The parts of a mail, and the characters of each."""

import codecs
from collections.abc import Iterator
from email.message import Message

import webencodings

from governance.replies.letters import clean

LONGEST = 60_000
"""Characters read of a body; a reply stands at its beginning."""
_WIDER = {
    "ascii": "utf-8", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "big5": "big5hkscs", "iso8859-11": "cp874",
    "tis-620": "cp874",
}  # fmt: skip
"""What programs write where they name the narrower one, as browsers read it too (WHATWG)."""
_OF_TEXT = (
    "utf-8", "utf-16", "utf-32", "cp", "iso", "koi8", "gb", "big5", "shift", "euc", "mac", "ascii", "hz", "johab",
    "tis",
)  # fmt: skip
"""Python knows others, which are no ways to write letters, and some of them take a time of their own."""
_CP1252 = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
"""What stands where Latin-1 has control characters. Five bytes mean nothing, and cost none of the others."""
_MANY_LETTERS = ("gb", "cp9", "big5", "euc", "shift", "iso2022", "utf-16")
"""One wrong letter makes no other alphabet of these."""


def parts_of(message: Message) -> Iterator[Message]:
    """The parts that are no containers. A mail that is enclosed as a whole is not looked into."""
    if message.get_content_maintype() == "message":
        return
    if message.is_multipart():
        for part in children_of(message):
            yield from parts_of(part)
    else:
        yield message


def children_of(message: Message) -> list[Message]:
    """The parts of a container."""
    return [part for part in message.get_payload() if isinstance(part, Message)]


def decoded(part: Message) -> str:
    """What a part of text says, clean, in the letters its program meant."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    return clean(letters(content[: 4 * LONGEST], str(part.get_content_charset() or "utf-8"))[:LONGEST])


def letters(content: bytes, charset: str) -> str:
    """`content` as `charset`, or as what else it may be. Never raises."""
    said = _python_s_name(charset)
    for name in (said, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError, ValueError):
            if name and name == said and name.startswith(_MANY_LETTERS):
                return content.decode(name, "replace")
    return content.decode("latin-1").translate(_CP1252)


def _python_s_name(charset: str) -> str:
    """Of the encoding that is meant; empty where it names no letters. Where Python knows no such name, browsers may."""
    label = charset[:40]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        known = webencodings.lookup(label)
        name = known.codec_info.name if known else ""
    return _WIDER.get(name, name) if name.startswith(_OF_TEXT) else ""
