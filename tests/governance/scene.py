"""What tests of promises need again and again: days, a moment on each of them, and a promise made by somebody."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from governance import actions
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
    """A promise `owner` has made today, due in three weeks unless said otherwise."""
    return actions.promise(
        cast.partner,
        title=title,
        owner=owner,
        due_on=due_on or in_days(21),
        by=counterpart(cast, owner),
        now=NOW,
    )


def promised_now(
    cast: Cast, owner: User, *, due_in: int = 21, title: str = "Rebuild the index"
) -> ActionItem:
    """As `promised`, but made at this very moment, for pages that look at the clock themselves."""
    now = timezone.now()
    due_on = now.date() + timedelta(days=due_in)
    by = counterpart(cast, owner)
    verb = actions.promise if due_in >= 0 else actions.bring_in
    return verb(cast.partner, title=title, owner=owner, due_on=due_on, by=by, now=now)
