"""What is asked of the database beside Django's own lookups."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BigAutoField, ForeignKey, Lookup


class AnyOf(Lookup):
    """`pk__any_of=ids`: as `__in`, for thousands of ids: they travel as one array, where each of a list is looked up in
    the text of the statement.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Iterable[int]) -> None:
        super().__init__(lhs, list(rhs))

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*params, self.rhs]


def register() -> None:
    """Once, as the application starts."""
    BigAutoField.register_lookup(AnyOf)
    ForeignKey.register_lookup(AnyOf)
