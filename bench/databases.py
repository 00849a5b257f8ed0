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
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
