"""The database as its owner sees it: who is connected, who waits, and who is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from django.db import connection

WORKER = "worker-under-fire"
"""By which name PostgreSQL knows the connections of the worker."""


def address() -> str:
    """Where the test's database is, for another process or connection."""
    there = connection.settings_dict
    login = f"{there['USER']}:{quote(there['PASSWORD'], safe='')}"
    return f"postgres://{login}@{there['HOST'] or '127.0.0.1'}:{there['PORT']}/{there['NAME']}"


class Database:
    """Looks at the connections of the worker, from a connection of its own."""

    def __init__(self, owner: psycopg.Connection) -> None:
        self._owner = owner

    def connections(self) -> int:
        """How many the worker has, whether or not anybody is left at their other end."""
        return self._count("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", WORKER)

    def waits_for(self, table: str) -> bool:
        """Whether one of them waits for a lock on the table, whatever it wants there."""
        waiting = "application_name = %s AND NOT granted AND relation = %s::regclass"
        found = f"SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE {waiting}"
        return self._count(found, WORKER, table) > 0

    def waits_to(self, words: str) -> bool:
        """Whether one of them waits for a lock with a statement in whose first thousand letters these words stand:
        PostgreSQL shows no more of it.
        """
        waiting = "application_name = %s AND wait_event_type = 'Lock' AND strpos(query, %s) > 0"
        return self._count(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}", WORKER, words) > 0

    def cut_off(self) -> None:
        """Ends them; what had not been committed is undone."""
        self._count(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = %s",
            WORKER,
        )

    def _count(self, statement: str, *values: str) -> int:
        return self._owner.execute(statement, values).fetchone()[0]

    @contextmanager
    def locked(self, table: str, mode: str) -> Iterator[None]:
        """Nobody else gets further with `table` than `mode` lets them."""
        with psycopg.connect(address()) as holder:
            holder.execute(f"LOCK TABLE {table} IN {mode} MODE")
            yield
            holder.rollback()
