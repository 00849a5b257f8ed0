from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.access import sees_every_partnership
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models import Partner


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views, reached through whoever keeps them."""

    def visible_to(self, user: Any) -> Self:
        """What `user` keeps, for the partnerships they see and for the page across them."""
        kept = self.filter(person=user)
        if sees_every_partnership(user):
            return kept
        return kept.filter(Q(partner=None) | Q(partner__in=Partner.objects.visible_to(user)))


class SavedView(models.Model):
    """Filters of the tracker that one person keeps under a name, for one partnership or for the page across them all.

    Nothing is agreed by it, so it has no history: those who lead a partnership would read there what is private.
    """

    row_access = RowAccess.OWN
    row_rights = RowRights.DELETE

    person = models.ForeignKey("partners.User", models.CASCADE, related_name="+")
    partner = models.ForeignKey("partners.Partner", models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1_200, help_text="Of the address, as Filters.query writes it.")
    kept_at = models.DateTimeField()

    objects: ClassVar = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "partner", "name"], name="view_once_by_name", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def removal_url(self) -> str:
        return reverse("tracker_view_removal", args=[self.pk])
