"""Proves that nobody has touched the history: every link of the chain is computed again.

Run as the owner of the tables, who sees every row. What is cut off at the end leaves no gap behind; that is why the
newest link, the head, is worth keeping elsewhere: `verify(head=…)` finds it missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from partners.history_tables import HistoryRow, is_history

_SHOWN = 20


@dataclass(frozen=True)
class Head:
    """The newest link: its number and its hash."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """From "sequence:hash". Raises ValueError."""
        sequence, _, digest = text.strip().partition(":")
        if len(bytes.fromhex(digest)) != 32:
            raise ValueError("a head is written as sequence:hash, with 64 hexadecimal digits")
        return cls(int(sequence), digest.lower())


def head() -> Head | None:
    """The newest link, or None where nothing has happened yet."""
    rows = _rows(
        "SELECT sequence, encode(hash, 'hex') FROM partners_auditevent ORDER BY sequence DESC LIMIT 1"
    )
    return Head(*rows[0]) if rows else None


@transaction.atomic
def verify(*, known: Head | None = None, histories: Sequence[str] | None = None) -> list[str]:
    """What does not hold, as sentences; empty where everything does. `known` is a head kept elsewhere.

    `histories` names the tables of a database that an older release made; without it they are those of our models.
    """
    _rows("SELECT set_config('timezone', 'UTC', true)")
    tables = [model._meta.db_table for model in _histories()] if histories is None else histories
    return [*_broken_links(), *_changed_events(tables), *_missing_head(known)]


def _broken_links() -> Iterator[str]:
    rows = _rows(
        """
        SELECT sequence FROM (
          SELECT sequence, hash, digest,
                 lag(sequence, 1, 0::bigint) OVER (ORDER BY sequence) AS before,
                 lag(hash, 1, ''::bytea) OVER (ORDER BY sequence) AS hash_before
          FROM partners_auditevent
        ) AS links
        WHERE sequence <> before + 1 OR hash <> sha256(hash_before || digest)
        ORDER BY sequence LIMIT %s
        """,
        [_SHOWN],
    )
    for (sequence,) in rows:
        yield f"Link {sequence} does not follow from the one before it: links were removed, reordered or changed."


def _changed_events(tables: Sequence[str]) -> Iterator[str]:
    for table in tables:
        for sequence, event, found in _rows(_compare(table), [table, _SHOWN]):
            if sequence is None:
                yield f"{table} {event} is not in the chain: it was written past it, or the chain was cut."
            elif not found:
                yield f"Link {sequence}: {table} {event} is missing from the history."
            else:
                yield f"Link {sequence}: {table} {event} is not what was recorded."


def _compare(table: str) -> sql.Composed:
    return sql.SQL(
        """
        SELECT link.sequence, coalesce(link.event_id, event.pgh_id), event.pgh_id IS NOT NULL
        FROM (SELECT * FROM partners_auditevent WHERE table_name = %s) AS link
        FULL JOIN {table} AS event ON event.pgh_id = link.event_id
        WHERE link.sequence IS NULL OR event.pgh_id IS NULL
           OR link.digest <> tandem_event_digest(to_jsonb(event))
           OR link.object_id <> event.pgh_obj_id OR link.operation <> event.pgh_label
           OR link.person_id IS DISTINCT FROM (event.pgh_context ->> 'person')::bigint
           OR link.verb <> coalesce(event.pgh_context ->> 'verb', '')
           OR link.happened_at <> coalesce((event.pgh_context ->> 'at')::timestamptz, event.pgh_created_at)
        ORDER BY link.sequence NULLS LAST, event.pgh_id LIMIT %s
        """
    ).format(table=sql.Identifier(table))


def _missing_head(known: Head | None) -> Iterator[str]:
    if known is None:
        return
    found = _rows("SELECT encode(hash, 'hex') FROM partners_auditevent WHERE sequence = %s", [known.sequence])
    if not found:
        yield f"Link {known.sequence}, which was the newest once, is gone: the end was cut off, or this copy is older."
    elif found[0][0] != known.hash:
        yield f"Link {known.sequence} has another hash than the one kept elsewhere: the chain was written anew."


def _histories() -> Iterator[type[HistoryRow]]:
    return (model for model in apps.get_models() if is_history(model))


def _rows(query: str | sql.Composed, parameters: Sequence[str | int] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()
