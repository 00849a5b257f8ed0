"""What every table of a partnership has in common: its partner, its scope, its history."""

from typing import Any, ClassVar, Self, TypeVar

import pghistory
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models.constraints import BaseConstraint

from partners.access import sees_every_partnership
from partners.rowsecurity import RowAccess

M = TypeVar("M", bound=models.Model)


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


class PartnerOwnedQuerySet(models.QuerySet[M]):
    """Rows of partnerships, reached through a person."""

    def visible_to(self, user: Any) -> Self:
        """The rows `user` may read: their partnerships' and, where a side is private, their own side's."""
        # Whoever sees every partnership needs no list of them: the database would look each one up.
        rows = self.all()
        if not sees_every_partnership(user):
            partners: Any = self.model._meta.get_field("partner").related_model
            rows = rows.filter(partner__in=partners.objects.visible_to(user))
        access = getattr(self.model, "row_access", RowAccess.PARTNER)
        if access is RowAccess.PRIVATE:
            return rows.filter(side=user.side)
        if access is RowAccess.OURS_ONLY and user.side != "ours":
            return rows.none()
        if access is RowAccess.EDITION and user.side != "ours":
            return rows.filter(edition="partner")
        return rows


class WithPartner(models.Model):
    """Base of tables with a `partner`, if only for some rows. `(partner, id)` is unique: others can point at both."""

    row_access = RowAccess.PARTNER

    objects: ClassVar = PartnerOwnedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["partner", "id"], name="%(app_label)s_%(class)s_within_partner"),
        ]


class PartnerOwned(WithPartner):
    """Base of every table each of whose rows belongs to one partner."""

    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")

    class Meta(WithPartner.Meta):
        abstract = True


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Class decorator: every insert, update and delete is written to an append-only history table by the database.

    `exclude` names columns whose values must not be kept (a password's hash).
    """
    trackers = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*trackers, exclude=list(exclude) or None, append_only=True)
