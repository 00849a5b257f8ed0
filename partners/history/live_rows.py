"""Whether the rows as they stand are what their history says: each is the newest event of it, and none is missing.

Whoever changed a row past the triggers left no event, and no link to look for.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import sql

from partners.history.columns import Shape, query, shapes_of
from partners.history.tables import HistoryRow, histories

_SHOWN = 20

# One pass over each table, joined by key: a million rows take minutes. Only columns that the newest event covers are
# compared: of one that was added since, the history cannot know.
_DIFFERENT = """
    SELECT key, label, is_there,
           ARRAY(SELECT key FROM jsonb_each(row_now) AS one JOIN jsonb_each(row_then) AS other USING (key)
                 WHERE one.value IS DISTINCT FROM other.value AND covered ? key ORDER BY key)
    FROM (
        SELECT coalesce(live.{pk}, event.pgh_obj_id) AS key, event.pgh_label AS label,
               live.{pk} IS NOT NULL AS is_there, to_jsonb(live) AS row_now, to_jsonb(event) AS row_then,
               {covered} AS covered
        FROM {live} AS live
        FULL JOIN (
            SELECT event.*, link.shape_id FROM {history} AS event
            JOIN (SELECT max(pgh_id) AS pgh_id FROM {history} GROUP BY pgh_obj_id) AS newest USING (pgh_id)
            LEFT JOIN partners_auditevent AS link ON link.table_name = {name} AND link.event_id = event.pgh_id
        ) AS event ON event.pgh_obj_id = live.{pk}
        WHERE CASE WHEN event.pgh_id IS NULL THEN true
                   WHEN live.{pk} IS NULL THEN event.pgh_label <> 'delete'
                   WHEN event.pgh_label = 'delete' THEN true
                   ELSE {differs} END
        ORDER BY 1 LIMIT {most}
    ) AS different ORDER BY key
"""


def changed_rows() -> Iterator[str]:
    """What differs, as sentences."""
    for model in histories():
        table = model.pgh_tracked_model._meta.db_table
        for key, label, is_there, columns in query(_comparison(model)):
            yield f"{table} {key} {_what(label, is_there, columns)}"


def _what(label: str | None, is_there: bool, columns: list[str]) -> str:
    if label is None:
        return "has no history: it was written past the triggers."
    if not is_there:
        return "is gone, and no event says that it was deleted."
    if label == "delete":
        return "is there, although its newest event says that it was deleted."
    return f"is not what its newest event says: {', '.join(columns)} changed past the triggers."


def _comparison(model: type[HistoryRow]) -> sql.Composed:
    tracked: Any = model.pgh_tracked_model
    shapes, present = shapes_of(model)
    both = {field.column for field in tracked._meta.concrete_fields} & present
    history = model._meta.db_table
    return sql.SQL(_DIFFERENT).format(
        pk=sql.Identifier(tracked._meta.pk.column),
        live=sql.Identifier(tracked._meta.db_table),
        history=sql.Identifier(history),
        name=sql.Literal(history),
        differs=_by_shape(shapes, both, _differs, "true"),
        covered=_by_shape(shapes, both, _names, "'[]'::jsonb"),
        most=sql.Literal(_SHOWN),
    )


def _by_shape(shapes: list[Shape], both: set[str], said: Any, otherwise: str) -> sql.Composable:
    cases = [
        sql.SQL("WHEN event.shape_id IS NOT DISTINCT FROM {} THEN {}").format(
            sql.Literal(shape.id), said(sorted(both & shape.columns_now))
        )
        for shape in shapes
    ]
    return sql.SQL("CASE {} ELSE {} END").format(sql.SQL(" ").join(cases), sql.SQL(otherwise))


def _differs(columns: list[str]) -> sql.Composable:
    live, event = (
        sql.SQL(", ").join(sql.Identifier(row, column) for column in columns) for row in ("live", "event")
    )
    return sql.SQL("({}) IS DISTINCT FROM ({})").format(live, event)


def _names(columns: list[str]) -> sql.Composable:
    return sql.SQL("to_jsonb(ARRAY[{}]::text[])").format(sql.SQL(", ").join(map(sql.Literal, columns)))
