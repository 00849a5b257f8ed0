"""The mirror ledger as sheets: each promise of a partnership that fell due, and the counts of all partnerships.

Who owns a promise is in neither: there is no ledger of a single person (docs/counting.md).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from dashboards.queries.ledger import Ledger
from dashboards.queries.ledger_across import Across
from governance.counting.formula import Tally, delay_of
from governance.ledger.entries import Entry
from governance.models import ActionItem, Ask, RiskLook
from governance.sheets.keys import KEY_HEADER, key_of
from governance.sheets.writing import CellKind, Sheet, SheetColumn, in_batches
from partners.models import Partner, Side, User

_BATCH = 1_000


class ExportedPromise(NamedTuple):
    """One line of a partnership's ledger."""

    entry: Entry
    title: str
    partner: Partner

    @property
    def key(self) -> str:
        return key_of(_MODELS[self.entry.promise.kind][0], self.entry.promise.id)

    @property
    def days_late(self) -> int:
        """Days past the last date given with notice, by which it is judged."""
        return delay_of(self.entry.promise, self.entry.as_of).days

    def until(self, day: date | None) -> date | None:
        """The day, where it had come when the ledger was closed: what happened later is in no line of it."""
        return day if day and day <= self.entry.as_of else None


_MODELS: dict[str, tuple[Any, str]] = {
    "action": (ActionItem, "title"),
    "decision": (Ask, "title"),
    "look": (RiskLook, "ask__title"),
}  # fmt: skip
"""Kind of a promise → its rows, and by what they are called."""

LEDGER = Sheet[ExportedPromise](
    "Ledger",
    (
        SheetColumn(KEY_HEADER, lambda row: row.key, width=16),
        SheetColumn("Partner", lambda row: row.partner.name, width=22),
        SheetColumn("Kind", lambda row: row.entry.promise.kind, width=10),
        SheetColumn("Promise", lambda row: row.title, width=48),
        SheetColumn("Side", lambda row: row.partner.name_of(row.entry.promise.side), width=20),
        SheetColumn("Business function", lambda row: row.entry.promise.function, width=20),
        SheetColumn("First due", lambda row: row.entry.promise.first_due_on, CellKind.DAY, 12),
        SheetColumn("Due", lambda row: row.entry.promise.due_on, CellKind.DAY, 12),
        SheetColumn("Done on", lambda row: row.until(row.entry.promise.reported_on), CellKind.DAY, 12),
        SheetColumn("Confirmed on", lambda row: row.until(row.entry.promise.confirmed_on), CellKind.DAY, 14),
        SheetColumn("Came to", lambda row: row.entry.sign[1], width=24),
        SheetColumn("Counted apart", lambda row: row.entry.promise.apart_words, width=16),
        SheetColumn("Days late", lambda row: row.days_late, CellKind.WHOLE, 11),
        SheetColumn("Days waited for the other side", lambda row: row.entry.days_waited, CellKind.WHOLE, 28),
        SheetColumn("Why", lambda row: row.entry.reason, width=64),
        SheetColumn("As of", lambda row: row.entry.as_of, CellKind.DAY, 12),
    ),
)


def exported_promises(found: Ledger, partner: Partner, reader: User) -> Iterator[ExportedPromise]:
    """Every promise that fits what was asked for, the newest first."""
    for batch in in_batches(found.fitting, _BATCH):
        titles = {kind: _titles(kind, batch, partner, reader) for kind in _MODELS}
        for entry in batch:
            yield ExportedPromise(entry, titles[entry.promise.kind][entry.promise.id], partner)


def _titles(kind: str, batch: list[Entry], partner: Partner, reader: User) -> dict[int, str]:
    ids = [entry.promise.id for entry in batch if entry.promise.kind == kind]
    of_these: dict[str, Any] = {"partner": partner, "pk__in": ids}
    model, title = _MODELS[kind]
    rows: QuerySet[Any] = model.objects.visible_to(reader)
    return dict(rows.filter(**of_these).values_list("pk", title))


class ExportedTally(NamedTuple):
    """One side's counts in one partnership; `waited`: how many days the other side waited for it."""

    partner: Partner
    side: Side
    tally: Tally
    waited: int
    since: date
    until: date


LEDGERS = Sheet[ExportedTally](
    "Ledger",
    (
        SheetColumn("Partner", lambda row: row.partner.name, width=24),
        SheetColumn("Side", lambda row: row.partner.name_of(row.side), width=24),
        SheetColumn("From", lambda row: row.since, CellKind.DAY, 12),
        SheetColumn("To", lambda row: row.until, CellKind.DAY, 12),
        SheetColumn("Fell due", lambda row: row.tally.due, CellKind.WHOLE, 10),
        SheetColumn("Kept", lambda row: row.tally.kept, CellKind.WHOLE, 10),
        SheetColumn("Of these to be confirmed", lambda row: row.tally.unconfirmed, CellKind.WHOLE, 24),
        SheetColumn("Moved with notice", lambda row: row.tally.moved, CellKind.WHOLE, 18),
        SheetColumn("Held up by the other side", lambda row: row.tally.held_up, CellKind.WHOLE, 24),
        SheetColumn("Missed", lambda row: row.tally.missed, CellKind.WHOLE, 10),
        SheetColumn("Apart: under cover", lambda row: row.tally.covered, CellKind.WHOLE, 18),
        SheetColumn("Days it held up the other side", lambda row: row.waited, CellKind.WHOLE, 28),
    ),
)


def exported_tallies(found: Across) -> Iterator[ExportedTally]:
    """Both sides of every partnership in which anything fell due, or the side asked for; by name."""
    for partner, year in found.partnerships:
        waited = found.waited_by_partner.get(partner.pk, {})
        for side in Side:
            if found.asked.side in ("", side):
                yield ExportedTally(
                    partner, side, year[side], waited.get(side, 0), found.period.first, found.period.last
                )
