"""Celery entries of what we agreed."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from governance.by_mail.replying import take_reply
from governance.ledger.rollup import close_books
from governance.reminders.sending import send_reminders
from governance.standing.clock import make_standing_promises
from partners.mail.mailbox import MailboxAway, take_unread

SECONDS_BETWEEN_REMINDERS = 120
SECONDS_BETWEEN_READINGS = 55
SECONDS_BETWEEN_CLOSINGS = 290
SECONDS_BETWEEN_MAKINGS = 290

logger = logging.getLogger(__name__)


@shared_task
def remind_people() -> None:
    """Sends the reminders of those whose morning has come; every two minutes at most."""
    if cache.add("governance.reminders_sent", True, timeout=SECONDS_BETWEEN_REMINDERS):
        send_reminders(now=timezone.now())


@shared_task
def keep_books() -> None:
    """Closes the books of partnerships whose books are old, or stale by a change; every five minutes at most."""
    if cache.add("governance.books_kept", True, timeout=SECONDS_BETWEEN_CLOSINGS):
        close_books(now=timezone.now())


@shared_task
def make_promises_due() -> None:
    """Makes what standing promises owe within the weeks ahead; every five minutes at most."""
    if cache.add("governance.promises_made_due", True, timeout=SECONDS_BETWEEN_MAKINGS):
        make_standing_promises(now=timezone.now())


@shared_task
def read_replies() -> None:
    """Takes the replies that came to the mailbox; once a minute at most."""
    if settings.REPLY_IMAP_URL and cache.add(
        "governance.replies_read", True, timeout=SECONDS_BETWEEN_READINGS
    ):
        try:
            take_unread(settings.REPLY_IMAP_URL, lambda raw: take_reply(raw, now=timezone.now()))
        except MailboxAway as away:
            logger.warning("%s", away)
