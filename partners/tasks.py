from celery import shared_task
from django.conf import settings


@shared_task
def deliver_mail() -> None:
    """Delivers what the outbox holds."""
    from partners.delivery import deliver_waiting

    deliver_waiting()


def wake_delivery() -> None:
    """Asks a worker to deliver now. Without Redis the tick will: a web process must queue nothing in memory."""
    if settings.REDIS_URL:
        deliver_mail.delay()
