"""Every table of the database out of one snapshot, and into an empty database that has the same tables.

PostgreSQL's own COPY does it, as text: any major version reads what any other wrote, and no program is needed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from config.backups.archive import Digest
from config.backups.manifest import Manifest, Table

Connection = psycopg.Connection[tuple[Any, ...]]
_WAY_THERE = ("host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey")
_MACHINERY = "tandem_"
"""How the tables begin that stand after every migration and keep nothing (partners/database/setup.py): the cache, the
turn in which links are written."""
_SAME_TEXT = (
    "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC'; "
    "SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8'; "
    # Two readings of a table must come in the same order.
    "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off; "
    "SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
    "SET LOCAL idle_in_transaction_session_timeout = 0"
)


def connected(database: str | None = None, **more: Any) -> Connection:
    """A connection of its own to Django's database, or to another of the same server, by the same login."""
    facts = connection.get_connection_params()
    wanted = {name: facts[name] for name in _WAY_THERE if name in facts}
    return psycopg.connect(dbname=database or facts["dbname"], **wanted, **more)


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A transaction that sees the database as it is now, whatever is written meanwhile, and changes nothing."""
    with connected() as own:
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        own.read_only = True
        own.execute(_SAME_TEXT)
        for name in names(own):
            # A migration waits until we are done, and not the other way round.
            own.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(sql.Identifier(name)))
        yield own
        own.rollback()


def names(own: Connection) -> list[str]:
    """Every table whose rows are kept."""
    found = own.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
        "AND NOT starts_with(c.relname, %s) ORDER BY c.relname",
        [_MACHINERY],
    )
    return [name for (name,) in found]


def columns(own: Connection, table: str) -> list[list[str]]:
    """Name and type of each column that is written; PostgreSQL computes the others itself."""
    found = own.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass "
        "AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [sql.Identifier("public", table).as_string()],
    )
    return [[name, kind] for name, kind in found]


def copied(own: Connection, table: str, cut: list[list[str]]) -> Iterator[bytes]:
    """The rows of a table, as they come."""
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier("public", table), _listed(cut))
    with own.cursor() as cursor, cursor.copy(statement) as copy:
        for data in copy:
            yield bytes(data)


def sequences(own: Connection) -> dict[str, int]:
    """How far each has counted: what it gives next is higher. 0 where it has given nothing."""
    found = own.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
    counted = {}
    for (name,) in found.fetchall():
        asked = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}")
        row = own.execute(asked.format(sql.Identifier("public", name))).fetchone()
        counted[name] = int(row[0]) if row else 0
    return counted


def migrations(own: Connection) -> list[list[str]]:
    found = own.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [[app, name] for app, name in found]


def head(own: Connection) -> str:
    """The newest link of the history, "" where nothing has happened yet."""
    found = own.execute(
        "SELECT sequence || ':' || encode(hash, 'hex') FROM partners_auditevent ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    return str(found[0]) if found else ""


@dataclass(frozen=True)
class Difference:
    """A table that the back-up holds and that this release makes otherwise."""

    table: str
    here: list[list[str]]


def differences(own: Connection, manifest: Manifest) -> list[Difference]:
    """The tables that are not here as they were there; the order of columns does not matter."""
    found = {name: columns(own, name) for name in names(own)}
    wanted = {table.name: table.columns for table in manifest.tables}
    return [
        Difference(name, found.get(name, []))
        for name in sorted({*found, *wanted})
        if sorted(found.get(name, [])) != sorted(wanted.get(name, []))
    ]


class Filling:
    """Fills the empty tables of a new database within one transaction; `begin`, `take` …, `end`."""

    def __init__(self, own: Connection) -> None:
        self._own = own
        self._columns: dict[str, list[list[str]]] = {}
        self._keys: list[tuple[str, str, str]] = []
        self._open: tuple[str, Any, Any] | None = None

    def begin(self, tables: list[Table]) -> None:
        """Empties what the migrations have filled; no trigger writes history, and keys are checked at the end."""
        self._columns = {table.name: table.columns for table in tables}
        self._own.execute(_SAME_TEXT)
        self._keys = self._own.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0 ORDER BY 1, 2"
        ).fetchall()
        for table, name, _ in self._keys:
            self._say("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
        every = sql.SQL(", ").join(sql.Identifier("public", name) for name in names(self._own))
        self._own.execute(sql.SQL("TRUNCATE {}").format(every))
        self._triggers("DISABLE")

    def take(self, table: str, data: bytes) -> None:
        """The next bytes of a table. Raises KeyError for a table that was not announced."""
        if self._open is None or self._open[0] != table:
            self._close()
            target, cut = sql.Identifier("public", table), self._columns[table]
            context = self._own.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(target, _listed(cut)))
            self._open = (table, context, context.__enter__())
        self._open[2].write(data)

    def end(self, counted: dict[str, int]) -> None:
        """Raises psycopg.Error where a row points at nothing."""
        self._close()
        for table, name, definition in self._keys:
            self._say("ALTER TABLE {} ADD CONSTRAINT {} {}", table, name, definition)
        self._triggers("ENABLE")
        here = sequences(self._own)
        for name, last in counted.items():
            if name in here:
                self._own.execute(
                    "SELECT setval(%s::regclass, %s, %s)",
                    [sql.Identifier("public", name).as_string(), max(last, 1), last > 0],
                )
        self._own.commit()

    def _close(self) -> None:
        if self._open is not None:
            self._open[1].__exit__(None, None, None)
            self._open = None

    def _triggers(self, how: str) -> None:
        for name in names(self._own):
            statement = sql.SQL("ALTER TABLE {} {} TRIGGER USER")
            self._own.execute(statement.format(sql.Identifier("public", name), sql.SQL(how)))

    def _say(self, statement: str, *words: str) -> None:
        self._own.execute(sql.SQL(statement).format(*map(sql.SQL, words)))


def analyze(own: Connection) -> None:
    """Tells the planner what there is now; a new database has no statistics until PostgreSQL finds the time."""
    own.commit()
    own.autocommit = True
    own.execute("ANALYZE")
    own.autocommit = False


def unlike(own: Connection, tables: Iterable[Table]) -> list[str]:
    """Those whose rows, read again, are not byte for byte what the back-up holds."""
    own.execute(_SAME_TEXT)
    wrong = []
    for table in tables:
        digest = Digest()
        for data in copied(own, table.name, table.columns):
            digest.take(data)
        if (*digest.facts, digest.lines) != (table.bytes, table.sha256, table.rows):
            wrong.append(table.name)
    return wrong


def _listed(cut: list[list[str]]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name, _ in cut)
