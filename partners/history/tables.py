"""The history tables, as a type: one stands beside each tracked model, made by django-pghistory at import."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeGuard
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models.options import Options

from partners.isolation.rowsecurity import RowAccess


class HistoryRow(Protocol):
    """A row as it stood after one change; `pgh_context` tells who made it, by which verb.

    All that one verb changed carries the same `pgh_context_id`."""

    pgh_tracked_model: ClassVar[type[models.Model]]
    _meta: "ClassVar[Options[Any]]"
    _base_manager: "ClassVar[models.Manager[Any]]"

    pk: int
    pgh_created_at: datetime
    pgh_label: str
    pgh_context: dict[str, Any] | None
    pgh_context_id: UUID | None


def is_history(model: type[models.Model]) -> TypeGuard[type[HistoryRow]]:
    """Whether `model` is the history of another, written by triggers alone."""
    return hasattr(model, "pgh_tracked_model")


def history_of_rows(tracked: type[models.Model]) -> type[HistoryRow]:
    """The model that keeps the history of a tracked one."""
    return next(
        model for model in apps.get_models() if is_history(model) and model.pgh_tracked_model is tracked
    )


def histories() -> Iterator[type[HistoryRow]]:
    """All histories there are."""
    return (model for model in apps.get_models() if is_history(model))


def chain_arguments(model: type[HistoryRow]) -> tuple[str, str]:
    """What the chain keeps beside a link: the column that names the partner ('' for none), and what makes its rows
    private ('side', 'ours', 'edition' or '').
    """
    tracked: Any = model.pgh_tracked_model
    privacy = {RowAccess.PRIVATE: "side", RowAccess.OURS_ONLY: "ours", RowAccess.EDITION: "edition"}
    if tracked.row_access is RowAccess.PARTNER_ITSELF:
        return "id", ""
    has_partner = any(field.column == "partner_id" for field in tracked._meta.concrete_fields)
    return "partner_id" if has_partner else "", privacy.get(tracked.row_access, "")
