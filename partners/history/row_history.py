"""The history of a row as people read it: who did what, when, and what it was before and after."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format

from partners.history.tables import HistoryRow, history_of_rows
from partners.models import User
from partners.verb import did_in_words

# Counters, stamps and keys, and what an undo would need: true, but not what a person changed.
_SILENT = {"id", "partner", "concerns", "version", "created_at", "created_by", "side", "before"}
_NAMES = ("full_name", "name", "title", "statement")


@dataclass(frozen=True)
class Value:
    """One value of a row before and after, in people's words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One value that a person changed; `field` is empty where the whole row came or went."""

    at: datetime
    person: User | None
    words: str
    field: str = ""
    before: str = ""
    after: str = ""


Pair = tuple[HistoryRow | None, HistoryRow]
"""A row as it stood before one change, None where that change wrote it, and after."""


def history_of(instance: models.Model) -> list[Change]:
    """Every change of a row, newest first, as far as the database shows its history to who is asking."""
    event_model = history_of_rows(type(instance))
    events: list[HistoryRow] = list(
        event_model._base_manager.filter(pgh_obj_id=instance.pk).order_by("pgh_id")
    )
    pairs = list(zip([None, *events], events, strict=False))
    people = _people(events)
    changes: list[Change] = []
    for (before, event), values in zip(pairs, values_between(pairs, event_model), strict=True):
        whole = _whole(event, people)
        came_or_went = before is None or event.pgh_label == "delete"
        changes += [whole] if came_or_went else [replace(whole, **asdict(value)) for value in values]
    return changes[::-1]


def values_between(pairs: Sequence[Pair], event_model: type[HistoryRow]) -> list[list[Value]]:
    """For each pair every value that changed; all the row holds where it came or went."""
    names = _Names([event for pair in pairs for event in pair if event is not None], event_model)
    return [list(_values(before, event, names)) for before, event in pairs]


def name_field(event_model: type[HistoryRow]) -> str:
    """The field that names a row of this kind for people; empty where there is none."""
    fields = {field.name for field in event_model._meta.concrete_fields}
    return next((name for name in _NAMES if name in fields), "")


def _whole(event: HistoryRow, people: dict[int, User]) -> Change:
    context = event.pgh_context or {}
    return Change(
        at=parse_datetime(context.get("at", "")) or event.pgh_created_at,
        person=people.get(context.get("person", 0)),
        words=did_in_words(context.get("verb", ""), event.pgh_label),
    )


def _values(before: HistoryRow | None, event: HistoryRow, names: "_Names") -> Iterator[Value]:
    for field in _spoken_fields(event):
        old = getattr(before, field.attname) if before else None
        new = getattr(event, field.attname) if event.pgh_label != "delete" else None
        if old != new and not (_is_nothing(old) and _is_nothing(new)):
            yield Value(str(field.verbose_name), names.in_words(field, old), names.in_words(field, new))


def _is_nothing(value: Any) -> bool:
    """Whether a value says nothing: not set, or an empty text, list or record. Values need not be hashable (JSON)."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def _spoken_fields(event: HistoryRow) -> Iterator[models.Field]:
    for field in event._meta.concrete_fields:
        if not field.name.startswith("pgh_") and field.name not in _SILENT:
            yield field


def _people(events: Iterable[HistoryRow]) -> dict[int, User]:
    ids = {(event.pgh_context or {}).get("person") for event in events}
    return User.objects.in_bulk([pk for pk in ids if pk])


_VALUES: dict[str, Callable[[Any], str]] = {}


def name_values(field: str, words: Callable[[Any], str]) -> None:
    """Says how the history calls the values of `field` ("reviews.AgendaItem.section"), where no choices do.

    For what is declared above the models: an app says it once, when it is ready.
    """
    _VALUES[field] = words


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
                self.names[model] = {row.pk: title_of(row) for row in rows}

    def in_words(self, field: models.Field, value: Any) -> str:
        """A value in people's words; a row out of the reader's reach stays unnamed."""
        if _is_nothing(value):
            return "nothing"
        if isinstance(field, models.ForeignKey):
            return self.names.get(field.related_model, {}).get(value, "something else")
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j M Y, H:i")
        if isinstance(value, date):
            return date_format(value, "j M Y")
        if isinstance(value, dict):
            return "; ".join(f"{key}: {self.in_words(field, of_it)}" for key, of_it in value.items())
        if isinstance(value, list):
            return ", ".join(self.in_words(field, of_it) for of_it in value)
        tracked = getattr(field.model, "pgh_tracked_model", None)
        if tracked and (words := _VALUES.get(f"{tracked._meta.label}.{field.name}")):
            return words(value)
        return str(dict(field.flatchoices).get(value, value))


def title_of(row: models.Model) -> str:
    """What people call a row."""
    return next((str(getattr(row, name)) for name in _NAMES if getattr(row, name, None)), str(row))
