"""Celery entries of the monthly rhythm."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from partners.scope import SYSTEM, entered
from partners.tasks import wake
from reviews.actions.preparing import refresh_agendas
from reviews.pack.making import make_next

SECONDS_BETWEEN_AGENDAS = 300
PACKS_AT_ONCE = 3
"""Then others have their turn: without Redis mails leave by the same process (governance/config/tasks.py)."""


@shared_task
def make_packs() -> None:
    """Makes and mails packs that wait, a few at once."""
    if all(make_next(now=timezone.now()) for _ in range(PACKS_AT_ONCE)):
        wake_pack_makers()


@shared_task
def keep_agendas_current() -> None:
    """Lets agendas follow the facts, and freezes and mails those whose day has come; every five minutes at most."""
    if cache.add("reviews.agendas_current", True, timeout=SECONDS_BETWEEN_AGENDAS):
        with entered(SYSTEM):
            refresh_agendas(now=timezone.now())


def wake_pack_makers() -> None:
    """Asks a worker to make packs now."""
    wake(make_packs)
