"""The clock of the background work."""

from celery import shared_task
from celery.app.task import Task

from config.health import beat
from config.own_beat import is_in_memory
from dashboards.long_imports import bring_in_sheets, take_back_imports
from governance.tasks import keep_books, make_promises_due, read_replies, remind_people
from partners.mail.tasks import deliver_mail
from partners.tasks import sweep_sent_forms
from reviews.record.pack.tasks import make_packs
from reviews.tasks import keep_agendas_current

SWEEPS: tuple[Task, ...] = (
    read_replies, make_promises_due, remind_people, keep_agendas_current, deliver_mail, keep_books, sweep_sent_forms,
    bring_in_sheets, take_back_imports, make_packs,
)  # fmt: skip
"""What looks into the database for work that is due. Each may run at any time, twice, or beside itself. Long lists and
packs, which take seconds each, come last: no mail waits for them."""


@shared_task
def tick() -> None:
    """Every thirty seconds: whatever is due in the database is started, also when a wake-up was lost.

    Without Redis it is done here and now: the worker's process that runs this could queue it in its own memory alone,
    from which nobody takes it.
    """
    beat("worker")
    for sweep in SWEEPS:
        if is_in_memory(sweep.app):
            sweep.apply()  # one that fails keeps none of the others
        else:
            sweep.delay()
