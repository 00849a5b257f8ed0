"""Databases as a whole, for a restore: one beside the one that stands, and their exchange in a single transaction."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import psycopg
from django.db import connection
from psycopg import sql

from config.backups import tables
from config.backups.trouble import BackupTrouble

_LOCK = 7468622
_LEAVES_WITHIN = 3.0
"""Seconds in which a connection that was closed, such as our own, is gone from the server as well."""
_LONGEST = 40
"""Characters of a name that leave room for what is put behind it."""


@contextmanager
def switched_to(name: str) -> Iterator[None]:
    """Within the block Django works in another database of the same server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


class Server:
    """The server, asked from a database that is neither of the two."""

    def __init__(self, own: tables.Connection, name: str) -> None:
        self._own = own
        self.name = name

    @property
    def draft(self) -> str:
        """The database a restore fills; left over, it is of no worth."""
        return f"{self.name[:_LONGEST]}_restoring"

    def before(self, stamp: str) -> str:
        """What the database that stood is called afterwards."""
        return f"{self.name[:_LONGEST]}_before_{stamp}"

    def all_before(self) -> list[str]:
        """Those that restores have set aside."""
        return self._column(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1", self.before("")
        )

    def has(self, name: str) -> bool:
        return bool(self._column("SELECT datname FROM pg_database WHERE datname = %s", name))

    def may_make_databases(self) -> bool:
        return bool(
            self._column(
                "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolcreatedb OR rolsuper)"
            )
        )

    def require_nobody_else(self) -> None:
        """Raises BackupTrouble while anything else uses the database."""
        connection.close()
        until = time.monotonic() + _LEAVES_WITHIN
        while (others := self._others()) and time.monotonic() < until:
            time.sleep(0.1)
        if others:
            raise BackupTrouble(
                f"Others use the database ({len(others)} connections). Stop web, worker, beat and the clock of "
                "back-ups first, then restore. Nothing was touched."
            )

    def _others(self) -> list[str]:
        return self._column(
            "SELECT pid::text FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'",
            self.name,
        )

    def make_draft(self) -> None:
        """An empty database like the one that stands, of the same encoding and the same order of names."""
        self.drop(self.draft)
        like = self._own.execute(
            "SELECT datcollate, datctype, datlocprovider::text FROM pg_database WHERE datname = %s",
            [self.name],
        ).fetchone()
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(self.draft)
        )
        if like and like[2] == "c":
            locale = sql.SQL(" LOCALE_PROVIDER libc LC_COLLATE {} LC_CTYPE {}")
            statement += locale.format(sql.Literal(like[0]), sql.Literal(like[1]))
        self._own.execute(statement)

    def drop(self, name: str) -> None:
        drop(self._own, name)

    def exchange(self, comes: str, goes: str) -> None:
        """`comes` gets the name of the database that stands, which is called `goes` from then on: both, or neither."""
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._own.transaction():
            self._own.execute(rename.format(sql.Identifier(self.name), sql.Identifier(goes)))
            self._own.execute(rename.format(sql.Identifier(comes), sql.Identifier(self.name)))

    def _column(self, question: sql.SQL | str, *values: str) -> list[str]:
        return [str(value) for (value,) in self._own.execute(question, list(values))]


class Executes(Protocol):
    """A connection, or a cursor of Django's."""

    def execute(self, query: Any, params: Any = None) -> object: ...


def drop(own: Executes, name: str) -> None:
    """Ends whoever of ours is connected first. FORCE would fail, for all but a superuser, where a worker of
    PostgreSQL's tidies up in there at that moment, as it does once a restore has filled it; a plain DROP ends that one.
    """
    own.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend' AND pg_has_role(usesysid, 'MEMBER')",
        [name],
    )
    own.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@contextmanager
def server() -> Iterator[Server]:
    """The server of Django's database, for one restore at a time. Raises BackupTrouble."""
    name = connection.settings_dict["NAME"]
    with _elsewhere() as own:
        row = own.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK, name]).fetchone()
        if not row or not row[0]:
            raise BackupTrouble("This database is being restored already. Wait until that has ended.")
        yield Server(own, name)


def _elsewhere() -> tables.Connection:
    try:
        return tables.connected("postgres", autocommit=True)
    except psycopg.OperationalError:
        return tables.connected("template1", autocommit=True)


def empty_out() -> None:
    """Removes all that Tandem makes in Django's database, which nobody has used yet."""
    with tables.connected(autocommit=True) as own:
        own.execute("DROP SCHEMA public CASCADE")
        own.execute("CREATE SCHEMA public")


def people_here() -> int:
    """How many people the database that stands knows; 0 in one that is empty."""
    with tables.connected() as own:
        if "partners_user" not in tables.names(own):
            return 0
        row = own.execute("SELECT count(*) FROM partners_user").fetchone()
        return int(row[0]) if row else 0
