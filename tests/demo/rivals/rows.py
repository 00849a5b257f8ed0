"""What stands in the tables, to see what a request has changed."""

from collections.abc import Container

from django.db import connection, models

from tests.demo.rivals.test_tables import MODELS
from tests.tampering import as_the_owner

Rows = dict[str, tuple[int, int]]
"""Table → how many rows it holds, and a sum over all that they say."""


def changed(left: Rows, stood: Rows) -> list[str]:
    """The tables that do not hold what they held."""
    return [table for table, held in stood.items() if left[table] != held]


def rows(tables: Container[str] | None = None) -> Rows:
    """What stands in these tables, or in every one; read as the owner, past every policy."""
    wanted = [model for model in MODELS if tables is None or model._meta.db_table in tables]
    if not wanted:
        return {}
    with as_the_owner(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_counted, wanted)))
        return {table: (count, said) for table, count, said in cursor.fetchall()}


def written() -> dict[str, int]:
    """Table → how many rows the open transaction has put in, changed or taken out, what was rolled back among them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def changed_since(before: dict[str, int]) -> set[str]:
    """The tables something was written to: the others need not be read again to know what they hold."""
    return {table for table, count in written().items() if count != before.get(table, 0)}


def _counted(model: type[models.Model]) -> str:
    """SQL: a table, how many rows it holds, a sum over what they say. Files never change; they are left unread."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
    said = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    return f"SELECT '{table}', count(*), sum(hashtextextended(({said}, 0)::text, 0)) FROM {table}"
