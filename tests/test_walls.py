"""Every table stands behind both walls: its keys, and its row policy."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from partners.database.setup import condition_of
from partners.history.tables import is_history
from partners.isolation.constraints import CompositeForeignKey
from partners.models.base import WithPartner
from tests.product import APPS

MODELS = [
    model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)
]
OWNED = [model for model in MODELS if issubclass(model, WithPartner) and not is_history(model)]


def keys_between_partners() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    for model in OWNED:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, WithPartner):
                yield model, field


@pytest.mark.parametrize(
    ("model", "field"),
    list(keys_between_partners()),
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_key_between_two_partnerships_rows_carries_the_partner(
    model: type[models.Model], field: models.ForeignKey
) -> None:
    composite = {
        constraint.field
        for constraint in model._meta.constraints
        if isinstance(constraint, CompositeForeignKey)
    }
    assert field.name in composite


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_table_says_who_may_reach_its_rows(model: type[models.Model]) -> None:
    tracked = getattr(model, "pgh_tracked_model", model)
    assert hasattr(tracked, "row_access")


def test_every_table_that_says_so_has_its_policy_in_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'scope'")
        guarded = {table for (table,) in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        enabled = {table for (table,) in cursor.fetchall()}
    wanted = {model._meta.db_table for model in MODELS if condition_of(model)}
    assert wanted - guarded == set()
    assert wanted - enabled == set()


def test_every_table_of_a_partnership_keeps_its_history_or_is_one_or_is_made_from_others_by_nobody() -> None:
    without = [model for model in OWNED if not hasattr(model, "pgh_event_models")]
    only_grows, made_from_others, counts = "never_changed", "kept_by_background_work", "only_adds_up"
    kept = {only_grows, made_from_others, counts}
    changed = [model.__name__ for model in without if not _watched_by(model) & kept]
    assert changed == []


def _watched_by(model: type[models.Model]) -> set[str]:
    return {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]  # pgtrigger's


def test_the_serving_role_owns_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = %s", [settings.SERVING_ROLE])
        assert cursor.fetchone() == (0,)
