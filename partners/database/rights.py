"""What the serving role may do, table by table and function by function: no more than Tandem needs of it.

Applied after every migration; only differences are, so that a migration under load takes nothing away for a moment.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from partners.history.tables import is_history
from partners.isolation.rowsecurity import RowRights

_OF_LIBRARIES: Mapping[str, RowRights] = {
    "account_emailaddress": RowRights.DELETE,
    "account_emailconfirmation": RowRights.DELETE,
    "django_session": RowRights.DELETE,
    "mfa_authenticator": RowRights.DELETE,
    "socialaccount_socialaccount": RowRights.DELETE,
    "socialaccount_socialtoken": RowRights.DELETE,
    "usersessions_usersession": RowRights.DELETE,
}
"""What libraries write in the service of people. Their other tables (permissions, content types) are read."""

_OF_NO_MODEL: Mapping[str, RowRights] = {
    "django_migrations": RowRights.READ,
    settings.CACHE_TABLE: RowRights.DELETE,
}
_SHADOWS = (
    "The role {role} may create objects in the schema public, where they would stand in for Tandem's own. Whoever owns "
    "the schema has to run: REVOKE CREATE ON SCHEMA public FROM PUBLIC"
)


def tables() -> Iterator[Any]:
    """Every model that has a table of its own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def rights_of(model: type[models.Model]) -> RowRights:
    """What the serving role may do to a model's rows."""
    if is_history(model):
        return RowRights.READ
    if model.__module__.startswith(("partners.", "governance.", "dashboards.", "reviews.")):
        return getattr(model, "row_rights", RowRights.CHANGE)
    return _OF_LIBRARIES.get(model._meta.db_table, RowRights.READ)


def give_rights(cursor: CursorWrapper) -> None:
    """The serving role may do what the models say, and call nothing but what a trigger of its own calls."""
    wanted = {**{model._meta.db_table: rights_of(model) for model in tables()}, **_OF_NO_MODEL}
    held = _held(cursor)
    for table, rights in wanted.items():
        if table in held and held[table] != set(rights.value.split(", ")):
            _give(cursor, table, rights)
    _count_where_rows_are_added(cursor, wanted)
    _call_nothing(cursor)


def make_nothing(cursor: CursorWrapper) -> None:
    """The serving role makes no objects, not even temporary ones: they could stand in for Tandem's. Raises
    ImproperlyConfigured where that is not in the migrating role's power.
    """
    role, name = settings.SERVING_ROLE, connection.settings_dict["NAME"]
    if _may(cursor, "has_schema_privilege(%s, 'public', 'CREATE')", role):
        _if_allowed(cursor, sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
        if _may(cursor, "has_schema_privilege(%s, 'public', 'CREATE')", role):
            raise ImproperlyConfigured(_SHADOWS.format(role=role))
    if _may(cursor, "has_database_privilege(%s, current_database(), 'TEMPORARY')", role):
        statement = sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC")
        _if_allowed(cursor, statement.format(sql.Identifier(str(name))))


def _may(cursor: CursorWrapper, question: str, role: str) -> bool:
    cursor.execute(f"SELECT {question}", [role])
    return bool(cursor.fetchone()[0])


def _if_allowed(cursor: CursorWrapper, statement: sql.Composable) -> None:
    # Where schema or database are another's, PostgreSQL warns or refuses.
    block = "DO $$ BEGIN {}; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$"
    cursor.execute(sql.SQL(block).format(statement))


def _held(cursor: CursorWrapper) -> dict[str, set[str]]:
    """Table → what the serving role may do there now, of every table there is."""
    cursor.execute(
        """
        SELECT c.relname, coalesce(array_agg(acl.privilege_type) FILTER (WHERE acl.grantee = %s::regrole), '{}')
        FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) AS acl ON true
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY 1
        """,
        [settings.SERVING_ROLE],
    )
    return {table: set(rights) for table, rights in cursor.fetchall()}


@transaction.atomic
def _give(cursor: CursorWrapper, table: str, rights: RowRights) -> None:
    names = sql.Identifier(table), sql.Identifier(settings.SERVING_ROLE)
    cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(*names))
    cursor.execute(sql.SQL(f"GRANT {rights.value} ON {{}} TO {{}}").format(*names))


def _count_where_rows_are_added(cursor: CursorWrapper, wanted: Mapping[str, RowRights]) -> None:
    """The serving role draws numbers for the rows it adds; those of histories are drawn by the owner's functions."""
    adding = [table for table, rights in wanted.items() if rights is not RowRights.READ]
    cursor.execute(
        """
        SELECT numbers.relname, numbered.relname = ANY(%s)
        FROM pg_depend d JOIN pg_class numbers ON numbers.oid = d.objid AND numbers.relkind = 'S'
        JOIN pg_class numbered ON numbered.oid = d.refobjid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
          AND numbers.relnamespace = 'public'::regnamespace AND numbered.relname = ANY(%s)
          AND has_sequence_privilege(%s, numbers.oid, 'USAGE') <> (numbered.relname = ANY(%s))
        """,
        [adding, list(wanted), settings.SERVING_ROLE, adding],
    )
    for sequence, adds in cursor.fetchall():
        statement = "GRANT USAGE ON SEQUENCE {} TO {}" if adds else "REVOKE ALL ON SEQUENCE {} FROM {}"
        names = sql.Identifier(sequence), sql.Identifier(settings.SERVING_ROLE)
        cursor.execute(sql.SQL(statement).format(*names))


def _call_nothing(cursor: CursorWrapper) -> None:
    """A function that runs as the owner could be hung on a table of one's own, and write history that never was."""
    cursor.execute(
        """
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner = current_user::regrole
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
          AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) AS acl WHERE acl.grantee = 0))
        """
    )
    functions = [sql.SQL(function) for (function,) in cursor.fetchall()]
    if functions:
        every = sql.SQL(", ").join(functions)
        cursor.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(every))
    # Guards run as whoever changes the row, and ask this.
    asked = sql.SQL("GRANT EXECUTE ON FUNCTION public._pgtrigger_should_ignore(name) TO {}")
    if not _may(
        cursor,
        "has_function_privilege(%s, 'public._pgtrigger_should_ignore(name)', 'EXECUTE')",
        settings.SERVING_ROLE,
    ):
        cursor.execute(asked.format(sql.Identifier(settings.SERVING_ROLE)))
