"""The link of a mail: opaque, bound to one person, for a while, and never more than that person may do anyhow.

A secret is letters and digits of one case, so that a mail server that writes addresses in lower case breaks nothing.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from partners.models import MailLink, User

VALID_FOR = timedelta(days=14)
_PUNCTUATION = " .,:;!?()<>[]\"'"


@dataclass(frozen=True)
class Issued:
    """A link not yet saved, with its two secrets: they stand in the mail and nowhere else."""

    link: MailLink
    secret: str
    reply_secret: str

    @property
    def reply_address(self) -> str:
        """Where a reply to the mail goes; empty where this installation reads none."""
        if not settings.REPLY_ADDRESS:
            return ""
        name, _, host = settings.REPLY_ADDRESS.partition("@")
        return f"{name}+{self.reply_secret}@{host}"


def issue(person: User, *, now: datetime) -> Issued:
    """A link for `person`. Whoever writes the mail saves `link`, with the mail it stands in."""
    secret, reply_secret = _secret(), _secret()
    link = MailLink(
        person=person,
        page_digest=_digest(secret),
        reply_digest=_digest(reply_secret),
        issued_at=now,
        expires_at=now + VALID_FOR,
    )
    return Issued(link, secret, reply_secret)


def link_of_page(secret: str, *, now: datetime) -> MailLink | None:
    """The link whose page this opens, if it still may: it has not expired, and the person has not left."""
    links = MailLink.objects.filter(page_digest=_digest(secret), expires_at__gt=now, person__is_active=True)
    return links.select_related("person").first()


def link_once_sent(reply_secret: str) -> MailLink | None:
    """The link of a mail replied to, also when it is over: whoever asks looks at `expires_at` and the person."""
    links = MailLink.objects.filter(reply_digest=_digest(reply_secret))
    return links.select_related("person").first()


def _secret() -> str:
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def _digest(secret: str) -> str:
    # What stands behind an address in a sentence, a mail program may take for a part of it.
    return hashlib.sha256(secret.strip(_PUNCTUATION).lower().encode()).hexdigest()
