import logging

from celery import shared_task
from celery.app.task import Task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from kombu.exceptions import OperationalError

SECONDS_BETWEEN_SWEEPS = 3590

logger = logging.getLogger(__name__)


@shared_task
def deliver_mail() -> None:
    """Delivers what the outbox holds."""
    from partners.delivery import deliver_waiting
    from partners.kept import take_up_invitations

    take_up_invitations(now=timezone.now())
    if deliver_waiting():
        wake_delivery()


@shared_task
def sweep_sent_forms() -> None:
    """Forgets the keys of forms that nobody will send once more; once an hour at most."""
    from partners.once import sweep

    if cache.add("partners.sent_forms_swept", True, timeout=SECONDS_BETWEEN_SWEEPS):
        sweep(now=timezone.now())


def wake_delivery() -> None:
    """Asks a worker to deliver now."""
    wake(deliver_mail)


def wake(task: Task) -> None:
    """Asks a worker for `task` now. Without Redis, or while it is away, the tick will: what is to be done stands in
    the database, and a web process must neither queue in memory nor fail for what it has already written.
    """
    if not settings.REDIS_URL:
        return
    try:
        task.apply_async(retry_policy={"max_retries": 1, "interval_start": 0})
    except OperationalError as problem:
        logger.warning("Redis is away (%s): the tick starts %s.", problem, task.name)
