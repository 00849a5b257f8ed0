"""Mail leaves through the outbox: written in the business transaction, delivered afterwards, at least once.

The row and its Message-ID exist before any server hears of the mail, so that a second delivery after a crash carries
the same Message-ID and a mail client shows one. Redis only wakes the delivery; the tick finds what it missed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from partners.models import MailAttachment, MailContent, OutgoingMail, Partner, User


@dataclass(frozen=True)
class Attachment:
    """A file to travel with a mail."""

    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says: plain text always, HTML where it helps, and further headers."""

    subject: str
    text: str
    html: str = ""
    attachments: Sequence[Attachment] = ()
    headers: dict[str, str] = field(default_factory=dict)


def written(template: str, context: dict[str, object], *, subject: str) -> Letter:
    """A letter from `mail/<template>.txt` and, where it exists, `mail/<template>.html`."""
    base = {"enterprise": settings.ENTERPRISE_NAME, "base_url": settings.BASE_URL, **context}
    return Letter(
        subject=" ".join(subject.split())[:250],
        text=render_to_string(f"mail/{template}.txt", base),
        html=render_to_string(f"mail/{template}.html", base),
    )


def queue(
    letter: Letter,
    *,
    to: User,
    kind: str,
    now: datetime,
    partner: Partner | None = None,
    secret: bool = False,
) -> OutgoingMail:
    """Writes the mail in the current transaction and wakes the delivery once it commits.

    `kind` names what it is ('pack', 'agenda', 'invitation' …); `secret` mails are never shown to anyone.
    """
    from partners.scope import SYSTEM, entered
    from partners.tasks import wake_delivery

    with entered(SYSTEM):
        mail = OutgoingMail.objects.create(
            partner=partner, person=to, address=to.email, kind=kind, subject=letter.subject, secret=secret,
            message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname), queued_at=now, next_attempt_at=now,
        )  # fmt: skip
        MailContent.objects.create(mail=mail, text=letter.text, html=letter.html, headers=letter.headers)
        MailAttachment.objects.bulk_create(
            MailAttachment(
                mail=mail, file_name=file.file_name, content_type=file.content_type, content=file.content
            )
            for file in letter.attachments
        )
    transaction.on_commit(wake_delivery)
    return mail
