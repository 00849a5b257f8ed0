"""What every table of a partnership has in common: its partner, its scope, its history."""

from typing import Any, ClassVar, Self, TypeVar

import pghistory
from django.db import models

from partners.access import sees_every_partnership
from partners.isolation.rowsecurity import RowAccess

M = TypeVar("M", bound=models.Model)


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
