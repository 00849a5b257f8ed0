import re
from datetime import UTC, datetime

import pytest

from partners.isolation.scope import SYSTEM, entered
from partners.models import MailContent


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def last_letter() -> MailContent:
    """What the newest mail in the outbox says."""
    with entered(SYSTEM):
        return MailContent.objects.select_related("mail").latest("mail_id")


def link_in(text: str) -> str:
    """The path of the link a mail carries."""
    return re.search(r"https?://[^/\s]+(/(?:invitations|accounts)/\S+)", text).group(1)
