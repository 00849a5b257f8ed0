from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked
from partners.models.people import Side


class EngagementChangeQuerySet(PartnerOwnedQuerySet["EngagementChange"]):
    """What was proposed to change of engagements."""

    def waiting(self) -> Self:
        """What the other side has not answered."""
        return self.filter(state=EngagementChange.State.PROPOSED)


@tracked()
class EngagementChange(PartnerOwned):
    """What one side wants changed of an engagement. The other side agrees, or declines and says why.

    What it costs is ours alone: EngagementChangeAmount.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        AGREED = "agreed", "agreed"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"

    engagement = models.ForeignKey("partners.Engagement", models.PROTECT, related_name="changes")
    words = models.TextField(help_text="What changes.")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that proposes it.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day it was where they live.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")

    objects: ClassVar = EngagementChangeQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="engagement", name="change_engagement_same_partner"),
            models.CheckConstraint(
                condition=Q(state="proposed", answered_by=None, answered_on=None)
                | (~Q(state="proposed") & ~Q(answered_by=None) & ~Q(answered_on=None)),
                name="change_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "declined"]) | ~Q(answered_by=F("by")),
                name="change_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.words


@tracked()
class EngagementChangeAmount(PartnerOwned):
    """What a change of an engagement costs. Ours only."""

    row_access = RowAccess.OURS_ONLY

    change = models.OneToOneField("partners.EngagementChange", models.PROTECT, related_name="amount")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="change", name="amount_change_same_partner"),
            models.CheckConstraint(condition=~Q(currency=""), name="amount_has_currency"),
        ]


@tracked()
class EngagementPaper(PartnerOwned):
    """A paper that an engagement needs and that expires: an insurance, a certificate, an agreement on data."""

    engagement = models.ForeignKey("partners.Engagement", models.PROTECT, related_name="papers")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="Since when it is needed no longer.")

    class Meta(PartnerOwned.Meta):
        ordering = ["expires_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="engagement", name="paper_engagement_same_partner"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class PartingPlan(PartnerOwned):
    """What happens if the two part: in words, who answers for it, and when it was last rehearsed. Both read it."""

    plan = models.TextField()
    owner = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    rehearsed_on = models.DateField(null=True, blank=True)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner"], name="parting_one_per_partner"),
        ]
