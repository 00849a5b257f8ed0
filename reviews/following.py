"""The meeting of a forum that follows another one: which is planned, else on which day it will be."""

from datetime import date, datetime
from typing import cast

from governance.local_day import day_of as day_where
from partners.ended_partnerships import has_ended
from partners.models import User
from reviews.cadence import next_meeting
from reviews.clock import day_of
from reviews.models import Review


def planned_after(review: Review) -> Review | None:
    """The next meeting that stands planned, also where its day has passed and it was not held yet."""
    later = Review.objects.filter(
        forum=review.forum_id, state=Review.State.SCHEDULED, starts_at__gt=review.starts_at
    )
    return later.select_related("chair").order_by("starts_at").first()


def next_day(review: Review, now: datetime) -> date | None:
    """The day of what is planned after `review`, else the next one by the forum's cadence that is still to come.

    None where the partnership has ended: no other one is planned. `review` has a chair: it was opened.
    """
    if has_ended(review.partner):
        return None
    if planned := planned_after(review):
        return day_of(planned)
    chair = cast(User, review.chair)
    day = next_meeting(review.forum.cadence, day_of(review), chair.country)
    while day <= day_where(chair, now):
        day = next_meeting(review.forum.cadence, day, chair.country)
    return day
