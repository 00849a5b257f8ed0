"""The queue: `celery -A governance.config`. Redis only wakes it; what is to be done stands in the database."""

import os

from celery import Celery
from celery.signals import beat_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")

app = Celery("tandem")
app.config_from_object("governance.config.celery_settings")
app.autodiscover_tasks(["partners", "governance", "reviews", "governance.config"])


@worker_ready.connect
def _worker_is_up(**_: object) -> None:
    from governance.config import own_beat
    from governance.config.health import beat

    beat("worker")
    own_beat.start(app)


@beat_init.connect
def _beat_is_up(**_: object) -> None:
    from governance.config.health import beat

    beat("beat")
    app.send_task("governance.config.tasks.tick")  # not thirty seconds after the start, but now
