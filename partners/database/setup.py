"""The two database roles, the row policies and the hash chain, applied after every migration.

One code path for the embedded, the test and the production database: what stands here is compared with what the
database has, and only differences are applied, so that a migration under load takes no needless locks. A table added
by any later migration is covered without a line of its own; one that says nothing about its access stops the migration.
"""

import hashlib
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from partners.database.rights import give_rights, make_nothing, tables
from partners.history.tables import chain_arguments, histories, is_history
from partners.history.triggers import CHAIN_TRIGGER
from partners.isolation.rowsecurity import SIDE, RowAccess, within
from partners.models import AuditEvent

POLICY = "scope"


def prepare_roles(**_: Any) -> None:
    """Before migrating: the serving role exists, and whoever serves may take it. Idempotent."""
    if not settings.OWNS_DATABASE:
        raise ImproperlyConfigured(
            "Migrations run as the owner: set TANDEM_DATABASE_ROLE=owner, or use manage.py."
        )
    role = sql.Identifier(settings.SERVING_ROLE)
    with connection.cursor() as cursor:
        _create_role(cursor, settings.SERVING_ROLE, "NOLOGIN")
        _let_take(cursor, role, sql.SQL("CURRENT_USER"))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        make_nothing(cursor)
        serving = urlsplit(settings.DATABASE_SERVING_URL)
        owner = urlsplit(settings.DATABASE_OWNER_URL)
        if serving.username and serving.username != owner.username:
            _create_role(cursor, serving.username, "LOGIN")
            login = sql.Identifier(serving.username)
            if serving.password:
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                cursor.execute(statement.format(login, sql.Literal(unquote(serving.password))))
            _let_take(cursor, role, login)


def _create_role(cursor: CursorWrapper, name: str, kind: str) -> None:
    # Databases of one cluster share their roles and may be prepared at the same moment.
    cursor.execute(
        sql.SQL(
            "DO $$ BEGIN CREATE ROLE {} {}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(sql.Identifier(name), sql.SQL(kind))
    )


def _let_take(cursor: CursorWrapper, role: sql.Composable, who: sql.Composable) -> None:
    # The same of two who are prepared at once: the second finds the right already there.
    statement = "DO $$ BEGIN GRANT {} TO {}; EXCEPTION WHEN unique_violation THEN NULL; END $$"
    cursor.execute(sql.SQL(statement).format(role, who))


def ready_to_record(**_: Any) -> None:
    """Before migrating: what a migration changes in the rows is linked, and as this release links it, whichever release
    the database comes from, and though it was restored a moment ago. Idempotent; nothing to do in an empty one.
    """
    existing = set(connection.introspection.table_names())
    if AuditEvent._meta.db_table not in existing:
        return
    with connection.cursor() as cursor:
        cursor.execute(_chain())
        for model in histories():
            if model._meta.db_table in existing:
                _apply_chain(cursor, model)


def _chain() -> str:
    return resources.files("partners.history").joinpath("chain.sql").read_text()


def secure_tables(sender: AppConfig, **_: Any) -> None:
    """After the last app has migrated: the cache, rights, policies, history functions and the chain. Idempotent."""
    if sender != [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    # Whatever keeps the cache today: an installation that later loses its Redis finds the table there.
    call_command("createcachetable", settings.CACHE_TABLE, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(_chain())
        existing = set(connection.introspection.table_names(cursor))
        for model in tables():
            if model._meta.db_table in existing:
                _apply_policy(cursor, model)
                if is_history(model):
                    _apply_chain(cursor, model)
        give_rights(cursor)
        _own_functions(cursor)


def condition_of(model: type[models.Model]) -> str | None:
    """The SQL condition of a table's policy, or None where rows need no wall. Raises ImproperlyConfigured."""
    tracked = getattr(model, "pgh_tracked_model", model)
    access = getattr(tracked, "row_access", None)
    if access is None:
        if tracked.__module__.startswith(("django.", "allauth.", "pghistory.")):
            return None
        raise ImproperlyConfigured(
            f"{tracked.__name__} must say who may reach its rows: row_access = RowAccess.…"
        )
    if access is RowAccess.PEOPLE and is_history(model):
        return within("0", "directory")  # who someone was is for those who administer people
    if access is RowAccess.SERVED and is_history(model):
        return f"{SIDE} IN ('ours', 'system')"  # what was written before is the house's own
    return access.value


def _apply_policy(cursor: CursorWrapper, model: type[models.Model]) -> None:
    condition = condition_of(model)
    if condition is None:
        return
    table = sql.Identifier(model._meta.db_table)
    stamp = hashlib.sha256(f"{settings.SERVING_ROLE} {condition}".encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_policy') FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s",
        [connection.ops.quote_name(model._meta.db_table), POLICY],
    )
    if cursor.fetchone() == (stamp,):
        return
    for statement in (
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        "DROP POLICY IF EXISTS {policy} ON {table}",
        "CREATE POLICY {policy} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})",
        "COMMENT ON POLICY {policy} ON {table} IS {stamp}",
    ):
        cursor.execute(
            sql.SQL(statement).format(
                table=table,
                policy=sql.Identifier(POLICY),
                role=sql.Identifier(settings.SERVING_ROLE),
                condition=sql.SQL(condition),
                stamp=sql.Literal(stamp),
            )
        )


def _apply_chain(cursor: CursorWrapper, model: Any) -> None:
    arguments = chain_arguments(model)
    table = sql.Identifier(model._meta.db_table)
    cursor.execute(
        "SELECT tgargs FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
        [connection.ops.quote_name(model._meta.db_table), CHAIN_TRIGGER],
    )
    wanted = b"".join(argument.encode() + b"\0" for argument in arguments)
    found = cursor.fetchone()
    if found and bytes(found[0]) == wanted:
        return
    cursor.execute(sql.SQL("DROP TRIGGER IF EXISTS tandem_chain ON {}").format(table))
    cursor.execute(
        sql.SQL(
            "CREATE CONSTRAINT TRIGGER tandem_chain AFTER INSERT ON {} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION tandem_chain_event({}, {})"
        ).format(table, *map(sql.Literal, arguments))
    )


def _own_functions(cursor: CursorWrapper) -> None:
    """The functions that write history run as the owner: the serving role itself may insert none. Others say so."""
    tracked = [model.pgh_tracked_model._meta.db_table for model in histories()]
    cursor.execute(
        """
        SELECT DISTINCT p.oid::regprocedure::text FROM pg_trigger t
        JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid::regclass::text = ANY(%s) AND t.tgname LIKE 'pgtrigger_%%' AND NOT p.prosecdef
          AND (p.prosrc LIKE '%%pgh_created_at%%' OR p.prosrc LIKE '%%-- runs as the owner%%')
        """,
        [tracked],
    )
    for (function,) in cursor.fetchall():
        cursor.execute(
            sql.SQL("ALTER FUNCTION {} SECURITY DEFINER SET search_path = public, pg_temp").format(
                sql.SQL(function)
            )
        )
