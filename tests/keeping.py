"""Every row of the test database, kept aside and put back: what took long to tell is told once."""

from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import Cursor, sql

_SEQUENCES = (
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
)


@dataclass(frozen=True)
class Rows:
    """What each table held, as PostgreSQL copies it, and how far each sequence had counted."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


@transaction.atomic
def keep() -> Rows:
    """All that the database holds now."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(_SEQUENCES)
        sequences = dict(cursor.fetchall())
        return Rows({table: _copied(cursor.cursor, table) for table in tables}, sequences)


@transaction.atomic
def put_back(rows: Rows) -> None:
    """The database holds `rows` and nothing else; no trigger writes history of it a second time."""
    with connection.cursor() as cursor:
        _each(cursor.cursor, "ALTER TABLE {} DISABLE TRIGGER USER", rows)
        every = sql.SQL(", ").join(map(sql.Identifier, rows.tables))
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(every))
        for table, content in rows.tables.items():
            _paste(cursor.cursor, table, content)
        for name, last in rows.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [connection.ops.quote_name(name), last])
        connection.check_constraints()
        _each(cursor.cursor, "ALTER TABLE {} ENABLE TRIGGER USER", rows)


def _copied(cursor: Cursor, table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with cursor.copy(statement) as copy:
        return b"".join(bytes(piece) for piece in copy)


def _paste(cursor: Cursor, table: str, content: bytes) -> None:
    statement = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
    with cursor.copy(statement) as copy:
        copy.write(content)


def _each(cursor: Cursor, statement: str, rows: Rows) -> None:
    for table in rows.tables:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(table)))
