"""Celery entries of the monthly rhythm."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from reviews.pack.making import make_next


@shared_task
def make_packs() -> None:
    """Makes and mails every pack that waits."""
    while make_next(now=timezone.now()):
        pass


def wake_pack_makers() -> None:
    """Asks a worker to make packs now. Without Redis the tick will: a web process must queue nothing in memory."""
    if settings.REDIS_URL:
        make_packs.delay()
