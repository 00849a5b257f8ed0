"""Waking a worker for what the database holds, and knowing when one is asked to end."""

import logging
import mmap

from celery.app.task import Task
from django.conf import settings
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
_ending = mmap.mmap(-1, 1)
"""A byte that a worker and the processes it forks have in common: it alone is told to end, and they do its work."""


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


def end_soon() -> None:
    """The worker was asked to end: what is begun is finished, and nothing else is begun."""
    _ending[0] = 1


def is_ending() -> bool:
    """Whether the worker was asked to end; what takes seconds a piece then leaves the rest to the next worker."""
    return _ending[0] == 1
