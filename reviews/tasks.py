"""Celery entries of the monthly rhythm; that of the packs stands with them."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from reviews.agenda.verbs.coming import unseat_who_left
from reviews.agenda.verbs.preparing import refresh_agendas
from reviews.record.unsealed import seal_what_nobody_sealed

SECONDS_BETWEEN_AGENDAS = 300


@shared_task
def keep_agendas_current() -> None:
    """Lets agendas follow the facts, and freezes and mails those whose day has come; takes off who left; seals what
    nobody sealed within its days. Every five minutes at most.
    """
    if cache.add("reviews.agendas_current", True, timeout=SECONDS_BETWEEN_AGENDAS):
        unseat_who_left(now=timezone.now())
        refresh_agendas(now=timezone.now())
        seal_what_nobody_sealed(now=timezone.now())
