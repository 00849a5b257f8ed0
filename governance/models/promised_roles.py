from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class PromisedRoleQuerySet(PartnerOwnedQuerySet["PromisedRole"]):
    def running(self) -> "PromisedRoleQuerySet":
        """Those that have not ended."""
        return self.filter(ended_on=None)


@tracked()
class PromisedRole(PartnerOwned):
    """Somebody whom one side promised the other for a role, by name; who came, and when.

    Both sides read it. The side that promised says what becomes of it.
    """

    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that promised.")
    role = models.CharField(max_length=160, help_text="What for.")
    name = models.CharField(max_length=120, help_text="Who was promised, as they are called.")
    starts_on = models.DateField(help_text="From when.")
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="promised_roles"
    )
    promised_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    promised_on = models.DateField(help_text="The day it was where they live.")
    came = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    came_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = PromisedRoleQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["starts_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="promisedrole_outcome_same_partner"),
            models.CheckConstraint(
                condition=Q(came=None, came_on=None) | (~Q(came=None) & ~Q(came_on=None)),
                name="promisedrole_who_came_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="") | (~Q(ended_on=None) & ~Q(ended_why="")),
                name="promisedrole_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.role

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.ended_on is not None

    def get_absolute_url(self) -> str:
        return reverse("promised_role", args=[self.partner.slug, self.pk])
