"""The folded migrations leave what the ones they stand in for leave, also for who stands half way."""

import os
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState
from pytest_django import DjangoDbBlocker

from config.backups.databases import drop
from partners.batched_migrations import BatchedMigration
from tests.product import APPS
from tests.templates import connected_to, migrated

WHOLE = os.environ.get("FAULTS") == "whole"
UNFOLDED_AT_MOST = 11
NAMED = ("indexes", "constraints", "triggers")
HALF_WAY = [
    ("partners", "0003_accounts_and_sign_ins"),
    ("governance", "0002_evidence"),
    ("mfa", "0001_initial"),
]
CATALOG = """
    SELECT 'column', c.relname, a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull,
           a.attidentity, pg_get_expr(d.adbin, d.adrelid))
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
      LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, concat_ws(' ', pg_get_triggerdef(t.oid), prosrc)
      FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal
    UNION ALL SELECT 'policy', tablename, policyname, concat_ws(' ', roles, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT 'right', table_name, grantee, privilege_type FROM information_schema.table_privileges
     WHERE grantee = 'tandem_web'
"""


@pytest.fixture
def empty(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The connection leads to a database with nothing in it."""
    name = f"{connection.settings_dict['TEST']['NAME']}_unfolded"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}"')
        with connected_to(name):
            yield
        drop(cursor, name)


def _catalog(*labels: str) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(CATALOG)
        rows = cursor.fetchall()
    return {row for row in rows if not labels or row[1].startswith(tuple(f"{label}_" for label in labels))}


def _migrate_unfolded(targets: list[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(targets)


def test_an_empty_database_gets_one_migration_an_app_for_all_that_were_folded() -> None:
    graph = MigrationLoader(None).graph
    assert [name for label in APPS for _, name in graph.root_nodes(label) if "_squashed_" not in name] == []


def test_those_that_follow_the_folded_are_few_and_quick() -> None:
    """On an empty database each of them takes what the whole folded one does: fold again (docs/decisions/0003)."""
    loader = MigrationLoader(None)
    later = [key for key in loader.graph.nodes if key[0] in APPS and not loader.get_migration(*key).replaces]
    assert len(later) <= UNFOLDED_AT_MOST, sorted(later)
    slow = [
        key
        for key, migration in loader.disk_migrations.items()
        if key in later and len(migration.operations) > 2 and not isinstance(migration, BatchedMigration)
    ]
    assert slow == [], "class Migration(BatchedMigration): steps of one kind run together"


def test_folded_or_not_the_migrations_know_the_same_models() -> None:
    folded = _known(MigrationLoader(None))
    unfolded = _known(MigrationLoader(None, replace_migrations=False))
    assert [key for key in folded | unfolded if folded.get(key) != unfolded.get(key)] == []


def _known(loader: MigrationLoader) -> dict[tuple[str, str], object]:
    """What the state holds of each model; what has a name of its own in any order."""
    ends = [
        key for key in loader.graph.leaf_nodes() if loader.replace_migrations or "_squashed_" not in key[1]
    ]

    def facts(model: ModelState) -> object:
        named = {what: {one.name: one for one in model.options.get(what, [])} for what in NAMED}
        fields = {name: _written(field) for name, field in model.fields.items()}
        options = {name: value for name, value in model.options.items() if name not in NAMED}
        return model.bases, fields, named, options

    return {key: facts(model) for key, model in loader.project_state(ends).models.items()}


def _written(field: models.Field) -> object:
    """A field as a migration writes it; of a list, what it is a list of as well."""
    path, args, options = field.deconstruct()[1:]
    return (
        path,
        args,
        {
            name: _written(value) if isinstance(value, models.Field) else value
            for name, value in options.items()
        },
    )


@pytest.mark.faults
def test_folded_or_not_the_migrations_leave_the_same_tables(empty: None) -> None:
    if not WHOLE:  # half a minute less
        last = [
            key
            for key in MigrationLoader(None).disk_migrations
            if key[0] == "partners" and "_sq" not in key[1]
        ]
        _migrate_unfolded([max(last)])
        unfolded = {fact for fact in _catalog("partners") if fact[0] not in ("policy", "right")}
        with connected_to(migrated()):
            folded = _catalog("partners")
        assert unfolded - folded == set()
        return
    _migrate_unfolded(HALF_WAY)
    call_command("migrate", verbosity=0)
    unfolded = _catalog()
    with connected_to(migrated()):
        folded = _catalog()
    assert unfolded ^ folded == set()
