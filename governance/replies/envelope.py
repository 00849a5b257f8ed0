"""Who wrote a mail, to which of our addresses, and whether a person wrote it at all."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses

LONGEST_MESSAGE_ID = 200

_SENT_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_SAYS_SO = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-Suppress", "List-Id")
_MACHINES = ("mailer-daemon@", "postmaster@")
# Programs that send an absence and none of the headers for it.
_SUBJECT_OF_ABSENCE = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[- ]?reply|out of office|automatische antwort|abwesenheit|"
    r"réponse automatique|respuesta automática|risposta automatica)\b",
    re.IGNORECASE,
)
_COMMENT, _QUOTED = re.compile(r"\([^()]*\)"), re.compile(r'"[^"]*"')
_VERDICT = re.compile(r"^\s*(dmarc|spf|dkim)\s*=\s*(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Envelope:
    """What a mail says of itself.

    `sender` is the one address of From in lower case, empty where there is none or more than one. `secrets` stand
    behind the + of our reply address, in the order found. `refuted` says that the mail server we trust has found
    that the sender is forged.
    """

    message_id: str
    sender: str
    secrets: tuple[str, ...]
    automatic: bool
    refuted: bool


def envelope_of(message: Message, raw: bytes, *, reply_address: str, trusted_server: str) -> Envelope:
    """Reads the headers. `trusted_server` is how our own mail server names itself in Authentication-Results."""
    writers = _addresses(message, "From")
    return Envelope(
        message_id=_message_id(message, raw),
        sender=writers[0] if len(writers) == 1 else "",
        secrets=tuple(dict.fromkeys(_secrets(message, reply_address))),
        automatic=_is_automatic(message),
        refuted=bool(trusted_server) and _is_refuted(message, trusted_server),
    )


def header(message: Message, name: str) -> str:
    """A header on one line; empty where there is none."""
    return " ".join(str(message.get(name, "")).split())


def _message_id(message: Message, raw: bytes) -> str:
    """The Message-ID, or for a mail that has none worth the name a digest of all of it."""
    said = header(message, "Message-ID")
    if said and len(said) <= LONGEST_MESSAGE_ID and said.isprintable():
        return said
    return f"sha256:{hashlib.sha256(said.encode(errors='replace') or raw).hexdigest()}"


def _addresses(message: Message, *names: str) -> list[str]:
    lines = [str(line) for name in names for line in message.get_all(name, [])]
    return [address.strip().lower() for _, address in getaddresses(lines) if "@" in address]


def _secrets(message: Message, reply_address: str) -> Iterator[str]:
    name, _, host = reply_address.lower().partition("@")
    for address in _addresses(message, *_SENT_TO):
        before, _, at = address.rpartition("@")
        if at == host and before.startswith(f"{name}+"):
            yield before.removeprefix(f"{name}+")


def _is_automatic(message: Message) -> bool:
    said = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    returns_to = message.get("Return-Path")
    return (
        said not in ("", "no")
        or header(message, "Precedence").lower() in _BULK
        or any(name in message for name in _SAYS_SO)
        or (returns_to is not None and header(message, "Return-Path") in ("", "<>"))
        or any(address.startswith(_MACHINES) for address in _addresses(message, "From"))
        or bool(_SUBJECT_OF_ABSENCE.match(header(message, "Subject")))
        or _is_report_or_calendar(message)
    )


def _is_report_or_calendar(message: Message) -> bool:
    """A bounce, a receipt, or a mail program's answer to an invitation."""
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return True
    calendars = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return any(str(part.get_param("method", "")).upper() in ("REPLY", "COUNTER") for part in calendars)


def _is_refuted(message: Message, trusted_server: str) -> bool:
    """Whether our own mail server found the sender forged: by DMARC, else by SPF or DKIM with neither vouching."""
    verdicts = set(_verdicts(message, trusted_server.lower()))
    if any(method == "dmarc" for method, _ in verdicts):
        return ("dmarc", "fail") in verdicts
    vouched = {("spf", "pass"), ("dkim", "pass")} & verdicts
    failed = {("spf", "fail"), ("spf", "softfail"), ("dkim", "fail")} & verdicts
    return bool(failed) and not vouched


def _verdicts(message: Message, trusted_server: str) -> Iterator[tuple[str, str]]:
    for line in message.get_all("Authentication-Results", []):
        # What stands in comments and in quotes may have been written by the sender.
        server, *results = _QUOTED.sub("", _COMMENT.sub("", str(line))).split(";")
        if server.split()[:1] == [trusted_server] or server.strip().lower() == trusted_server:
            for result in results:
                if found := _VERDICT.match(result):
                    yield found[1].lower(), found[2].lower()
