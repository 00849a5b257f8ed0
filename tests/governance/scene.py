"""What tests of promises need again and again: days, a moment on each of them, and a promise made by somebody."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from governance import verbs
from governance.models import ActionItem
from partners.models import User
from tests.cast import Cast

TODAY = date(2026, 11, 23)
"""A Monday."""


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)


def in_days(count: int) -> date:
    return TODAY + timedelta(days=count)


NOW = at(TODAY)


def counterpart(cast: Cast, person: User) -> User:
    """The day-to-day lead of the other side."""
    return cast.lead if person.side == "ours" else cast.manager


def promised(
    cast: Cast, owner: User, *, due_on: date | None = None, title: str = "Rebuild the index"
) -> ActionItem:
    """A promise the other side asked for and `owner` made today, due in three weeks unless said otherwise."""
    return accepted(cast, owner, title, due_on or in_days(21), NOW)


def accepted(cast: Cast, owner: User, title: str, due_on: date, now: datetime) -> ActionItem:
    """What the other side proposed, and its owner promised at the same moment."""
    item = verbs.propose(
        cast.partner, title=title, owner=owner, due_on=due_on, by=counterpart(cast, owner), now=now
    )
    return verbs.accept(item, by=owner, now=now)


def promised_now(
    cast: Cast, owner: User, *, due_in: int = 21, title: str = "Rebuild the index"
) -> ActionItem:
    """As `promised`, but made at this very moment, for pages that look at the clock themselves.

    What was due before today was promised on that day.
    """
    now = timezone.now()
    due_on = now.date() + timedelta(days=due_in)
    return accepted(cast, owner, title, due_on, now + timedelta(days=min(0, due_in)))
