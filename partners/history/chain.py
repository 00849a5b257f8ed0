"""Proves that nobody has touched the history: every link of the chain is computed again.

Run as the owner of the tables, who sees every row. What is cut off at the end leaves no gap behind; that is why the
newest link, the head, is worth keeping elsewhere: `verify(head=…)` finds it missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from psycopg import sql

from partners.history.columns import REMOVED, Shape, query, shapes_of
from partners.history.live_rows import changed_rows
from partners.history.tables import HistoryRow, chain_arguments, histories
from partners.history.triggers import missing_triggers

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
    rows = query(
        "SELECT sequence, encode(hash, 'hex') FROM partners_auditevent ORDER BY sequence DESC LIMIT 1"
    )
    return Head(*rows[0]) if rows else None


@transaction.atomic
def verify(*, known: Head | None = None, rows: bool = True) -> list[str]:
    """What does not hold, as sentences; empty where everything does. `known` is a head kept elsewhere.

    `rows`: each row as it stands is compared with the newest event of it, too.
    """
    _as_it_was_written()
    links = [*_broken_links(), *_of_no_history(), *_changed_events(), *_missing_head(known)]
    return [*links, *(changed_rows() if rows else ()), *missing_triggers()]


def beyond_proof() -> list[str]:
    """What can no longer be computed, as sentences: links that cover a column which a later release took away."""
    told = ((table, column, why) for table, columns in REMOVED.items() for column, why in columns.items())
    return [
        f"Links of {table} cover {column}, which is gone ({why}). That they are there, and in which order, is proved; "
        f"what those rows said is not."
        for table, column, why in told
    ]


def _as_it_was_written() -> None:
    """The text of some values depends on these settings; tandem_chain_event() has the same."""
    written = {
        "timezone": "UTC",
        "bytea_output": "hex",
        "extra_float_digits": "1",
        "intervalstyle": "postgres",
    }
    for name, value in written.items():
        query("SELECT set_config(%s, %s, true)", [name, value])


def _broken_links() -> Iterator[str]:
    rows = query(
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


def _of_no_history() -> Iterator[str]:
    known = [model._meta.db_table for model in histories()]
    found = query(
        "SELECT table_name, count(*) FROM partners_auditevent WHERE table_name <> ALL(%s) GROUP BY 1 ORDER BY 1",
        [known],
    )
    for table, count in found:
        yield f"{count} links speak of {table}, which is no history of this release."


def _changed_events() -> Iterator[str]:
    for model in histories():
        table = model._meta.db_table
        shapes, present = shapes_of(model)
        yield from _columns_gone(table, shapes, present)
        for sequence, event, found in query(_compare(model, shapes, present), [table, _SHOWN]):
            if sequence is None:
                yield f"{table} {event} is not in the chain: it was written past it, or the chain was cut."
            elif not found:
                yield f"Link {sequence}: {table} {event} is missing from the history."
            else:
                yield f"Link {sequence}: {table} {event} is not what was recorded."


def _columns_gone(table: str, shapes: Sequence[Shape], present: set[str]) -> Iterator[str]:
    covered = set[str]().union(*(shape.columns_now for shape in shapes))
    for column in sorted(covered - present - set(REMOVED.get(table, ()))):
        yield f"Links of {table} cover the column {column}, which is gone, and nothing says where it went."


def _compare(model: type[HistoryRow], shapes: Sequence[Shape], present: set[str]) -> sql.Composed:
    whole = [shape for shape in shapes if shape.columns_now <= present]
    agrees = [
        sql.SQL("WHEN link.shape_id IS NOT DISTINCT FROM {} THEN {}").format(
            sql.Literal(shape.id), shape.agrees(present) if shape in whole else sql.SQL("true")
        )
        for shape in shapes
    ]
    return sql.SQL(
        """
        SELECT link.sequence, coalesce(link.event_id, event.pgh_id), event.pgh_id IS NOT NULL
        FROM (SELECT * FROM partners_auditevent WHERE table_name = %s) AS link
        FULL JOIN {table} AS event ON event.pgh_id = link.event_id
        WHERE link.sequence IS NULL OR event.pgh_id IS NULL
           OR NOT CASE {agrees} ELSE false END
           OR link.object_id <> event.pgh_obj_id OR link.operation <> event.pgh_label
           OR link.person_id IS DISTINCT FROM (event.pgh_context ->> 'person')::bigint
           OR link.verb <> coalesce(event.pgh_context ->> 'verb', '')
           OR link.happened_at <> coalesce((event.pgh_context ->> 'at')::timestamptz, event.pgh_created_at)
           OR link.recorded_at <> event.pgh_created_at
           OR {elsewhere}
        ORDER BY link.sequence NULLS LAST, event.pgh_id LIMIT %s
        """
    ).format(
        table=sql.Identifier(model._meta.db_table),
        agrees=sql.SQL(" ").join(agrees),
        elsewhere=_shown_elsewhere(model),
    )


def _shown_elsewhere(model: type[HistoryRow]) -> sql.Composable:
    """SQL: the link names another partnership or side than its event, so that others read it, or nobody."""
    partner, privacy = chain_arguments(model)
    written = {
        "partner_id": sql.SQL("event.{}").format(sql.Identifier(partner)) if partner else sql.SQL("NULL"),
        "side": sql.SQL("event.side" if privacy == "side" else "NULL"),
        "ours_only": sql.SQL({"ours": "true", "edition": "event.edition = 'ours'"}.get(privacy, "false")),
    }
    differs = sql.SQL("link.{} IS DISTINCT FROM {}")
    return sql.SQL(" OR ").join(
        differs.format(sql.Identifier(name), value) for name, value in written.items()
    )


def _missing_head(known: Head | None) -> Iterator[str]:
    if known is None:
        return
    found = query("SELECT encode(hash, 'hex') FROM partners_auditevent WHERE sequence = %s", [known.sequence])
    if not found:
        yield f"Link {known.sequence}, which was the newest once, is gone: the end was cut off, or this copy is older."
    elif found[0][0] != known.hash:
        yield f"Link {known.sequence} has another hash than the one kept elsewhere: the chain was written anew."
