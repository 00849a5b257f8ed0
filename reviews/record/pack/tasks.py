"""Celery entry of the packs."""

from celery import shared_task
from django.utils import timezone

from partners.background import is_ending, wake
from reviews.record.pack.making import make_next

PACKS_AT_ONCE = 3
"""Then others have their turn: without Redis mails leave by the same process (config/tasks.py)."""


# Under the name it always had: a worker of the release before knows what a web process of this one asks for.
@shared_task(name="reviews.tasks.make_packs")
def make_packs() -> None:
    """Makes and mails packs that wait, a few at once. A worker that was asked to end begins no other: whoever stops
    Tandem would wait for half a minute.
    """
    if all(not is_ending() and make_next(now=timezone.now()) for _ in range(PACKS_AT_ONCE)):
        wake_pack_makers()


def wake_pack_makers() -> None:
    """Asks a worker to make packs now."""
    wake(make_packs)
