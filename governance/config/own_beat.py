"""The clock inside the worker, for an installation without Redis.

A message in memory reaches only the process that sent it. `celery worker -B` puts the clock into a process
of its own, whose ticks would arrive nowhere; a thread of the worker's main process is heard.
"""

from celery import Celery
from celery.beat import EmbeddedService

IN_MEMORY = "memory://"


def start(app: Celery) -> None:
    """Starts the clock when the queue is in memory; otherwise `celery beat` is a process of its own."""
    if app.conf.broker_url == IN_MEMORY:
        EmbeddedService(app, thread=True, schedule_filename=app.conf.beat_schedule_filename).start()
