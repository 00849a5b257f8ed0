"""Keys between the tables of a partnership: no row of one partner points at another's."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint


class CompositeForeignKey(BaseConstraint):
    """A foreign key over `(partner_id, <field>_id)`: a row of one partner cannot point at another's.

    `field` is the name of an ordinary ForeignKey of the model; the target must be PartnerOwned. Null is allowed
    where the field allows it. Deferred like Django's own keys.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _statement(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        quote = schema_editor.quote_name
        key = model._meta.get_field(self.field)
        target = key.related_model
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (partner_id, %(column)s) "
            "REFERENCES %(target)s (partner_id, id) DEFERRABLE INITIALLY DEFERRED",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            column=quote(key.column),
            target=quote(target._meta.db_table),
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        # Not at once: the referenced table and its unique key may come later in the same migration.
        schema_editor.deferred_sql.append(self._statement(model, schema_editor))

    create_sql = constraint_sql

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return schema_editor._delete_fk_sql(model, self.name)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Left to the database: the verbs choose related rows through the person's own scope."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompositeForeignKey):
            return NotImplemented
        return (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))
