"""Which row of a list is which action on record: a list is brought again, and another list has numbers of its own."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from governance.models import ActionItem, AwaitedAction
from governance.sheets import TrackerRow
from governance.sheets.keys import read_key
from partners.history.tables import history_of_rows
from partners.models import Partner
from partners.normalize import fold

LIKENESS = 0.6
"""How alike two titles of one number are that say the same in other words."""
_LIVE = (ActionItem.State.PROPOSED, ActionItem.State.OPEN, ActionItem.State.REPORTED)


@dataclass
class OnRecord:
    """An action as it stands, and what it was called, whose it was and when it was due at any time since it came in.

    What became of it here since is no difference: a list that still says what it said is not ahead of us.
    """

    item: ActionItem
    titles: set[str] = field(default_factory=set)
    owners: set[int | None] = field(default_factory=set)
    days: set[date | None] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)

    def says(self, row: TrackerRow) -> int:
        """How much of title, owner and day the row has in common with it."""
        owner = row.owner.id if row.owner else None
        return (fold(row.title) in self.titles) + (owner in self.owners) + (row.due in self.days)

    def is_called(self, row: TrackerRow) -> bool:
        return fold(row.title) in self.titles

    def is_alike(self, row: TrackerRow) -> bool:
        """Whether it says the same in other words: a title much alike, and the owner or the day."""
        if self.says(row) == 0:
            return False
        asked = fold(row.title)
        return any(SequenceMatcher(None, asked, title).ratio() >= LIKENESS for title in self.titles)


class Actions:
    """The actions of a partnership, each to be found by one row only. Those taken back with their list are none."""

    def __init__(self, partner: Partner) -> None:
        live = ActionItem.objects.filter(partner=partner, never_was=False)
        items = live.select_related("owner", "created_by")
        self.on_record = {item.pk: OnRecord(item) for item in items}
        self.numbered: dict[str, list[OnRecord]] = defaultdict(list)
        self.titled: dict[str, list[OnRecord]] = defaultdict(list)
        self.taken: set[int] = set()
        waiting = AwaitedAction.objects.filter(partner=partner, never_was=False)
        self.awaited = {
            (fold(title), email, due)
            for title, email, due in waiting.values_list("title", "invitation__email", "due_on")
        }
        came_in = history_of_rows(ActionItem)._base_manager.filter(partner_id=partner.pk, pgh_label="insert")
        then = came_in.values_list("pgh_obj_id", "title", "owner_id", "first_due_on", "due_on", "detail")
        now = ((i.pk, i.title, i.owner_id, i.first_due_on, i.due_on, i.detail) for i in items)
        for pk, title, owner, first, due, detail in (*then, *now):
            if record := self.on_record.get(pk):
                record.notes.add(" ".join(detail.split()))
                record.titles.add(fold(title))
                record.owners.add(owner)
                record.days |= {first, due} - {None}
        for record in self.on_record.values():
            if record.item.reference:
                self.numbered[record.item.reference].append(record)
            for title in record.titles:
                self.titled[title].append(record)

    def matched(self, rows: Sequence[TrackerRow]) -> dict[int, OnRecord]:
        """Line → the action it is, the surest first: by what Tandem called it in an export, as it came in, by its
        number, by its title. No action is two rows.
        """
        found: dict[int, OnRecord] = {}
        for way in (self._by_key, self._as_it_came, self._by_number, self._by_title):
            for row in rows:
                if row.line not in found and (record := self._free(way(row))):
                    found[row.line] = record
                    self.taken.add(record.item.pk)
        return found

    def is_awaited(self, row: TrackerRow) -> bool:
        """Whether it came in already, for somebody who is invited."""
        if row.owner is None or not row.owner.is_invited:
            return False
        return any((fold(row.title), email, row.due) in self.awaited for email in row.owner.aliases)

    def of_that_number(self, row: TrackerRow) -> OnRecord | None:
        """The action that has the row's number, and is another one."""
        return next(iter(self.numbered.get(row.reference, ())), None) if row.reference else None

    def _free(self, records: Iterable[OnRecord]) -> OnRecord | None:
        return next((record for record in records if record.item.pk not in self.taken), None)

    def _by_key(self, row: TrackerRow) -> list[OnRecord]:
        key = read_key(row.key)
        record = self.on_record.get(key.pk) if key and key.model is ActionItem else None
        return [record] if record else []

    def _as_it_came(self, row: TrackerRow) -> list[OnRecord]:
        """Its title, owner and day as at some time here, and no other number."""
        return [
            record
            for record in self.titled.get(fold(row.title), ())
            if record.says(row) == 3 and self._may_be(row, record)
        ]

    def _by_number(self, row: TrackerRow) -> list[OnRecord]:
        """The same number, and the same title or one that says the same."""
        numbered = self.numbered.get(row.reference, ()) if row.reference else ()
        called = [record for record in numbered if record.is_called(row)]
        return called or [record for record in numbered if record.is_alike(row)]

    def _by_title(self, row: TrackerRow) -> list[OnRecord]:
        """The same title and the same owner or day, while it is alive and has no other number."""
        return [
            record
            for record in self.titled.get(fold(row.title), ())
            if record.says(row) == 2 and record.item.state in _LIVE and self._may_be(row, record)
        ]

    def _may_be(self, row: TrackerRow, record: OnRecord) -> bool:
        return not row.reference or record.item.reference in ("", row.reference)
