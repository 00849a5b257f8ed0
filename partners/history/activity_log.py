"""The chained history as people read it: one line for each thing somebody did, with what it was done to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby

from django.apps import apps

from partners.history.row_history import Pair, Value, name_field, values_between
from partners.history.tables import HistoryRow, is_history
from partners.models import AuditEvent, Partner, User
from partners.models.history import AuditEventQuerySet
from partners.verb import did_in_words

ROWS_SHOWN = 40
"""Rows of one deed that are shown in full; an import may have written thousands."""


@dataclass(frozen=True)
class LogEntry:
    """What one verb did; `sequence` is the number of its newest link, `title` the name of what it was done to."""

    sequence: int
    at: datetime
    person: User | None
    words: str
    title: str
    rows: str
    partner: Partner | None


@dataclass(frozen=True)
class RowChange:
    """What became of one row within a deed: each value before and after, or all of it where it came or went."""

    kind: str
    title: str
    operation: str
    values: list[Value]


def log_entries(events: Iterable[AuditEvent], partners: dict[int, Partner]) -> list[LogEntry]:
    """Events in the order of the chain, those of one verb as one line; a query for each kind of row."""
    events = list(events)
    people = User.objects.in_bulk({event.person_id for event in events} - {None})
    titles = _titles(events)
    return [
        _told(list(together), people, titles, partners.get(deed.partner_id))
        for deed, together in _together(events)
    ]


def of_the_same_verb(events: AuditEventQuerySet, event: AuditEvent) -> AuditEventQuerySet:
    """Of `events`, those that came of the verb that `event` came of."""
    if not event.verb:
        return events.filter(pk=event.pk)
    return events.filter(
        happened_at=event.happened_at, person_id=event.person_id, verb=event.verb, partner_id=event.partner_id
    )


def rows_of(events: Iterable[AuditEvent]) -> list[RowChange]:
    """What became of each row, in the order it happened, as far as the database shows the rows to who is asking."""
    of_table: dict[str, list[AuditEvent]] = {}
    for event in events:
        of_table.setdefault(event.table_name, []).append(event)
    found = [pair for table, rows in of_table.items() for pair in _changes_of(histories()[table], rows)]
    return [change for _, change in sorted(found, key=lambda pair: pair[0])]


@cache
def histories() -> dict[str, type[HistoryRow]]:
    """The name of a history table → its model."""
    return {model._meta.db_table: model for model in apps.get_models() if is_history(model)}


@cache
def kinds_of_rows() -> dict[str, str]:
    """The name of a history table → what its rows are, in words."""
    return {table: str(model.pgh_tracked_model._meta.verbose_name) for table, model in histories().items()}


@dataclass(frozen=True)
class _Key:
    """Events alike in this came of one verb and are read as one line."""

    happened_at: datetime
    person_id: int | None
    verb: str
    partner_id: int
    alone: int


def _together(events: Iterable[AuditEvent]) -> Iterator[tuple[_Key, Iterator[AuditEvent]]]:
    return groupby(
        events,
        key=lambda event: _Key(
            event.happened_at,
            event.person_id,
            event.verb,
            event.partner_id or 0,
            0 if event.verb else event.pk,
        ),
    )


def _told(
    events: list[AuditEvent], people: dict[int, User], titles: dict[int, str], partner: Partner | None
) -> LogEntry:
    newest = events[0]
    counts = Counter(kinds_of_rows().get(event.table_name, event.table_name) for event in events)
    return LogEntry(
        sequence=newest.sequence,
        at=newest.happened_at,
        person=people.get(newest.person_id or 0),
        words=did_in_words(newest.verb, newest.operation),
        title=next((titles[event.pk] for event in reversed(events) if event.pk in titles), ""),
        rows=", ".join(kind if count == 1 else f"{kind} × {count}" for kind, count in counts.items()),
        partner=partner,
    )


def _titles(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Link → what its row was called then."""
    wanted: dict[str, dict[int, int]] = {}
    for event in events:
        wanted.setdefault(event.table_name, {})[event.event_id] = event.pk
    found: dict[int, str] = {}
    for table, links in wanted.items():
        model = histories().get(table)
        if model and (field := name_field(model)):
            rows = model._base_manager.filter(pk__in=links).values_list("pk", field)
            found |= {links[pk]: title for pk, title in rows if title}
    return found


def _changes_of(model: type[HistoryRow], events: list[AuditEvent]) -> Iterator[tuple[int, RowChange]]:
    links = {event.event_id: event for event in events}
    objects = {event.object_id for event in events}
    rows = model._base_manager.filter(pgh_obj_id__in=objects, pk__lte=max(links)).order_by("pgh_obj_id", "pk")
    field, kind = name_field(model), str(model.pgh_tracked_model._meta.verbose_name)
    pairs = [
        (before, row)
        for _, versions in groupby(rows, key=lambda row: row.pgh_obj_id)
        for before, row in _pairs(versions)
        if row.pk in links
    ]
    for (_, row), values in zip(pairs, values_between(pairs, model), strict=True):
        title = str(getattr(row, field)) if field else ""
        yield links[row.pk].sequence, RowChange(kind, title, row.pgh_label, values)


def _pairs(versions: Iterable[HistoryRow]) -> Iterator[Pair]:
    before = None
    for version in versions:
        yield before, version
        before = version
