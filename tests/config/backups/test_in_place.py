"""A login that may not make databases restores into the one it has, as long as nobody works in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from config.backups import tables
from config.backups.databases import drop
from config.backups.manifest import Manifest
from config.backups.restoring import Chosen, Rebuild, rehearse, restore
from config.backups.trouble import BackupTrouble
from partners.history.chain import head, verify
from tests.config.backups.installations import (
    NOW,
    Installation,
    as_the_template_has_them,
    make_database,
    on_server,
    quiet,
)

_GIVEN_AWAY = """
DO $$ DECLARE it record; BEGIN
  FOR it IN SELECT oid::regclass AS named FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  LOOP EXECUTE format('ALTER TABLE %s OWNER TO {role}', it.named); END LOOP;
  FOR it IN SELECT oid::regprocedure AS named FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  LOOP EXECUTE format('ALTER FUNCTION %s OWNER TO {role}', it.named); END LOOP;
END $$
"""


def role() -> str:
    """Of this process alone: the others share the server."""
    return f"{connection.settings_dict['TEST']['NAME']}_small"


@contextmanager
def as_the_small_login() -> Iterator[None]:
    """Within the block Django comes as an owner that may make roles, and no database."""
    usual = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = role()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = usual


@pytest.fixture
def small(installation: Installation) -> Iterator[Installation]:
    """The installation whose owner is such a login."""
    password = sql.Literal(connection.settings_dict["PASSWORD"])
    with on_server() as own:
        own.execute(f"DO $$ BEGIN CREATE ROLE {role()}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        own.execute(
            sql.SQL("ALTER ROLE {} LOGIN CREATEROLE NOCREATEDB PASSWORD {}").format(
                sql.Identifier(role()), password
            )
        )
        own.execute(f"GRANT {role()} TO CURRENT_USER")
        own.execute(f"GRANT tandem_web TO {role()} WITH ADMIN OPTION")
    given_away(installation.name)
    yield installation
    connection.close()
    with tables.connected(installation.name, autocommit=True) as own:
        own.execute("ALTER SCHEMA public OWNER TO CURRENT_USER")
        own.execute(f"ALTER DATABASE {installation.name} OWNER TO CURRENT_USER")
        own.execute(f"DROP OWNED BY {role()} CASCADE")
        own.execute(f"DROP ROLE {role()}")


def given_away(name: str) -> None:
    """The database and all that is in it belongs to the small login."""
    connection.close()
    with on_server() as own:
        own.execute(f"ALTER DATABASE {name} OWNER TO {role()}")
    with tables.connected(name, autocommit=True) as own:
        own.execute(_GIVEN_AWAY.format(role=role()))  # type: ignore[call-overload]  # written here


def empty(installation: Installation) -> None:
    """Another machine: a database with nothing in it that somebody has made for us, and no file."""
    connection.close()
    with on_server() as own:
        drop(own, installation.name)
        own.execute(f"CREATE DATABASE {installation.name} OWNER {role()}")
    shutil.rmtree(installation.files)
    installation.files.mkdir()


def in_place(manifest: Manifest) -> None:
    """The tables of today in the database that is there, without migrating to them: by the login that may copy one."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["USER"], small = USUAL["USER"], role()
    try:
        make_database(name)
        given_away(name)
    finally:
        connection.close()
        connection.settings_dict["USER"] = small


USUAL = {"USER": ""}


def restored(installation: Installation, name: str, *, over: bool = False, how: Rebuild = in_place) -> None:
    USUAL["USER"] = connection.settings_dict["USER"]
    with as_the_small_login():
        restore(Chosen(installation.place, name, ""), over=over, now=NOW, say=quiet, how=how)


def test_it_becomes_what_was_backed_up_in_the_database_it_has(small: Installation) -> None:
    rows, files, newest = small.rows(), small.files_here(), head()
    made = small.back_up()
    empty(small)
    restored(small, made.name)
    assert small.rows() == rows
    assert small.files_here() == files
    with as_the_small_login():
        assert (head(), verify(known=newest)) == (newest, [])
    assert small.databases() == [small.name]
    assert [path.name for path in small.files.iterdir() if path.name.startswith(".rest")] == []


def test_where_somebody_works_nothing_is_touched_whatever_is_said(small: Installation) -> None:
    made, rows, files = small.back_up(), small.rows(), small.files_here()
    with pytest.raises(BackupTrouble, match=r"may not make databases.*Nothing was touched"):
        restored(small, made.name, over=True)
    assert (small.rows(), small.files_here()) == (rows, files)


def test_one_that_fails_leaves_the_database_empty_and_the_files_as_they_were(small: Installation) -> None:
    made = small.back_up()
    empty(small)
    (small.files / "kept").write_bytes(b"stood")

    def breaks_off(manifest: Manifest) -> None:
        in_place(manifest)
        raise OSError("No space left on device")

    with pytest.raises(BackupTrouble, match="The restore failed"):
        restored(small, made.name, how=breaks_off)
    with tables.connected() as own:
        assert tables.names(own) == []
    assert small.files_here() == {"kept": b"stood"}
    restored(small, made.name)
    assert small.ask("SELECT count(*) FROM partners_user") == 12


def test_no_database_is_dropped_by_force() -> None:
    """Whoever is no superuser may not end a worker of PostgreSQL's, which is there whenever much was written."""
    folders = (settings.BASE_DIR / name for name in ("config", "launch", "bench", "tests"))
    files = (path for folder in folders for path in folder.rglob("*.py"))
    assert [path.name for path in files if "WITH " + "(FORCE)" in path.read_text()] == []


def test_nothing_is_rehearsed_there(small: Installation) -> None:
    made = small.back_up()
    with as_the_small_login(), pytest.raises(BackupTrouble, match="may not make databases"):
        rehearse(Chosen(small.place, made.name, ""), now=NOW, say=quiet, how=as_the_template_has_them)
