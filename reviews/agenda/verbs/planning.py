"""After a review comes the next one."""

from datetime import datetime, time

from governance.models import Forum
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.verbs.scheduling import schedule_review
from reviews.clock import zone_of
from reviews.following import next_day, planned_after
from reviews.models import Review


@verb(did="planned the next review")
def plan_next_review(review: Review, *, by: User, now: datetime) -> Review | None:
    """The meeting that follows a sealed one, by its forum's cadence, with everyone invited.

    None where one is planned already, or where the partnership has ended.
    """
    require(by, Permission.PREPARE_REVIEW, review.partner)
    if review.state != Review.State.SEALED:
        raise Refused("This review is not sealed yet: the next one is planned once it is.")
    # Of two who plan at once the second sees what the first has planned.
    forum = (
        Forum.objects.select_for_update(of=("self",))
        .select_related("partner", "chair")
        .get(pk=review.forum_id)
    )
    day = next_day(review, now)
    if day is None or planned_after(review):
        return None
    at = forum.starts_at if isinstance(forum.starts_at, time) else time.fromisoformat(forum.starts_at)
    starts_at = datetime.combine(day, at, tzinfo=zone_of(forum.chair))
    return schedule_review(forum, starts_at=starts_at, by=by, now=now)
