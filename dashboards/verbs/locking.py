"""The row in hand, locked and read again."""

from typing import TypeVar

from dashboards.models import Indicator, Reading

Row = TypeVar("Row", Indicator, Reading)


def lock(row: Row, *related: str) -> Row:
    """Locks `row` until the transaction ends and brings the caller's instance up to date."""
    rows = type(row)._default_manager.select_related("partner", *related).select_for_update(of=("self",))
    row.refresh_from_db(from_queryset=rows)
    return row
