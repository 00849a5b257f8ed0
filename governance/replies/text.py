"""What a person wrote in a mail: its text, without the mail replied to and without the signature."""

import re
from collections.abc import Iterator
from email.message import Message

from governance.replies.markup import text_of_html
from governance.replies.quotation import without_quotation

LONGEST = 60_000
"""Characters read of a body; a reply stands at its beginning."""
_SECRET = re.compile(r"[a-z2-7]{32,}", re.IGNORECASE)
"""The secrets of partners/mail_links.py, also where a mail program has written an address of its own around them."""
_UNSEEN = dict.fromkeys(map(ord, "\x00\u200b\u200c\u200d\u2060\ufeff\u00ad")) | {0xA0: " ", 0x202F: " "}


def reply_text(message: Message) -> str:
    """The words of the reply, trimmed; empty where there are none. Never raises, whatever the mail claims to be.

    Where a program has not marked the mail replied to, the secrets in it are taken out: the other side reads the words,
    and who has the secret acts as the person.
    """
    return _SECRET.sub("…", without_quotation(_body(message))).strip()


def parts_of(message: Message) -> Iterator[Message]:
    """The parts that are no containers. A mail that is enclosed as a whole is not looked into."""
    if message.get_content_maintype() == "message":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from parts_of(part)
    else:
        yield message


def is_body(part: Message) -> bool:
    """Whether it is text to be read here, and no file."""
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def _body(message: Message) -> str:
    """The plain text, where there is one with words in it; else what can be read of the HTML."""
    bodies = [part for part in parts_of(message) if is_body(part)]
    for kind, read in (("text/plain", _plain), ("text/html", _from_html)):
        for part in bodies:
            if part.get_content_type() == kind and (text := read(part)).strip():
                return text
    return ""


def _plain(part: Message) -> str:
    text = _decoded(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return _unfolded(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")


def _from_html(part: Message) -> str:
    return text_of_html(_decoded(part))


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            text = content.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
        break
    else:
        text = content.decode("latin-1")
    return re.sub(r"\r\n?", "\n", text[:LONGEST]).translate(_UNSEEN)


def _unfolded(text: str, *, delsp: bool) -> str:
    """Lines that a mail program broke for the way (RFC 3676), joined again."""
    joined: list[str] = []
    open_ended = False
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        if open_ended and not bare.startswith(">"):
            joined[-1] += bare
        else:
            joined.append(bare)
        open_ended = joined[-1].endswith(" ") and bare not in ("-- ", "--") and not bare.startswith(">")
        if open_ended and delsp:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)
