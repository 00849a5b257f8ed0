"""Mail leaves through the outbox: written in the business transaction, delivered afterwards, at least once.

The row and its Message-ID exist before any server hears of the mail, so that a second delivery after a crash carries
the same Message-ID and a mail client shows one. Redis only wakes the delivery; the tick finds what it missed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import Context, Engine, TemplateDoesNotExist

from partners.mail.logo import logo_address
from partners.mail.quiet import Quiet
from partners.models import (
    MailAttachment,
    MailContent,
    OutgoingMail,
    Partner,
    User,
    enterprise_name,
    our_enterprise,
)


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
    """A letter from `<template>.txt` and, where it exists, `<template>.html`."""
    ours = our_enterprise()
    base = {"enterprise": enterprise_name(), "base_url": settings.BASE_URL, **context}
    base["logo"] = logo_address(ours.logo_digest) if ours and ours.logo_digest else ""
    try:
        html = _rendered(f"{template}.html", base)
    except TemplateDoesNotExist:
        html = ""
    return Letter(subject=one_line(subject), text=_rendered(f"{template}.txt", base), html=html)


def one_line(subject: str) -> str:
    """A subject as a header can hold it: a line break in a title cannot begin a header of its own."""
    return " ".join(subject.split())[:250]


def _rendered(name: str, context: dict[str, object]) -> str:
    # Plain text is not markup: "Halden & Roy" must not arrive as "Halden &amp; Roy".
    template = Engine.get_default().get_template(name)
    return template.render(Context(context, autoescape=name.endswith(".html")))


@dataclass(frozen=True)
class Outgoing:
    """A letter and whom it goes to: a person, or the address of somebody who is not one yet.

    `kind` names what it is ('pack', 'agenda', 'invitation' …); `secret` mails are never shown to anyone. A letter about
    several partnerships names none of them as `partner`, and all by id in `concerns`. `quiet` is of a mail that waits a
    while, so that what comes meanwhile leaves with it.
    """

    letter: Letter
    to: User | str
    kind: str
    partner: Partner | None = None
    secret: bool = False
    concerns: Sequence[int] = ()
    quiet: Quiet | None = None


def queue(
    letter: Letter,
    *,
    to: User | str,
    kind: str,
    now: datetime,
    partner: Partner | None = None,
    secret: bool = False,
) -> OutgoingMail:
    """`queue_all` of one mail; what the words mean stands at `Outgoing`."""
    [mail] = queue_all([Outgoing(letter, to, kind, partner, secret)], now=now)
    return mail


def queue_all(letters: Iterable[Outgoing], *, now: datetime) -> list[OutgoingMail]:
    """Writes the mails in the current transaction, in order, and wakes the delivery once when it commits.

    Many mails take as many statements as one.
    """
    from partners.isolation.scope import SYSTEM, entered
    from partners.mail.tasks import wake_delivery

    letters = list(letters)
    if not letters:
        return []
    with entered(SYSTEM):
        mails = OutgoingMail.objects.bulk_create(_envelope(outgoing, now) for outgoing in letters)
        MailContent.objects.bulk_create(
            MailContent(
                mail=mail,
                text=outgoing.letter.text,
                html=outgoing.letter.html,
                headers=outgoing.letter.headers,
                known=outgoing.quiet.known if outgoing.quiet else {},
            )
            for mail, outgoing in zip(mails, letters, strict=True)
        )
        MailAttachment.objects.bulk_create(
            MailAttachment(mail=mail, **vars(file))
            for mail, outgoing in zip(mails, letters, strict=True)
            for file in outgoing.letter.attachments
        )
    transaction.on_commit(wake_delivery)
    return mails


def _envelope(outgoing: Outgoing, now: datetime) -> OutgoingMail:
    person, address = (
        (None, outgoing.to) if isinstance(outgoing.to, str) else (outgoing.to, outgoing.to.email)
    )
    return OutgoingMail(
        partner=outgoing.partner,
        concerns=list(outgoing.concerns),
        person=person,
        address=address,
        kind=outgoing.kind,
        subject=one_line(outgoing.letter.subject),
        secret=outgoing.secret,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        queued_at=now,
        next_attempt_at=outgoing.quiet.until if outgoing.quiet else now,
        about=outgoing.quiet.about if outgoing.quiet else "",
    )
