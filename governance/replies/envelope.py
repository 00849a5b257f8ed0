"""Who wrote a mail, to which of our addresses, and whether a person wrote it at all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from governance.replies.addresses import only_address, secrets_behind
from governance.replies.bounds import LONGEST_LIST_OF_ADDRESSES
from governance.replies.headers import header, headers, words_of_header
from governance.replies.invitation_answer import is_calendar_answer
from governance.replies.patterns import pattern

LONGEST_MESSAGE_ID = 200

_SENT_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Forwarded-To")
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_SAYS_SO = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "List-Id")
_MACHINES = ("mailer-daemon@", "postmaster@")
# Programs that send an absence and none of the headers for it.
_SUBJECT_OF_ABSENCE = pattern(
    r"\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|autosvar|out of (?:the )?office|"
    r"automatische antwort|abwesenheit|abwesend|r[eé]ponse automatique|absence du bureau|respuesta autom[aá]tica|"
    r"risposta automatica|resposta autom[aá]tica|automatisch antwoord|automatisk svar|automatyczna odpowied[zź]|"
    r"automatick[aá] odpov[eě]d|automatikus v[aá]lasz|automaattinen vastaus|otomatik yan[ıi]t|автоматический ответ|"
    r"自動応答|自動返信|自动答复|自动回复|自動回覆|자동 회신|자동 응답)(?:[\s:：\]-]|$|[^\pL])"
)
_REACTION = "text/vnd.google.email-reaction"
_VERDICT = pattern(r"^\s*(dmarc|spf|dkim)\s*=\s*(\w+)")
_COMMENT, _QUOTED = pattern(r"\([^()]*\)"), pattern(r'"[^"]*"')


@dataclass(frozen=True)
class Envelope:
    """What a mail says of itself.

    `sender` is the one address of From in lower case, empty where there is none or more than one. `secrets` stand
    behind the + of our reply address, in the order found. `refuted` says that the mail server we trust has found
    that the sender is forged. `subject` is as it was written.
    """

    message_id: str
    sender: str
    secrets: tuple[str, ...]
    automatic: bool
    refuted: bool
    subject: str = ""


def envelope_of(message: Message, raw: bytes, *, reply_address: str, trusted_server: str) -> Envelope:
    """Reads the headers. `trusted_server` is how our own mail server names itself in Authentication-Results."""
    sent_to = headers(message, *_SENT_TO, longest=LONGEST_LIST_OF_ADDRESSES)
    sender = only_address(headers(message, "From"))
    return Envelope(
        message_id=_message_id(message, raw),
        sender=sender,
        secrets=tuple(dict.fromkeys(secrets_behind(reply_address, sent_to))),
        automatic=sender.startswith(_MACHINES) or _is_automatic(message),
        refuted=bool(trusted_server) and _is_refuted(message, trusted_server),
        subject=words_of_header(str(message.get("Subject", ""))),
    )


def digest_of(raw: bytes) -> str:
    """The name of a mail that has no other."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _message_id(message: Message, raw: bytes) -> str:
    """The Message-ID, or for a mail that has none worth the name a digest of all of it."""
    said = header(message, "Message-ID")
    if said and len(said) <= LONGEST_MESSAGE_ID and said.isprintable():
        return said
    return digest_of(said.encode(errors="replace") or raw)


def _is_automatic(message: Message) -> bool:
    said = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    returns_to = message.get("Return-Path")
    return (
        said not in ("", "no")
        or header(message, "Precedence").lower() in _BULK
        or any(name in message for name in _SAYS_SO)
        # Exchange names the kinds of answer it wants to be spared in what people write too, though never all of them.
        or header(message, "X-Auto-Response-Suppress").lower() == "all"
        or (returns_to is not None and header(message, "Return-Path") in ("", "<>"))
        or bool(_SUBJECT_OF_ABSENCE.match(words_of_header(str(message.get("Subject", "")))))
        or _is_report_or_calendar(message)
    )


def _is_report_or_calendar(message: Message) -> bool:
    """A bounce, a receipt, a thumb pressed on our mail, or a mail program's answer to an invitation."""
    if message.get_content_type() in ("multipart/report", "message/delivery-status"):
        return True
    return any(
        part.get_content_type().startswith(_REACTION) or is_calendar_answer(part) for part in message.walk()
    )


def _is_refuted(message: Message, trusted_server: str) -> bool:
    """Whether our own mail server found the sender forged: by DMARC, else by SPF or DKIM with neither vouching."""
    verdicts = set(_verdicts(message, trusted_server.lower()))
    if any(method == "dmarc" for method, _ in verdicts):
        return ("dmarc", "fail") in verdicts
    vouched = {("spf", "pass"), ("dkim", "pass")} & verdicts
    failed = {("spf", "fail"), ("spf", "softfail"), ("dkim", "fail")} & verdicts
    return bool(failed) and not vouched


def _verdicts(message: Message, trusted_server: str) -> Iterator[tuple[str, str]]:
    for line in headers(message, "Authentication-Results"):
        # What stands in comments and in quotes may have been written by the sender.
        server, *results = _QUOTED.sub("", _COMMENT.sub("", line)).split(";")
        if server.split()[:1] == [trusted_server] or server.strip().lower() == trusted_server:
            for result in results:
                if found := _VERDICT.match(result):
                    yield found[1].lower(), found[2].lower()
