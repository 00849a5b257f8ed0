"""Rows in the order nobody asked for: PostgreSQL gives them as it likes, and where a test has written them one after
the other it likes to give them so. Turned round, what depends on it shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import BaseIterable


@contextmanager
def turned_round() -> Iterator[None]:
    """Within the block rows without an order come with the last that was written first."""
    begins = BaseIterable.__init__

    def turned(self: BaseIterable, queryset: QuerySet, *args: Any, **said: Any) -> None:
        begins(self, _turned(queryset), *args, **said)

    BaseIterable.__init__ = turned  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseIterable.__init__ = begins  # type: ignore[method-assign]


def _turned(rows: QuerySet) -> QuerySet:
    query = rows.query
    settled = query.is_sliced or query.combinator or query.distinct or query.group_by is not None
    return rows if rows.ordered or settled else rows.order_by("-pk")
