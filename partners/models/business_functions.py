from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partners.finding import in_order
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import tracked
from partners.models.people import Side, User


class BusinessFunctionQuerySet(models.QuerySet["BusinessFunction"]):
    def visible_to(self, user: User) -> "BusinessFunctionQuerySet":
        """Those of the house `user` works in."""
        return self.filter(partner=user.employer_id)


@tracked()
class BusinessFunction(models.Model):
    """A part of one house, such as Finance, and who of its people answers for what it owes."""

    row_access = RowAccess.HOUSE
    row_rights = RowRights.DELETE

    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose house it is; empty for our own.",
    )
    side = models.CharField(max_length=6, choices=Side.choices)
    name = models.CharField(max_length=80)
    responsible = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    objects: ClassVar = BusinessFunctionQuerySet.as_manager()

    class Meta:
        ordering = [in_order("name"), "name"]
        constraints = [
            models.UniqueConstraint(
                "partner", Lower("name"), name="function_named_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(side=Side.OURS, partner=None) | Q(side=Side.THEIRS, partner__isnull=False),
                name="function_side_of_its_house",
            ),
        ]

    def __str__(self) -> str:
        return self.name
