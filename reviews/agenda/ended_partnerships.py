"""What becomes of the reviews still to be held, once both sides have ended their partnership."""

from datetime import datetime
from typing import Any

from partners.models import Partner, User
from partners.verbs.charter import ended
from reviews.agenda.verbs.scheduling import cancel_planned


def connect() -> None:
    """Once, as the application starts."""
    ended.connect(_cancel, dispatch_uid="tandem_reviews_end_with_the_partnership")


def _cancel(*, partner: Partner, by: User, now: datetime, **_: Any) -> None:
    cancel_planned(partner, by=by, now=now)
