from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.models.base import PartnerOwned, tracked

LONGEST_NAME, LONGEST_UNIT = 120, 30
"""Of an indicator, in characters."""


@tracked()
class Indicator(PartnerOwned):
    """What is measured every month, and what is good."""

    class Kind(models.TextChoices):
        OUTCOME = "outcome", "outcome"
        KPI = "kpi", "KPI"
        SLA = "sla", "SLA"
        XLA = "xla", "XLA"

    class Direction(models.TextChoices):
        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"
        NONE = "none", "no target"

    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.KPI)
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    amber = models.DecimalField(
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Beyond the target but not yet beyond this: closing in.",
    )
    weight = models.PositiveSmallIntegerField(default=1)
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    source = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="indicator_outcome_same_partner"),
            models.UniqueConstraint(fields=["partner", "name"], name="indicator_name_unique"),
            models.CheckConstraint(
                condition=~Q(direction="none") | Q(target=None), name="indicator_no_target_without_direction"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("performance_indicator", args=[self.partner.slug, self.pk])


@tracked()
class Reading(PartnerOwned):
    """The value of an indicator in one month. A month without one is a gap, and is shown as one."""

    class State(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        ACCEPTED = "accepted", "accepted"
        DISPUTED = "disputed", "disputed"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings")
    month = models.DateField(help_text="The first day of the month.")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACCEPTED)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    dispute = models.CharField(max_length=300, blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["month"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="indicator", name="reading_indicator_same_partner"),
            models.UniqueConstraint(fields=["indicator", "month"], name="reading_one_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="reading_first_of_month"),
        ]
