"""Asking for packs: a row says so, a worker makes them. Who receives them is decided when they are sent."""

from datetime import datetime

from django.db import transaction

from partners.isolation.scope import SYSTEM, entered
from reviews.models import Review, ReviewPack
from reviews.models.seals import Edition
from reviews.record.pack.tasks import wake_pack_makers


def order_packs(review: Review, *, now: datetime) -> None:
    """Both editions anew, from the seal. What was made before stays in the storage under its own name."""
    with entered(SYSTEM):
        for edition in Edition:
            ReviewPack.objects.update_or_create(
                partner=review.partner,
                review=review,
                edition=edition,
                defaults={
                    "state": ReviewPack.State.BUILDING,
                    "asked_at": now,
                    "leased_until": None,
                    "attempts": 0,
                    "failure": "",
                },
            )
    transaction.on_commit(wake_pack_makers)
