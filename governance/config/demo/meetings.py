"""When the two sides meet: today with Meridian, in the next days with the others."""

from datetime import date, datetime, time

from governance.config.demo.clock import HOME, Timeline
from governance.config.demo.opening import Stage
from partners.models import User
from reviews.actions import refresh_agenda, schedule_review
from reviews.models import Review

PLANNED = 33
"""Days before today on which the coming reviews were scheduled."""


def plan(timeline: Timeline, stage: Stage, day: date, hour: int) -> None:
    """The coming review, scheduled a month ago; its agenda grows with what happens until it is frozen."""
    review = timeline.tell(
        timeline.working_day(PLANNED), stage.manager, schedule_review, stage.forum,
        starts_at=datetime.combine(day, time(hour), HOME), hour=16,
    )  # fmt: skip
    timeline.tell(timeline.eve, stage.manager, _refresh, review, hour=17)


def _refresh(review: Review, *, by: User, now: datetime) -> None:
    """Nobody does this: the agenda keeps itself current, every morning."""
    refresh_agenda(review, now=now)
