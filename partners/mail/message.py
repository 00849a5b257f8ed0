"""A mail of the outbox as the bytes a server takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import formataddr, parseaddr
from functools import cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from partners.mail.logo import logo_of
from partners.models import MailAttachment, MailContent, OutgoingMail

ATTACHED = "Attached:"
"""Stands in a letter before the name of a file it carries."""
LEFT_OUT = (
    "Not attached, because your mail server did not take the mail with it (it is behind the link above):"
)


@dataclass(frozen=True)
class Message:
    """A mail as a server takes it."""

    sender: str
    recipient: str
    content: bytes


def message_of(mail: OutgoingMail, content: MailContent, attachments: Iterable[MailAttachment]) -> Message:
    """The message, with the Message-ID it got when it was written. Raises ValueError where it cannot be one."""
    message = _composed(mail, content, attachments)
    try:
        return Message(
            sender=_sender(message.from_email),
            recipient=_for_envelope(mail.address),
            content=message.message().as_bytes(linesep="\r\n"),  # type: ignore[call-arg]  # Django's own message
        )
    except MessageError as problem:
        raise ValueError(str(problem)) from problem


@cache
def _sender(from_email: str) -> str:
    return _for_envelope(parseaddr(from_email)[1])


def _for_envelope(address: str) -> str:
    return sanitize_address(("", address), settings.DEFAULT_CHARSET)


def _composed(
    mail: OutgoingMail, content: MailContent, attachments: Iterable[MailAttachment]
) -> EmailMultiAlternatives:
    name = mail.person.full_name if mail.person else ""
    files, left_out = list(attachments), []
    if mail.without_files:
        left_out = files_to_leave_out(files)
        files = [file for file in files if file not in left_out]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=_said_without(content.text, left_out),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((" ".join(name.split()), mail.address))],
        headers={**content.headers, "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if content.html:
        message.attach_alternative(_said_without(content.html, left_out), "text/html")
        if logo := logo_of(content.html):
            message.attach(logo)
            message.mixed_subtype = "mixed" if files else "related"  # type: ignore[attr-defined]  # Django's own
    for file in files:
        kind = _without_charset(file.content_type)
        if kind.startswith("text/calendar"):
            # Mail clients offer to accept an invitation only where it is another form of the text itself.
            message.attach_alternative(bytes(file.content).decode(), kind)
        message.attach(file.file_name, bytes(file.content), kind)
    return message


def files_to_leave_out(attachments: Iterable[MailAttachment]) -> list[MailAttachment]:
    """Those without which the mail still says what it has to: all but what a calendar reads."""
    return [file for file in attachments if not file.content_type.startswith("text/calendar")]


def _said_without(text: str, left_out: Iterable[MailAttachment]) -> str:
    """The words of the mail, where they say “Attached: …” of a file that is left out."""
    for file in left_out:
        text = text.replace(f"{ATTACHED} {file.file_name}", f"{LEFT_OUT} {file.file_name}")
    return text


def _without_charset(content_type: str) -> str:
    """The type of a file without the letters of its text, which the message names itself."""
    kept = [each for each in content_type.split(";") if each.partition("=")[0].strip().lower() != "charset"]
    return ";".join(kept)
