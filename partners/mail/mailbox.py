"""The mailbox that replies come to, on an IMAP server."""

import re
import ssl
from collections.abc import Callable
from imaplib import IMAP4
from urllib.parse import unquote, urlsplit

from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxUnencrypted

MOST_AT_ONCE = 100
MOST_BYTES = 25 * 1024 * 1024
"""Of a larger mail the headers alone are read."""
MOST_FAILURES = 3
"""So many mails that fail in one reading say that something else is away."""
SECONDS_OF_PATIENCE = 30
_SIZE = re.compile(rb"RFC822\.SIZE ([0-9]+)", re.IGNORECASE)
_HOW_IT_IS_WRITTEN = "REPLY_IMAP_URL must begin with imaps://, so that its password is not sent in the clear."
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailboxAway(Exception):
    """The mailbox cannot be read now. The message says why, and holds no password."""


def take_unread(url: str, take: Callable[[bytes], object]) -> None:
    """Gives each unread mail of the mailbox at `url` to `take`, oldest first, and marks it as read once that returns.

    Whoever dies in between reads the mail again: `take` must see to it that a mail acts once. A mail that `take` fails
    at stays unread, and those behind it are taken; what it raised is raised in the end. Raises MailboxAway.
    """
    failed: list[Exception] = []
    try:
        with _opened(url) as mailbox:
            for uid in mailbox.uids("UNSEEN")[:MOST_AT_ONCE]:
                if (raw := _raw(mailbox, uid)) is None:
                    continue
                if (problem := _taken(take, raw)) is None:
                    mailbox.flag(uid, "\\Seen", True)
                    continue
                failed.append(problem)
                if len(failed) == MOST_FAILURES:
                    break
    except (OSError, IMAP4.error, ImapToolsError) as problem:
        raise MailboxAway(f"The mailbox for replies cannot be read: {problem}") from problem
    if failed:
        raise failed[0]


def _taken(take: Callable[[bytes], object], raw: bytes) -> Exception | None:
    try:
        take(raw)
    except Exception as problem:
        return problem
    return None


def _opened(url: str) -> BaseMailBox:
    """The folder that `url` names: imaps://user:password@host:993/INBOX, or imap:// on this very machine."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise MailboxAway(_HOW_IT_IS_WRITTEN) from problem
    host, folder = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
    server: BaseMailBox
    if parts.scheme == "imaps":
        # Left to itself the library believes any certificate.
        context = ssl.create_default_context()
        server = MailBox(host, port or 993, timeout=SECONDS_OF_PATIENCE, ssl_context=context)
    elif parts.scheme == "imap" and host in _THIS_MACHINE:
        server = MailBoxUnencrypted(host, port or 143, timeout=SECONDS_OF_PATIENCE)
    else:
        raise MailboxAway(_HOW_IT_IS_WRITTEN)
    return server.login(unquote(parts.username or ""), unquote(parts.password or ""), folder)


def _raw(mailbox: BaseMailBox, uid: str) -> bytes | None:
    """The mail as it came, not taken apart by anybody; None where somebody else has taken it out meanwhile."""
    size = _SIZE.search(_told(mailbox, uid, "(RFC822.SIZE)")[0])
    if size is None:
        return None
    wanted = "(BODY.PEEK[HEADER])" if int(size[1]) > MOST_BYTES else "(BODY.PEEK[])"
    return _told(mailbox, uid, wanted)[1]


def _told(mailbox: BaseMailBox, uid: str, wanted: str) -> tuple[bytes, bytes | None]:
    """What the server says of a mail: its line, and the bytes behind it."""
    _, answer = mailbox.client.uid("fetch", uid, wanted)
    for part in answer:
        if isinstance(part, tuple):
            return part[0], part[1]
        if isinstance(part, bytes) and b"RFC822.SIZE" in part.upper():
            return part, None
    return b"", None
