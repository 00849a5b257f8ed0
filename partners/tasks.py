from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from partners.mail.tasks import deliver_mail

__all__ = ["deliver_mail", "sweep_sent_forms"]

SECONDS_BETWEEN_SWEEPS = 3590


@shared_task
def sweep_sent_forms() -> None:
    """Forgets the keys of forms that nobody will send once more; once an hour at most."""
    from partners.once import sweep

    if cache.add("partners.sent_forms_swept", True, timeout=SECONDS_BETWEEN_SWEEPS):
        sweep(now=timezone.now())
