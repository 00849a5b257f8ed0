"""The tracker as a sheet: every action that the filters show, as both sides may read it.

Neither side's private words are in it: a sheet is passed on. Its headings are those that an import looks for.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from django.db.models import FilteredRelation, Q
from django.db.models.expressions import RawSQL

from governance.counting.formula import had_passed, judge
from governance.ledger.entries import SIGNS
from governance.ledger.facts import promises_of
from governance.models import ActionItem, ActionNote
from governance.models.action_items import ActionItemQuerySet
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn, in_batches
from partners.models import Side, enterprise_name

BATCH = 2_000
"""Rows read at once, with what stands beside them."""
_State = ActionItem.State
_STATES = dict(_State.choices)
_DONE = (_State.REPORTED, _State.CLOSED)


class _Read(NamedTuple):
    """What is read of an action; instances of thousands would cost more than all the rest.

    It waits on a side, and on a person of it where one is named.
    """

    pk: int
    partner: str
    title: str
    detail: str
    owner: str
    side: str
    state: str
    first_due_on: date | None
    due_on: date
    reported_on: date | None
    closed_on: date | None
    outcome: str | None
    reference: str
    waits_on: str | None
    waits_on_person: str | None
    waits_for: str | None
    waits_since: date | None
    promised_on: date | None


_COLUMNS = (
    "pk", "partner__name", "title", "detail", "owner__full_name", "side", "state", "first_due_on", "due_on",
    "reported_on", "closed_on", "outcome__statement", "reference", "wait__on_side", "wait__on_person__full_name",
    "wait__what_for", "wait__began_on", "promised_on",
)  # fmt: skip


class ExportedAction(NamedTuple):
    """One line of the sheet on a day; `late` are days past the date that stands, past the first once it is done."""

    read: _Read
    late: int | None
    verdict: str
    word: str

    @property
    def key(self) -> str:
        return key_of(ActionItem, self.read.pk)

    @property
    def side(self) -> str:
        """The side by its name, which is the same to whoever reads it."""
        return _side(self.read.side, self.read.partner)

    @property
    def state(self) -> str:
        return _STATES[self.read.state]

    @property
    def waits_on(self) -> str:
        """Who is waited for: a person, or else a side."""
        read = self.read
        return read.waits_on_person or (_side(read.waits_on, read.partner) if read.waits_on else "")

    @property
    def done_on(self) -> date | None:
        return self.read.reported_on if self.read.state in _DONE else None

    @property
    def confirmed_on(self) -> date | None:
        return self.read.closed_on if self.read.state == _State.CLOSED else None


def _of(name: str) -> "attrgetter[object]":
    return attrgetter(f"read.{name}")


TRACKER = Sheet[ExportedAction](
    "Tracker",
    (
        SheetColumn(KEY_HEADER, attrgetter("key"), width=16),
        SheetColumn("Partner", _of("partner"), width=22),
        SheetColumn("Action", _of("title"), width=48),
        SheetColumn("Owner", _of("owner"), width=20),
        SheetColumn("Side", attrgetter("side"), width=20),
        SheetColumn("Status", attrgetter("state")),
        SheetColumn("First due", _of("first_due_on"), CellKind.DAY, 12),
        SheetColumn("Due", _of("due_on"), CellKind.DAY, 12),
        SheetColumn("Days late", attrgetter("late"), CellKind.WHOLE, 11),
        SheetColumn("Waits on", attrgetter("waits_on"), width=20),
        SheetColumn("Waits for", _of("waits_for"), width=28),
        SheetColumn("Waits since", _of("waits_since"), CellKind.DAY, 13),
        SheetColumn("Done on", attrgetter("done_on"), CellKind.DAY, 12),
        SheetColumn("Confirmed on", attrgetter("confirmed_on"), CellKind.DAY, 14),
        SheetColumn("Came to", attrgetter("verdict"), width=22),
        SheetColumn("Outcome", _of("outcome"), width=32),
        SheetColumn("Reference", _of("reference"), width=12),
        SheetColumn("Note", _of("detail"), width=48),
        SheetColumn("Latest word", attrgetter("word"), width=48),
    ),
)


def exported_actions(items: ActionItemQuerySet, today: date) -> Iterator[ExportedAction]:
    """The rows of the sheet, in the order of `items`, which its reader may see; a BATCH of them in memory at a time."""
    found = _with_waits(items).values_list(*_COLUMNS).iterator(chunk_size=BATCH)
    for batch in in_batches(map(_Read._make, found), BATCH):
        verdicts, words = _verdicts(batch, today), _words(batch)
        for read in batch:
            late = _days_late(read, today)
            yield ExportedAction(read, late, verdicts.get(read.pk, ""), words.get(read.pk, ""))


def _with_waits(items: ActionItemQuerySet) -> ActionItemQuerySet:
    """With the wait that runs, of which an action has one at most."""
    return items.annotate(wait=FilteredRelation("waits", condition=Q(waits__ended_on=None)))


def _days_late(read: _Read, today: date) -> int | None:
    """As its row says: of what is to do by the date that stands, of what is done by the first; nothing of the rest."""
    if read.state == _State.OPEN:
        if had_passed(read.due_on, read.promised_on):
            return None
        return max(0, (today - read.due_on).days)
    if read.state in _DONE and read.reported_on and read.first_due_on:
        return max(0, (read.reported_on - read.first_due_on).days)
    return None


def _verdicts(batch: Iterable[_Read], today: date) -> dict[int, str]:
    """Of what is done, what the ledger says of it; nothing of what is in none of its counts."""
    done = [read.pk for read in batch if read.state == _State.CLOSED]
    found = {promise.id: judge(promise, today) for promise in promises_of(done)} if done else {}
    return {pk: SIGNS[verdict][1] for pk, verdict in found.items() if verdict in SIGNS}


def _words(batch: Iterable[_Read]) -> dict[int, str]:
    """The latest word about each that both sides read."""
    # The numbers as one value: as thousands of them, the statement takes longer to write than to answer.
    of_these = RawSQL("SELECT unnest(%s::bigint[])", [[read.pk for read in batch]])
    notes = ActionNote.objects.filter(item__in=of_these)
    latest = notes.order_by("item_id", "-written_at", "-id").distinct("item_id")
    return dict(latest.values_list("item_id", "text"))


def _side(side: str, partner: str) -> str:
    return enterprise_name() if side == Side.OURS else partner
