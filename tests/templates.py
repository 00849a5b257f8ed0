"""Databases to copy from: migrating an empty one takes seconds, copying one that was migrated a moment.

A copy is migrated all the same. There is nothing left to do then but what stands after every migration (rights,
policies, the chain: partners/database.py), so that a test never meets what an older tree of these left behind.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

PREFIX = "tandem_template_"
KEPT = 6
"""Templates left standing, the youngest first: trees that are tested in turn need one each."""
_LOCK = 7468618


def migrated() -> str:
    """The name of a database brought up to date, with nothing in it; made where there is none yet."""
    return _template("migrated", _digest("*/migrations/*.py", "*/*.sql"), _migrate)


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _template(what: str, key: str, fill: Callable[[], None]) -> str:
    name = f"{PREFIX}{what}_{key}"
    with connection._nodb_cursor() as cursor, _alone(cursor):
        if not _exists(cursor, name):
            unfinished = f"{name}_making"
            cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
            with connected_to(unfinished):
                fill()
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            _drop_old(cursor, f"{PREFIX}{what}_")
    return name


@contextmanager
def _alone(cursor: CursorWrapper) -> Iterator[None]:
    """Of the processes of a run one makes what is missing, and the others wait for it."""
    cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


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
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _digest(*patterns: str) -> str:
    """Changes when one of these files of ours does, or a package whose migrations are among them."""
    base = Path(settings.BASE_DIR)
    files = sorted({file for pattern in patterns for file in base.glob(pattern)})
    facts = [f"{file.relative_to(base)} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files]
    facts.append(hashlib.sha256((base / "requirements" / "base.txt").read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
