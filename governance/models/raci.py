from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class RaciMatrix(PartnerOwned):
    """Who does, answers for, is asked and is told: a grid of activities × people of both sides."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        AGREED = "agreed", "agreed"
        SUPERSEDED = "superseded", "superseded"

    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["title", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("raci_matrix", args=[self.partner.slug, self.pk])


@tracked()
class RaciAgreement(PartnerOwned):
    """One side's yes to a matrix as it stands."""

    row_rights = RowRights.DELETE

    matrix = models.ForeignKey(RaciMatrix, models.PROTECT, related_name="agreements")
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="matrix", name="raciagreement_matrix_same_partner"),
            models.UniqueConstraint(fields=["matrix", "side"], name="raci_each_side_agrees_once"),
        ]


@tracked()
class Activity(PartnerOwned):
    """One row of a matrix."""

    row_rights = RowRights.DELETE

    matrix = models.ForeignKey(RaciMatrix, models.PROTECT, related_name="activities")
    title = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="matrix", name="activity_matrix_same_partner"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class RaciAssignment(PartnerOwned):
    """One letter in the grid. Exactly one person is accountable for an activity."""

    row_rights = RowRights.DELETE

    class Letter(models.TextChoices):
        RESPONSIBLE = "R", "Responsible"
        ACCOUNTABLE = "A", "Accountable"
        CONSULTED = "C", "Consulted"
        INFORMED = "I", "Informed"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="assignments")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1, choices=Letter.choices)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="activity", name="raciassignment_activity_same_partner"),
            models.UniqueConstraint(fields=["activity", "person"], name="raci_one_letter_a_person"),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(letter="A"), name="raci_one_accountable"
            ),
        ]
