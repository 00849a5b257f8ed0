"""The history of a row as people read it: who did what, when, and what it was before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from partners.history_tables import HistoryRow, history_of_rows
from partners.models import User
from partners.verb_words import in_words

# Counters, stamps and keys: true, but not what a person changed.
_SILENT = {"id", "partner", "version", "created_at", "created_by", "side"}
_NAMES = ("full_name", "name", "title", "statement")


@dataclass(frozen=True)
class Change:
    """One value that a person changed; `field` is empty where the whole row came or went."""

    at: datetime
    person: User | None
    words: str
    field: str = ""
    before: str = ""
    after: str = ""


def history_of(instance: models.Model) -> list[Change]:
    """Every change of a row, newest first, as far as the database shows its history to who is asking."""
    event_model = history_of_rows(type(instance))
    events: list[HistoryRow] = list(
        event_model._base_manager.filter(pgh_obj_id=instance.pk).order_by("pgh_id")
    )
    people = _people(events)
    names = _Names(events, event_model)
    changes: list[Change] = []
    for before, event in zip([None, *events], events, strict=False):
        changes += _changes(before, event, people, names)
    return changes[::-1]


def _changes(
    before: HistoryRow | None, event: HistoryRow, people: dict[int, User], names: "_Names"
) -> Iterator[Change]:
    context = event.pgh_context or {}
    whole = Change(
        at=parse_datetime(context.get("at", "")) or event.pgh_created_at,
        person=people.get(context.get("person", 0)),
        words=in_words(context.get("verb", ""), event.pgh_label),
    )
    if before is None or event.pgh_label == "delete":
        yield whole
        return
    for field in _spoken_fields(event):
        old, new = getattr(before, field.attname), getattr(event, field.attname)
        if old != new:
            yield replace(
                whole,
                field=str(field.verbose_name),
                before=names.said(field, old),
                after=names.said(field, new),
            )


def _spoken_fields(event: HistoryRow) -> Iterator[models.Field]:
    for field in event._meta.concrete_fields:
        if not field.name.startswith("pgh_") and field.name not in _SILENT:
            yield field


def _people(events: Iterable[HistoryRow]) -> dict[int, User]:
    ids = {(event.pgh_context or {}).get("person") for event in events}
    return User.objects.in_bulk([pk for pk in ids if pk])


class _Names:
    """The names of the rows that a history points at, read once per kind of row."""

    def __init__(self, events: list[HistoryRow], event_model: type[HistoryRow]) -> None:
        self.names: dict[type[models.Model], dict[int, str]] = {}
        wanted: dict[type[models.Model], set[int]] = {}
        for field in event_model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.name not in _SILENT | {"pgh_obj"}:
                ids = {getattr(event, field.attname) for event in events} - {None}
                wanted.setdefault(field.related_model, set()).update(ids)
        for model, ids in wanted.items():
            if ids:
                rows = model._base_manager.filter(pk__in=ids)
                self.names[model] = {row.pk: _name(row) for row in rows}

    def said(self, field: models.Field, value: Any) -> str:
        """A value in people's words; a row out of the reader's reach stays unnamed."""
        if value is None or value == "":
            return "nothing"
        if isinstance(field, models.ForeignKey):
            return self.names.get(field.related_model, {}).get(value, "something else")
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j M Y, H:i")
        if isinstance(value, date):
            return date_format(value, "j M Y")
        return str(dict(field.flatchoices).get(value, value))


def _name(row: models.Model) -> str:
    return next((str(getattr(row, name)) for name in _NAMES if getattr(row, name, None)), str(row))
