"""Waking a worker for what the database holds."""

import logging

from celery.app.task import Task
from django.conf import settings
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


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
