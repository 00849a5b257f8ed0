"""From when until when a review is rated: from its read-back until two working days after its seal.

By the house's own clock and for everybody at the same moment, whatever country or zone somebody sets for themselves:
what is shown afterwards is shown once, of the same answers to everyone.
"""

from datetime import date, datetime

from governance.calendar.working_days import add_working_days
from governance.local_day import day_in
from reviews.models import AgendaItem, Review
from reviews.replying import WORKING_DAYS_TO_REPLY
from reviews.sections import READ_BACK

_REACHED = (AgendaItem.State.NOW, AgendaItem.State.DISCUSSED)


def rated_until(review: Review) -> date | None:
    """The last day on which it is rated; None while it is not sealed."""
    if review.state != Review.State.SEALED or review.sealed_at is None:
        return None
    return add_working_days(day_in("", review.sealed_at), WORKING_DAYS_TO_REPLY)


def is_over(review: Review, now: datetime) -> bool:
    """Whether nobody rates it any more: only then is anything shown of what was answered."""
    until = rated_until(review)
    return until is not None and day_in("", now) > until


def is_on(review: Review, now: datetime) -> bool:
    """Whether those who took part rate it now."""
    if review.state == Review.State.OPEN:
        return _read_back(review)
    return review.state == Review.State.SEALED and not is_over(review, now)


def _read_back(review: Review) -> bool:
    """Whether the read-back has been turned to."""
    heading = review.agenda.filter(section=READ_BACK.number, position=0)
    return heading.filter(state__in=_REACHED).exists()
