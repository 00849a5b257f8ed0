from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


@tracked()
class RaciMatrix(PartnerOwned):
    """Who does, answers for, is asked and is told: a grid of activities × people of both sides.

    Its activities and their letters are the grid as it stands: the version in force, or, before there is one, what
    was recorded last. Every recording is a `RaciVersion`.
    """

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
    """One side's yes to the grid as it stands: in force, or, before a version is, as it is proposed."""

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
    """One row of a matrix, as it stands."""

    row_rights = RowRights.DELETE

    matrix = models.ForeignKey(RaciMatrix, models.PROTECT, related_name="activities")
    row = models.PositiveBigIntegerField(
        default=0, help_text="Which row it is, in every version of its matrix."
    )
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
    """One letter in the grid as it stands. Exactly one person is accountable for an activity that is in force."""

    row_rights = RowRights.DELETE

    class Letter(models.TextChoices):
        RESPONSIBLE = "R", "Responsible"
        ACCOUNTABLE = "A", "Accountable"
        CONSULTED = "C", "Consulted"
        INFORMED = "I", "Informed"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="assignments")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1, choices=Letter.choices)
    in_force = models.BooleanField(default=True, help_text="Both sides agreed to it; else it is drafted.")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="activity", name="raciassignment_activity_same_partner"),
            models.UniqueConstraint(fields=["activity", "person"], name="raci_one_letter_a_person"),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(letter="A", in_force=True),
                name="raci_one_accountable_in_force",
            ),
        ]


class RaciVersionQuerySet(PartnerOwnedQuerySet["RaciVersion"]):
    """What was recorded of the grids."""

    def open(self) -> Self:
        """What is drafted or proposed: at most one of a matrix."""
        return self.filter(state__in=RaciVersion.OPEN)

    def agreed(self) -> Self:
        """Those that both sides agreed to, the one in force last."""
        return self.filter(state=RaciVersion.State.AGREED).order_by("number")


@tracked()
class RaciVersion(PartnerOwned):
    """What somebody recorded of a matrix: a draft, a proposal, and once the other side agrees the version in force.

    Its lines and letters are written with it and never change; whoever goes on with it records another one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PROPOSED = "proposed", "proposed"
        AGREED = "agreed", "agreed"
        REPLACED = "replaced", "replaced"
        DROPPED = "dropped", "dropped"

    OPEN = (State.DRAFT, State.PROPOSED)

    matrix = models.ForeignKey(RaciMatrix, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(null=True, help_text="Of those agreed, the first is 1.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=160, blank=True, help_text="What it began with, as a phrase.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    on = models.DateField(help_text="The day it was where they live.")
    answer = models.TextField(blank=True, help_text="Why it was sent back.")
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, related_name="+")
    answered_side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    answered_on = models.DateField(null=True, help_text="The day it was where they live.")

    objects: ClassVar = RaciVersionQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="matrix", name="raciversion_matrix_same_partner"),
            models.UniqueConstraint(
                fields=["matrix"],
                condition=Q(state__in=["draft", "proposed"]),
                name="raciversion_one_is_open",
            ),
            models.UniqueConstraint(fields=["matrix", "number"], name="raciversion_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | (
                    ~Q(number=None)
                    & ~Q(answered_by=None)
                    & ~Q(answered_on=None)
                    & Q(answered_side__in=Side.values)
                ),
                name="raciversion_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(answered_side=models.F("side")),
                name="raciversion_agreed_by_the_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matrix}, version {self.number}" if self.number else f"{self.matrix}, {self.state}"


@tracked()
class RaciLine(PartnerOwned):
    """One row of a version."""

    row_rights = RowRights.ADD

    version = models.ForeignKey(RaciVersion, models.PROTECT, related_name="lines")
    row = models.PositiveBigIntegerField(help_text="Which row it is, in every version of its matrix.")
    title = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="version", name="raciline_version_same_partner"),
            models.UniqueConstraint(fields=["version", "row"], name="raciline_each_row_once"),
        ]

    def __str__(self) -> str:
        return self.title


@tracked()
class RaciLetter(PartnerOwned):
    """One letter of a version."""

    row_rights = RowRights.ADD

    line = models.ForeignKey(RaciLine, models.PROTECT, related_name="letters")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1, choices=RaciAssignment.Letter.choices)

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="line", name="raciletter_line_same_partner"),
            models.UniqueConstraint(fields=["line", "person"], name="raciletter_one_a_person"),
        ]
