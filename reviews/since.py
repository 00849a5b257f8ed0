"""What fell due since the meeting before: counted by one rule for the brief, the room and the seal."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from governance.counting.formula import Promise, Tally, has_fallen_due, tally
from partners.models import Side
from reviews.clock import day_of
from reviews.models import Review

_FIRST_LOOKS_BACK = timedelta(days=31)
_WITHOUT_A_LAST_TIME = timedelta(days=35)
"""How far the chair looks back before a first meeting, from the day it is."""


def meeting_before(review: Review) -> Review | None:
    """The forum's last sealed meeting."""
    sealed = Review.objects.filter(forum=review.forum_id, state=Review.State.SEALED)
    earlier = sealed.filter(starts_at__lt=review.starts_at).exclude(pk=review.pk)
    return earlier.select_related("chair").order_by("-starts_at").first()


def sealed_before(review: Review, previous: Review | None) -> datetime:
    """The moment from which on something is new; for a first meeting a month before it."""
    return (previous and previous.sealed_at) or review.starts_at - _FIRST_LOOKS_BACK


def last_time(review: Review, today: date) -> date:
    """The day of the meeting before; where there was none, five weeks ago."""
    previous = meeting_before(review)
    return day_of(previous) if previous else today - _WITHOUT_A_LAST_TIME


def news(promises: Iterable[Promise], before: date) -> list[Promise]:
    """Without what was counted on the day of the meeting `before`: due on that very day, and settled by then."""
    return [
        promise
        for promise in promises
        if promise.first_due_on != before or not has_fallen_due(promise, before)
    ]


def since_last(promises: Iterable[Promise], before: date, on: date) -> dict[Side, Tally]:
    """Each side's promises that fell due after the meeting on `before`, as they stand on the day `on`."""
    return tally(news(promises, before), before, on, on)
