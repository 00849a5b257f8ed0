"""Celery entries of the monthly rhythm."""

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from partners.scope import SYSTEM, entered
from reviews.actions.preparing import refresh_agendas
from reviews.pack.making import make_next

SECONDS_BETWEEN_AGENDAS = 300


@shared_task
def make_packs() -> None:
    """Makes and mails every pack that waits."""
    while make_next(now=timezone.now()):
        pass


@shared_task
def keep_agendas_current() -> None:
    """Lets agendas follow the facts, and freezes and mails those whose day has come; every five minutes at most."""
    if cache.add("reviews.agendas_current", True, timeout=SECONDS_BETWEEN_AGENDAS):
        with entered(SYSTEM):
            refresh_agendas(now=timezone.now())


def wake_pack_makers() -> None:
    """Asks a worker to make packs now. Without Redis the tick will: a web process must queue nothing in memory."""
    if settings.REDIS_URL:
        make_packs.delay()
