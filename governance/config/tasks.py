from celery import shared_task

from governance.config.health import beat
from partners.tasks import deliver_mail


@shared_task
def tick() -> None:
    """Every thirty seconds: whatever is due in the database is started, also when a wake-up was lost."""
    beat("tick")
    beat("worker")  # the tick runs in the worker
    deliver_mail.delay()
