"""The tracker and the mirror ledger of a partnership, as they stand on the day of the review."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from dashboards.charts.facts import SideName
from governance.counting import formula
from governance.ledger.facts import promises
from governance.models import ActionItem, Cover
from partners.models import Side
from reviews.facts import (
    ActionFacts,
    CoverFacts,
    DateFacts,
    MonthCount,
    PersonId,
    SidePromises,
    WaitFacts,
)
from reviews.models import Review, RoomMove
from reviews.since import since_last

State = ActionItem.State
_MONTHS = 12


def actions(review: Review, on: date, since: datetime, *, sealed_on: date) -> tuple[ActionFacts, ...]:
    """What is owed by either side, and what was settled after `since`.

    Where somebody lives so far in the east that it was tomorrow when they said so, it is the day of the seal here: no
    pack prints a day that came after it.
    """
    promised_here = RoomMove.objects.filter(review=review, kind=RoomMove.Kind.PROMISED).exclude(action=None)
    fresh = set(promised_here.filter(undone_at=None).values_list("action_id", flat=True))
    taken_back = promised_here.exclude(undone_at=None).values("action_id")
    rows = (
        ActionItem.objects.filter(partner=review.partner, never_was=False)
        .filter(Q(state__in=[State.PROPOSED, State.OPEN, State.REPORTED]) | Q(closed_at__gt=since))
        .exclude(pk__in=taken_back)
        .select_related("owner", "outcome")
        .prefetch_related("dates", "waits")
        .order_by("due_on", "id")
    )
    return tuple(action_facts(row, on, until=sealed_on, fresh=row.pk in fresh) for row in rows)


def action_facts(row: ActionItem, on: date, *, until: date = date.max, fresh: bool = False) -> ActionFacts:
    """How it stands on the day `on`; what was said of it after `until` was said on that day."""
    return ActionFacts(
        id=row.pk,
        title=row.title,
        owner=PersonId(row.owner_id),
        side=row.side,
        state=row.state,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        reported_on=row.reported_on and min(row.reported_on, until),
        closed_on=row.closed_on and min(row.closed_on, until),
        days_late=row.days_late(on),
        returned=row.returned,
        fresh=fresh,
        outcome=row.outcome.statement if row.outcome else "",
        dates=tuple(
            DateFacts(given.due_on, min(given.given_on, until), given.with_notice, given.reason)
            for given in row.dates.all()
        ),
        waits=tuple(
            WaitFacts(
                on_side=wait.on_side,
                what_for=wait.what_for,
                began_on=min(wait.began_on, until),
                ended_on=wait.ended_on and min(wait.ended_on, until),
                days=max(0, ((wait.ended_on or on) - wait.began_on).days),
                disputed=wait.dispute,
            )
            for wait in row.waits.all()
        ),
    )


def counts(review: Review, on: date, before: date) -> tuple[SidePromises, ...]:
    """Both sides' promises since the review `before`, over twelve months, and month by month."""
    first = _months_back(on, _MONTHS - 1)
    facts = promises(review.partner, min(first, before), on)
    latest, year = since_last(facts, before, on), formula.tally(facts, first, on, on)
    months = formula.by_month(facts, first, on, on)
    return tuple(
        SidePromises(
            side=cast(SideName, side.value),
            since_last=_kept(latest[side]),
            year=_kept(year[side]),
            months=tuple(MonthCount(month, _kept(sides[side])) for month, sides in months.items()),
        )
        for side in Side
    )


def covers(review: Review, on: date, before: date) -> tuple[CoverFacts, ...]:
    """The covers in force on some day from the review `before` to this one, as they were given."""
    given = Cover.objects.filter(partner=review.partner, began_on__lte=on).annotate(
        last=Coalesce("ended_on", "until")
    )
    given = given.filter(last__gte=F("began_on"))  # one taken back before it began was never in force
    return tuple(
        CoverFacts(
            cover.words,
            PersonId(cover.given_by_id),
            cover.began_on,
            cover.last_on,
            cover.cause,
            cover.concession,
        )
        for cover in given.filter(last__gte=before).order_by("began_on", "id")
    )


def _kept(tally: formula.Tally) -> formula.Tally:
    """As it is sealed: what was kept counts as kept, whoever has still to say yes."""
    return replace(tally, unconfirmed=0)


def _months_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
