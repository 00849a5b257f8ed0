"""The queue: `celery -A config`. Redis only wakes it; what is to be done stands in the database."""

import os

from celery import Celery
from celery.signals import beat_init, before_task_publish, task_prerun, worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TICK = "config.tasks.tick"

app = Celery("tandem")
app.config_from_object("config.celery_settings")
app.autodiscover_tasks(["partners", "governance", "reviews", "config"])


@worker_ready.connect
def _worker_is_up(**_: object) -> None:
    from config import own_beat
    from config.health import beat

    beat("worker")
    own_beat.start(app)


@worker_shutting_down.connect
def _worker_is_asked_to_end(**_: object) -> None:
    from partners.background import end_soon

    end_soon()


@task_prerun.connect
def _task_begins(**_: object) -> None:
    from partners.models.enterprise import forget

    forget()


@beat_init.connect
def _clock_is_up(**_: object) -> None:
    app.send_task(TICK)  # not thirty seconds after the start, but now


@before_task_publish.connect(sender=TICK)
def _clock_ticks(**_: object) -> None:
    """The clock alone asks for a tick; whether a worker hears it is the worker's sign of life."""
    from django.db import connection

    from config.health import beat

    try:
        beat("clock")
    finally:
        if not connection.in_atomic_block:
            connection.close()  # the database may have been away by the next tick
