"""Databases to copy from: one that is migrated, and one in which the demo has been told. To make either takes long,
to copy it a moment.

A copy is migrated all the same. There is nothing left to do then but what stands after every migration (rights,
policies, the chain: partners/database/setup.py), so that a test never meets what an older tree of these left behind.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import override_settings

from config.backups.databases import drop
from config.backups.manifest import Manifest
from config.backups.rebuilding import rebuild
from demo.run import fill
from partners.database.setup import prepare_roles

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
"""A Monday, five minutes after the demo's review was to begin."""
TODAY: date = NOW.date()
PREFIX = "tandem_template_"
KEPT = 6
"""Templates left standing, the youngest first: trees that are tested in turn need one each."""
OTHER = ("tests", "launch", "bench", "var", ".venv")
"""Folders in which nothing decides what a database holds."""
_LOCK = 7468618


def migrated() -> str:
    """The name of a database brought up to date, with nothing in it; made where there is none yet."""
    return _template("migrated", _digest("*/migrations/*.py", "*/*.sql"), _migrate)


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def told() -> str:
    """The name of a database with the demo's fourteen months up to TODAY in it, written behind row security."""
    source = (
        "manage.py",
        "*/*.py",
        "*/*/*.py",
        "*/*/*/*.py",
        "*/*/*/*/*.py",
        "*/*.sql",
        "templates/**/*",
        "data/*",
    )
    return _template("told", _digest(*source), _tell, begun=migrated())


def _tell() -> None:
    _migrate()
    with as_the_serving_role(), time_machine.travel(NOW), override_settings(REDIS_URL="", EMAIL_URL=""):
        fill(TODAY)  # no worker is woken for mails of the past, and no server bothered with them


def upgraded(dump: Path) -> str:
    """The name of a database that an earlier release left in `dump` (gzip), brought up to date."""
    kept = dump.read_bytes() + _planted(dump).encode()
    key = _digest("*/migrations/*.py", "*/*.sql") + hashlib.sha256(kept).hexdigest()[:8]
    return _template(f"from_{dump.name.partition('.')[0]}", key, lambda: _restore(dump))


def rebuilt(dump: Path, manifest: Manifest) -> str:
    """The name of a database with the tables of that release and nothing in them, as a restore makes them."""
    key = _digest("*/migrations/*.py", "*/*.sql", "config/backups/*.py")
    key += hashlib.sha256(repr(manifest.migrations).encode()).hexdigest()[:8]
    return _template(f"rebuilt_{dump.name.partition('.')[0]}", key, lambda: rebuild(manifest))


def _restore(dump: Path) -> None:
    prepare_roles()  # the roles are the cluster's: no dump has them
    with connection.cursor() as cursor:
        cursor.execute(gzip.decompress(dump.read_bytes()).decode())
        if planted := _planted(dump):
            cursor.execute(planted)
    connection.close()  # it began with a search path of its own
    _migrate()


def _planted(dump: Path) -> str:
    """What is written into the database of that release before it is upgraded, as SQL; empty for nothing."""
    beside = dump.with_name(f"{dump.name.partition('.')[0]}.planted.sql")
    return beside.read_text() if beside.exists() else ""


@contextmanager
def as_the_serving_role() -> Iterator[None]:
    """Within the block the connection is behind row security, as the web's are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@contextmanager
def copied(template: str) -> Iterator[None]:
    """Within the block the connection leads to a copy of the template that is this process's own."""
    name = f"{connection.settings_dict['TEST']['NAME']}_copy"
    with connection._nodb_cursor() as cursor:
        drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        with connected_to(name):
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            drop(cursor, name)


def _template(what: str, key: str, fill: Callable[[], None], begun: str = "template1") -> str:
    """The database of that name; where there is none yet, a copy of `begun`, filled."""
    name = f"{PREFIX}{what}_{key}"
    with connection._nodb_cursor() as cursor, _alone(cursor, name):
        if not _exists(cursor, name):
            unfinished = f"{name}_making"
            drop(cursor, unfinished)
            cursor.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{begun}"')
            with connected_to(unfinished):
                fill()
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            _drop_old(cursor, f"{PREFIX}{what}_")
    return name


@contextmanager
def _alone(cursor: CursorWrapper, name: str) -> Iterator[None]:
    """Of the processes of a run one makes the template that is missing, and the others wait for it."""
    cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [_LOCK, name])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [_LOCK, name])


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """The usual connection leads to the database `name` inside."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _drop_old(cursor: CursorWrapper, prefix: str) -> None:
    cursor.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC OFFSET %s",
        [prefix, KEPT],
    )
    for (name,) in cursor.fetchall():
        drop(cursor, name)


def _digest(*patterns: str) -> str:
    """Changes when one of these files of ours does, or a package whose migrations are among them."""
    base = Path(settings.BASE_DIR)
    files = sorted({file for pattern in patterns for file in base.glob(pattern) if file.is_file()})
    files = [file for file in files if file.relative_to(base).parts[0] not in OTHER]
    facts = [f"{file.relative_to(base)} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    facts.append(hashlib.sha256((base / "requirements" / "base.txt").read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
