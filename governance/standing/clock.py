"""Makes what falls due of standing promises: each time an ordinary promise, some weeks ahead of its day.

Run late, twice or beside itself, each is made once: the row is locked, and a month has one at most.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction

from governance.local_day import day_of
from governance.locking import lock
from governance.models import ActionDate, ActionItem, StandingPromise
from partners.ended_partnerships import has_ended
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.verb import verb

logger = logging.getLogger(__name__)
AHEAD = timedelta(days=28)
"""How long before its day each is made: long enough to give a new date with notice, or to be handed over."""
_FARTHEST_EAST = timedelta(days=1)
"""Somewhere it is tomorrow already."""
_AT_ONCE = 500
"""Standing promises a run looks at; what is left is made by the next."""

State = StandingPromise.State


def make_standing_promises(*, now: datetime) -> int:
    """Makes the promises of every standing promise whose day comes within the weeks ahead; returns how many.

    One that cannot be made is logged and keeps none of the others from being made.
    """
    until = now.date() + _FARTHEST_EAST + AHEAD
    with entered(SYSTEM):
        due = list(
            StandingPromise.objects.filter(state=State.AGREED, next_on__lte=until)
            .order_by("next_on", "id")
            .values_list("pk", flat=True)[:_AT_ONCE]
        )
    made = 0
    for pk in due:
        try:
            with entered(SYSTEM):
                made += len(make_due(StandingPromise.objects.get(pk=pk), now=now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("Standing promise %s could not be made due.", pk)
    return made


@verb(did="made it due")
def make_due(standing: StandingPromise, *, now: datetime) -> list[ActionItem]:
    """Makes each promise of `standing` whose day comes within the weeks ahead and that is not made yet.

    A day that passed while no clock ran is made as well. It is a promise taken over then, in none of the counts: nobody
    was told of it in time, and that is neither side's doing. In a partnership that has ended none are made.
    """
    lock(standing, "owner", "asked_by", "answered_by")
    made: list[ActionItem] = []
    if standing.state != State.AGREED:
        return made
    today = day_of(standing.owner, now)
    ended = has_ended(standing.partner)
    while (falls := _next(standing)) <= today + AHEAD:
        if not ended:
            made.append(_make(standing, falls, today=today, now=now))
        standing.made_month = falls.replace(day=1)
        standing.next_on = standing.next_day(from_day=standing.begins_on)
    if made or ended:
        # Not its next version: what people see of it and change has stayed the same.
        standing.save(update_fields=["made_month", "next_on"])
    return made


def _next(standing: StandingPromise) -> date:
    assert standing.next_on is not None, "what is agreed has a next day"
    return standing.next_on


def _make(standing: StandingPromise, falls: date, *, today: date, now: datetime) -> ActionItem:
    voice = owner_s_word(standing)
    with transaction.atomic():
        item = ActionItem.objects.create(
            partner=standing.partner,
            title=standing.title,
            detail=standing.detail,
            owner=standing.owner,
            side=standing.side,
            state=ActionItem.State.OPEN,
            first_due_on=falls,
            due_on=falls,
            promised_at=now,
            promised_on=today,
            outcome=standing.outcome,
            created_by=voice,
            created_at=now,
            standing=standing,
            standing_month=falls.replace(day=1),
        )
        ActionDate.objects.create(
            partner=standing.partner,
            item=item,
            due_on=falls,
            given_on=today,
            given_by=voice,
            with_notice=True,
        )
    return item


def owner_s_word(standing: StandingPromise) -> User:
    """Who of the side that owes it gave their word for it, as both agreed."""
    if standing.asked_side == standing.side:
        return standing.asked_by
    assert standing.answered_by is not None, "what is agreed was answered"
    return standing.answered_by
