"""What one side must not see lives in tables of its own: row security hides rows, not columns."""

from typing import ClassVar

from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked
from partners.models.people import Side


@tracked()
class PartnerNote(PartnerOwned):
    """A private note of one side about the partnership. The other side never sees it, nor does the shared screen."""

    row_access = RowAccess.PRIVATE

    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.TextField()
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["-written_at"]


@tracked()
class PartnerStanding(PartnerOwned):
    """How we classify a partner. Ours only."""

    row_access = RowAccess.OURS_ONLY
    row_rights = RowRights.DELETE

    class Segment(models.TextChoices):
        STRATEGIC = "strategic", "Strategic"
        TACTICAL = "tactical", "Tactical"
        OPERATIONAL = "operational", "Operational"
        COMMODITY = "commodity", "Commodity"

    segment = models.CharField(max_length=12, choices=Segment.choices)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner"], name="standing_one_per_partner"),
        ]


class EngagementTermsQuerySet(PartnerOwnedQuerySet["EngagementTerms"]):
    """Notice and value of engagements."""

    def running(self) -> "EngagementTermsQuerySet":
        """Those of engagements in force: of one that is a draft or has been ended no notice has to be given."""
        return self.filter(engagement__state="active")


@tracked()
class EngagementTerms(PartnerOwned):
    """Notice and value of an engagement. Ours only."""

    row_access = RowAccess.OURS_ONLY

    objects: ClassVar = EngagementTermsQuerySet.as_manager()

    engagement = models.OneToOneField("partners.Engagement", models.PROTECT, related_name="terms")
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_by = models.DateField(
        null=True, blank=True, help_text="The last day on which notice can be given."
    )
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="engagement", name="terms_engagement_same_partner"),
            models.CheckConstraint(
                condition=(models.Q(value=None) & models.Q(currency=""))
                | (~models.Q(value=None) & ~models.Q(currency="")),
                name="terms_value_has_currency",
            ),
        ]
