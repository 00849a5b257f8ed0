"""The clock inside the worker, for an installation without Redis.

A message in memory reaches only the process that sent it. `celery worker -B` puts the clock into a process
of its own, whose ticks would arrive nowhere; a thread of the worker's main process is heard.
"""

from celery import Celery
from celery.beat import EmbeddedService

IN_MEMORY = "memory://"


def is_in_memory(app: Celery) -> bool:
    """Whether a message of this process reaches no other."""
    return bool(app.conf.broker_url == IN_MEMORY)


def start(app: Celery) -> None:
    """Starts the clock when the queue is in memory; otherwise `celery beat` is a process of its own."""
    if is_in_memory(app):
        EmbeddedService(app, thread=True, schedule_filename=app.conf.beat_schedule_filename).start()
