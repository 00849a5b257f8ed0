"""The clock of the background work."""

from celery import shared_task
from celery.app.task import Task

from governance.config.health import beat
from governance.tasks import keep_books, read_replies, remind_people
from partners.tasks import deliver_mail, sweep_sent_forms
from reviews.tasks import keep_agendas_current, make_packs

SWEEPS: tuple[Task, ...] = (
    read_replies, remind_people, keep_agendas_current, make_packs, deliver_mail, keep_books,
    sweep_sent_forms,
)  # fmt: skip
"""What looks into the database for work that is due. Each may run at any time, twice, or beside itself."""


@shared_task
def tick() -> None:
    """Every thirty seconds: whatever is due in the database is started, also when a wake-up was lost."""
    beat("tick")
    beat("worker")  # the tick runs in the worker
    for sweep in SWEEPS:
        sweep.delay()
