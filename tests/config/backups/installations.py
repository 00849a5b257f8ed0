"""Installations of a test's own: a database that may be renamed, and a folder of files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from config.backups import tables
from config.backups.databases import drop, switched_to
from config.backups.making import Made, make
from config.backups.manifest import Manifest
from config.backups.places import Folder
from config.backups.restoring import Chosen, restore
from tests.templates import migrated

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
KEY = "k" * 16 + "only for tests, and long enough"


def quiet(line: str) -> None:
    """Nobody listens."""


@dataclass
class Installation:
    """Database and files, and the folder its back-ups go to."""

    name: str
    files: Path
    place: Folder

    def back_up(self, *, key: str = "", now: datetime = NOW) -> Made:
        return make(self.place, beginning="tandem", key=key, now=now, say=quiet)

    def restore(self, made: Made, *, key: str = "", over: bool = True) -> Manifest:
        return restore(
            Chosen(self.place, made.name, key), over=over, now=NOW, say=quiet, how=as_the_template_has_them
        )[0]

    def rows(self) -> dict[str, list[bytes]]:
        """All rows of all tables, but for what a restore adds itself."""
        with tables.snapshot() as own:
            return {
                name: sorted(tables.copied(own, name, tables.columns(own, name)))
                for name in tables.names(own)
            }

    def files_here(self) -> dict[str, bytes]:
        found = (path for path in self.files.rglob("*") if path.is_file())
        named = {path.relative_to(self.files).as_posix(): path.read_bytes() for path in found}
        return {name: content for name, content in named.items() if not name.startswith(".")}

    def databases(self) -> list[str]:
        asked = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY 1"
        with on_server() as own:
            return [name for (name,) in own.execute(asked, [self.name])]

    def unbind(self, table: str, *, pointing: str) -> None:
        """Takes the table's triggers away, and its keys: those it points with (conrelid), or those that point at it
        (confrelid). The owner may, who is no superuser where Tandem runs."""
        self.write(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        keys = f"SELECT conrelid::regclass AS named, conname FROM pg_constraint WHERE contype = 'f' AND {pointing}"
        self.write(
            f"DO $$ DECLARE key record; BEGIN FOR key IN {keys} = '{table}'::regclass LOOP"
            " EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.named, key.conname); END LOOP; END $$"
        )

    def write(self, statement: str | sql.Composed) -> None:
        with tables.connected(autocommit=True) as own:
            own.execute(statement)  # type: ignore[call-overload]  # written in the tests

    def ask(self, question: str) -> object:
        with tables.connected() as own:
            row = own.execute(question).fetchone()  # type: ignore[call-overload]  # written in the tests
        return row[0] if row else None


def on_server() -> psycopg.Connection:
    return tables.connected("postgres", autocommit=True)


def as_the_template_has_them(manifest: Manifest) -> None:
    """The tables of today without migrating to them once more: a restore in a test takes seconds, not half a minute."""
    draft = connection.settings_dict["NAME"]
    connection.close()
    make_database(draft)


_template = cache(migrated)


def make_database(name: str, template: str = "") -> None:
    """A copy of the template; without one, of an installation of today with nothing in it."""
    template = template or _template()
    with on_server() as own:
        drop(own, name)
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        own.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


@contextmanager
def made_installation(name: str, folder: Path) -> Iterator[Installation]:
    """Brought up to date and empty. Gone afterwards, with all that restores have left beside it."""
    make_database(name)
    (folder / "files").mkdir()
    installation = Installation(name, folder / "files", Folder(folder / "back-ups"))
    try:
        with switched_to(name):
            yield installation
    finally:
        with on_server() as own:
            for left in installation.databases():
                drop(own, left)
