"""Databases of the measurement: made anew, dropped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@contextmanager
def database(owner_url: str, name: str) -> Iterator[str]:
    """An empty database `name` beside the one of `owner_url`; yields its address."""
    _drop(owner_url, name)
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(owner_url)._replace(path=f"/{name}"))
    finally:
        _drop(owner_url, name)


def _drop(owner_url: str, name: str) -> None:
    """Ends the connections of our own first. FORCE would fail where a worker of PostgreSQL's tidies up in there at that
    moment, which a plain DROP ends by itself.
    """
    ours = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(ours, [name])
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
