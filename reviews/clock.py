"""The day and the hour of a meeting: where its chair lives."""

from datetime import date, datetime, tzinfo

from governance.calendar.working_days import add_working_days
from governance.local_day import day_in
from partners.models import User
from partners.time_zones import zone_named
from reviews.models import Review

WORKING_DAYS_UNSEALED = 5


def zone_of(person: User | None) -> tzinfo:
    """The person's time zone; the installation's where none is known."""
    return zone_named(person.time_zone if person else "")


def today_of(person: User | None, now: datetime) -> date:
    """The day it is for the person; for nobody, in the house's own zone."""
    return day_in(person.time_zone if person else "", now)


def day_of(review: Review) -> date:
    """The day of the meeting, where its chair lives; once it has begun, where they lived then."""
    return review.held_on or today_of(review.chair, review.starts_at)


def last_day_to_seal(review: Review) -> date:
    """The last day on which somebody seals it, where its chair lives: after that it seals itself."""
    return add_working_days(
        day_of(review), WORKING_DAYS_UNSEALED, review.chair.country if review.chair else ""
    )


def is_left_open(review: Review, now: datetime) -> bool:
    """Whether its day has passed and nobody has sealed it."""
    return review.state == Review.State.OPEN and day_of(review) < today_of(review.chair, now)


def freezes_on(review: Review) -> date:
    """The day from which the agenda stays as it is, and on which it goes out: as many working days before the meeting
    as its forum wants to read.
    """
    return add_working_days(
        day_of(review), -review.forum.papers_ahead, review.chair.country if review.chair else ""
    )
