"""Reviews that nobody sealed: found, and sealed by the clock. Each in a transaction of its own; a failure keeps none of
the others from being sealed.
"""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from partners.access import Permission, can
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from partners.sides import leads
from reviews.clock import WORKING_DAYS_UNSEALED, last_day_to_seal, today_of
from reviews.models import Review
from reviews.record.verbs.sealing import seal_itself

logger = logging.getLogger(__name__)


def seal_what_nobody_sealed(*, now: datetime) -> int:
    """Seals every open review whose days are over; returns how many."""
    long_ago = now.date() - timedelta(days=WORKING_DAYS_UNSEALED)
    with entered(SYSTEM):
        held = Review.objects.filter(state=Review.State.OPEN, held_on__lt=long_ago)
        rows = held.select_related("chair", "partner").order_by("pk")
        due = [row for row in rows if today_of(row.chair, now) > last_day_to_seal(row)]
    sealed = 0
    for review in due:
        try:
            with entered(SYSTEM):
                by = _who_would_have(review)
            if by is None:
                logger.error("Review %s seals itself, and nobody may: name a chair.", review.pk)
                continue
            with acting_as(by, review.partner):
                sealed += bool(seal_itself(review, by=by, now=now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Review %s could not seal itself.", review.pk)
    return sealed


def _who_would_have(review: Review) -> User | None:
    """The chair; where their part has ended, whoever leads for us and may."""
    chair = [review.chair] if review.chair else []
    able = (person for person in (*chair, *leads(Side.OURS, review.partner)) if person.is_active)
    return next((person for person in able if can(person, Permission.RUN_REVIEW, review.partner)), None)
