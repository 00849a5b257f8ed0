"""Of which columns a link's digest was taken: what a later release added to a history table is not in it.

Every link names its shape, the list of columns that the trigger found. Links of the first releases name none; what
they covered stands here. Whoever renames a column of a tracked model, or removes one, writes it down here, or
`verify_audit` says that it is missing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.db import connection
from psycopg import sql

from partners.history.tables import HistoryRow

RENAMED: Mapping[str, Mapping[str, str]] = {}
"""History table → a column's name when links were made → its name now."""

REMOVED: Mapping[str, Mapping[str, str]] = {}
"""History table → a column that is gone → why, as words for whoever runs verify_audit."""

_ADDED_EARLY: Mapping[str, Sequence[Mapping[str, object]]] = {
    "governance_forumevent": [{"escalates": True, "reminds_when_due": True, "weekly_list_on": 0}],
    "partners_outgoingmailevent": [{"concerns": []}],
}
"""What releases without shapes added to a history table, oldest first, and what its older rows were given there."""

_OF_EVERY_EVENT = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "pgh_context_id")
_EVENT = sql.SQL("to_jsonb(event)")


@cache
def _early_columns() -> dict[str, list[str]]:
    """History table → its columns in the last release that made links without a shape."""
    return json.loads(resources.files("partners.history").joinpath("early_columns.json").read_text())


@dataclass(frozen=True)
class Shape:
    """The columns that some links of a history table cover, by the names of that time; `id` is None of early links."""

    id: int | None
    table: str
    columns: frozenset[str]

    @property
    def renamed(self) -> dict[str, str]:
        """Name then → name now, of those that have another by now."""
        return {old: new for old, new in RENAMED.get(self.table, {}).items() if old in self.columns}

    @property
    def columns_now(self) -> set[str]:
        """The same columns by the names they have now."""
        return {self.renamed.get(column, column) for column in self.columns}

    def agrees(self, present: set[str]) -> sql.Composable:
        """SQL: the digest of `link` is that of the row `event`, whose table has the columns `present` now."""
        if self.id is None:
            return sql.SQL("({})").format(sql.SQL(" OR ").join(self._agrees_early()))
        row = _EVENT if self.columns == present else self._covered()
        return sql.SQL("link.digest = tandem_digest({})").format(row)

    def _covered(self) -> sql.Composable:
        row: sql.Composable = _EVENT
        for old, new in self.renamed.items():
            one = sql.SQL("{} || jsonb_build_object({}::text, to_jsonb(event) -> {})")
            row = one.format(row, sql.Literal(old), sql.Literal(new))
        return sql.SQL("tandem_covered({}, {}::jsonb)").format(row, _json(sorted(self.columns)))

    def _agrees_early(self) -> Iterator[sql.Composable]:
        """An early link covers all the columns, or those without what was added last, if that holds what it was
        filled with then.
        """
        row = self._covered()
        agrees = sql.SQL("link.digest = tandem_event_digest({})")
        yield agrees.format(row)
        added: dict[str, object] = {}
        for group in reversed(_ADDED_EARLY.get(self.table, ())):
            added |= group
            without = sql.SQL("{} - {}::text[]").format(row, sql.Literal(list(added)))
            untouched = sql.SQL("{row} || {filled}::jsonb = {row}").format(row=row, filled=_json(added))
            yield sql.SQL("({} AND {})").format(untouched, agrees.format(without))


def _json(value: Any) -> sql.Literal:
    return sql.Literal(json.dumps(value))


def early_shape(table: str, present: set[str]) -> Shape:
    """What links without a shape cover: of a table that came later, whatever it has."""
    early = _early_columns().get(table)
    return Shape(None, table, frozenset([*early, *_OF_EVERY_EVENT]) if early else frozenset(present))


def shapes_of(model: type[HistoryRow]) -> tuple[list[Shape], set[str]]:
    """Whatever shapes the links of a history may have, and the columns that its table has now."""
    table = model._meta.db_table
    attributes = (
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    )
    present = {name for (name,) in query(attributes, [connection.ops.quote_name(table)])}
    kept = query("SELECT id, columns FROM partners_eventshape WHERE table_name = %s ORDER BY id", [table])
    later = [Shape(key, table, frozenset(json.loads(columns))) for key, columns in kept]
    return [early_shape(table, present), *later], present


def query(statement: str | sql.Composed, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows that a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
