"""Rows changed as whoever owns the tables could change them: nobody else passes a trigger by."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, models


@contextmanager
def as_the_owner() -> Iterator[None]:
    """Within the block the database is read past every policy, and changed with every right."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield
        cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")


@contextmanager
def past_the_guards(*tables: type[models.Model]) -> Iterator[None]:
    """Within the block the connection is the owner's, and no trigger of the tables fires."""
    with as_the_owner():
        _switch("DISABLE", tables)
        yield
        _switch("ENABLE", tables)


def _switch(how: str, tables: tuple[type[models.Model], ...]) -> None:
    connection.check_constraints()  # a table with a deferred trigger in waiting is not altered
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table._meta.db_table} {how} TRIGGER USER")
