"""What the pages of standing promises show: how each was kept the last times, and when it falls due next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from governance.counting.formula import Tally, tally
from governance.ledger.entries import Entry
from governance.ledger.facts import promises_of
from governance.models import ActionItem, StandingChange, StandingPromise
from partners.models import Partner, Side, User

LAST = 12
"""Times that are shown of each: a year of what is owed each month."""

_AHEAD = 2
"""Of each as many are made at most whose day is still to come."""


@dataclass(frozen=True)
class StandingRow:
    """One standing promise: its last times that fell due, oldest first, and the next that is still to come."""

    standing: StandingPromise
    times: tuple[Entry, ...]
    open_on: date | None
    """The day of the earliest one that is made and still to do, today or later."""
    late_since: date | None
    """The day of the earliest one that is late, if any."""

    @property
    def next_on(self) -> date | None:
        return self.open_on or self.standing.next_on

    @property
    def tally(self) -> Tally:
        return tally_of([self], self.times[-1].as_of)[Side(self.standing.side)] if self.times else Tally()

    @property
    def said(self) -> str:
        """ "kept, kept, missed", for whoever does not see the marks."""
        return ", ".join(time.sign[1] for time in self.times)


@dataclass(frozen=True)
class StandingColumn:
    """What one side owes again and again."""

    side: Side
    rows: tuple[StandingRow, ...]
    tally: Tally


def rows_of(standing: Iterable[StandingPromise], today: date) -> tuple[StandingRow, ...]:
    """A row for each; how many queries it takes does not grow with them."""
    every = list(standing)
    times = _times([each.pk for each in every], today)
    coming, late = _still_to_do([each.pk for each in every], today)
    return tuple(
        StandingRow(each, times.get(each.pk, ()), coming.get(each.pk), late.get(each.pk)) for each in every
    )


def times_of(standing: StandingPromise, today: date) -> list[tuple[ActionItem, Entry | None]]:
    """What the clock has made of it, the latest first, with what it came to where it fell due."""
    made = standing.occurrences.select_related("owner", "partner").order_by("-first_due_on", "-id")
    items = list(made[: LAST + _AHEAD])
    entries = {promise.id: Entry(promise, today) for promise in promises_of(item.pk for item in items)}
    return [(item, entry if (entry := entries[item.pk]).has_fallen_due else None) for item in items]


def columns(
    partner: Partner, reader: User, today: date
) -> tuple[tuple[StandingColumn, ...], tuple[StandingRow, ...]]:
    """What both sides have agreed on, a column for each side, and what waits for a yes."""
    visible = StandingPromise.objects.visible_to(reader).alive().filter(partner=partner)
    rows = rows_of(visible.select_related("owner", "asked_by", "partner"), today)
    agreed = [row for row in rows if row.standing.state == StandingPromise.State.AGREED]
    counts = tally_of(agreed, today)
    sides = (
        StandingColumn(side, tuple(row for row in agreed if row.standing.side == side), counts[side])
        for side in Side
    )
    return tuple(sides), tuple(row for row in rows if row not in agreed)


def tally_of(rows: Iterable[StandingRow], today: date) -> dict[Side, Tally]:
    """What the last times came to, by side."""
    promises = [time.promise for row in rows for time in row.times]
    return tally(promises, date.min, date.max, today)


def standing_waiting(person: User, speaks_in: Q) -> QuerySet[StandingPromise]:
    """What the other side asks for and `person` may answer: where they promise for their side (`speaks_in`), and of
    what they would owe themselves."""
    asked = StandingChange.objects.running().filter(standing=OuterRef("pk"), side=person.side.other)
    proposed = Q(state=StandingPromise.State.PROPOSED, asked_side=person.side.other)
    found = StandingPromise.objects.visible_to(person).filter(proposed | Exists(asked))
    mine = found.filter(speaks_in | Q(owner=person))
    return mine.select_related("partner", "owner").order_by("pk")


def ended(partner: Partner, reader: User) -> list[StandingPromise]:
    """What was ended, the latest first."""
    over = StandingPromise.objects.visible_to(reader).filter(
        partner=partner, state=StandingPromise.State.ENDED
    )
    return list(over.select_related("owner", "ended_by", "partner").order_by("-ended_on", "-id")[:LAST])


def _times(standing: list[int], today: date) -> dict[int, tuple[Entry, ...]]:
    latest = Window(RowNumber(), partition_by=F("standing"), order_by=F("first_due_on").desc())
    rows = (
        ActionItem.objects.filter(standing__in=standing, first_due_on__lte=today)
        .annotate(back=latest)
        .filter(back__lte=LAST)
    )
    owner = dict(rows.values_list("pk", "standing_id"))
    found: dict[int, tuple[Entry, ...]] = defaultdict(tuple)
    for promise in promises_of(owner):
        entry = Entry(promise, today)
        if entry.has_fallen_due:
            found[owner[promise.id]] += (entry,)
    return found


def _still_to_do(standing: list[int], today: date) -> tuple[dict[int, date], dict[int, date]]:
    """By standing promise: the day of the earliest that is still to come, and of the earliest that is late."""
    rows = ActionItem.objects.to_do().filter(standing__in=standing).order_by("-due_on")
    coming, late = rows.filter(due_on__gte=today), rows.overdue(today)
    days = ("standing_id", "due_on")
    return dict(coming.values_list(*days)), dict(late.values_list(*days))
