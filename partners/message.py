"""A mail of the outbox as the bytes a server takes."""

from collections.abc import Iterable
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from partners.models import MailAttachment, MailContent, OutgoingMail


def message_of(
    mail: OutgoingMail, content: MailContent, attachments: Iterable[MailAttachment]
) -> EmailMultiAlternatives:
    """The message, with the Message-ID it got when it was written. Raises ValueError where it cannot be one."""
    name = mail.person.full_name if mail.person else ""
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=content.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((" ".join(name.split()), mail.address))],
        headers={**content.headers, "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    for file in attachments:
        if file.content_type.startswith("text/calendar"):
            # Mail clients offer to accept an invitation only where it is another form of the text itself.
            message.attach_alternative(bytes(file.content).decode(), file.content_type)
        message.attach(file.file_name, bytes(file.content), file.content_type)
    return message
