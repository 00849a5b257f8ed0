"""Whether a side may still say of a sealed review that it sees it differently, and until when."""

from datetime import date, datetime
from typing import cast

from governance.calendar.working_days import add_working_days
from governance.local_day import day_of
from partners.access import Permission, can
from partners.models import User
from reviews.models import Review, Seal

WORKING_DAYS_TO_REPLY = 2


def reply_until(review: Review, person: User) -> date:
    """The last day on which `person`'s side may reply: two working days where they live."""
    return add_working_days(
        day_of(person, cast(datetime, review.sealed_at)), WORKING_DAYS_TO_REPLY, person.country
    )


def may_reply(review: Review, person: User, now: datetime) -> bool:
    """Whether `person`'s side may still say that it sees it differently, and `person` speaks for it."""
    replied = review.seals.filter(kind=Seal.Kind.REPLY, said_by_side=person.side)
    return (
        review.state == Review.State.SEALED
        and can(person, Permission.SPEAK_FOR_SIDE, review.partner)
        and day_of(person, now) <= reply_until(review, person)
        and not replied.exists()
    )
