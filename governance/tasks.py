"""Celery entries of what we agreed."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from governance.actions.reminding import send_reminders

SECONDS_BETWEEN_REMINDERS = 120


@shared_task
def remind_people() -> None:
    """Sends the reminders of those whose morning has come; every two minutes at most."""
    if cache.add("governance.reminders_sent", True, timeout=SECONDS_BETWEEN_REMINDERS):
        send_reminders(now=timezone.now())
