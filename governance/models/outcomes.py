from datetime import date
from typing import Literal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, tracked


class Health(models.TextChoices):
    """How an outcome stands, as its last check-in said."""

    ON_TRACK = "on_track", "on track"
    AT_RISK = "at_risk", "at risk"
    OFF_TRACK = "off_track", "off track"
    UNKNOWN = "unknown", "no check-in yet"

    @property
    def level(self) -> Literal["good", "warn", "bad", "none"]:
        """The state of its sign."""
        return _LEVELS[self]


_LEVELS: dict[Health, Literal["good", "warn", "bad", "none"]] = {
    Health.ON_TRACK: "good", Health.AT_RISK: "warn", Health.OFF_TRACK: "bad", Health.UNKNOWN: "none",
}  # fmt: skip


@tracked()
class OutcomeIntent(PartnerOwned):
    """A large, clear business outcome handed to a partner without the how."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        AGREED = "agreed", "agreed"
        ACHIEVED = "achieved", "achieved"
        MISSED = "missed", "missed"
        RETIRED = "retired", "retired"

    statement = models.CharField(max_length=200)
    vision = models.TextField(blank=True)
    business_function = models.CharField(max_length=80, blank=True)
    business_owner = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sponsor = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    baseline = models.TextField(blank=True, help_text="Where it stood as it began.")
    forecast = models.TextField(blank=True, help_text="What happens if nothing is done.")
    target = models.TextField(help_text="How everyone will know that it is reached.")
    asked_months = models.PositiveSmallIntegerField(null=True, blank=True)
    granted_months = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    free_hand_until = models.DateField(null=True, blank=True)
    guardrails = models.TextField(blank=True)
    benchmark = models.TextField(blank=True, help_text="What a more demanding industry reaches.")
    benchmark_source = models.CharField(max_length=200, blank=True)
    benchmark_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    health = models.CharField(max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    progress = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Percent of the way to the target."
    )
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="outcome_progress_percent"
            ),
            models.CheckConstraint(
                condition=Q(benchmark="") | (~Q(benchmark_source="") & ~Q(benchmark_on=None)),
                name="outcome_benchmark_has_source_and_date",
            ),
        ]

    def has_free_hand(self, today: date) -> bool:
        """Whether a free hand was given that stands on that day: its last day included."""
        return self.free_hand_until is not None and self.free_hand_until >= today

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.partner.slug, self.pk])


@tracked()
class CheckIn(PartnerOwned):
    """How an outcome stood on a day, in the words of whoever checked in."""

    row_rights = RowRights.ADD

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="check_ins")
    on = models.DateField()
    health = models.CharField(max_length=10, choices=Health.choices)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField()
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        ordering = ["-on", "-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="checkin_outcome_same_partner"),
        ]
