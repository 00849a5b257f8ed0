"""The database as the migrations left it, after a test that committed.

Django truncates every table and makes its permissions anew, which takes a second; a test writes to a dozen tables.
"""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

STAYS = ("django_content_type", "auth_permission")
"""What migrating has written."""


def empty() -> None:
    """Takes every row out, as the owner. What a test has done to a table itself is its own to mend."""
    tables = [
        connection.ops.quote_name(name)
        for name in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if name not in STAYS
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
        )
        written = [table for (table,) in cursor.fetchall()]
        _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", written)
        _each(cursor, "DELETE FROM {}", written)
    with transaction.atomic(), connection.cursor() as cursor:
        _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", written)


def _each(cursor: CursorWrapper, statement: str, tables: list[str]) -> None:
    if tables:
        cursor.execute(";".join(statement.format(table) for table in tables))
