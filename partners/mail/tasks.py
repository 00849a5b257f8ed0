"""The delivery as a task. Celery finds it by partners/tasks.py, and knows it by the name it has there."""

from celery import shared_task
from django.utils import timezone

from partners.background import wake


@shared_task(name="partners.tasks.deliver_mail")
def deliver_mail() -> None:
    """Delivers what the outbox holds."""
    from partners.mail.delivery import deliver_waiting
    from partners.mail.kept_invitations import take_up_invitations

    take_up_invitations(now=timezone.now())
    if deliver_waiting():
        wake_delivery()


def wake_delivery() -> None:
    """Asks a worker to deliver now."""
    wake(deliver_mail)
