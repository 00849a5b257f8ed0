from typing import ClassVar

from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class BusinessBrief(PartnerOwned):
    """One page by which the side that backs a recommendation argues for it in its own house. The other side does not
    read it.
    """

    row_access = RowAccess.PRIVATE

    ask = models.ForeignKey("governance.Ask", models.PROTECT, related_name="briefs")
    side = models.CharField(max_length=6, choices=Side.choices)
    what = models.TextField()
    why = models.TextField()
    benefit = models.TextField()
    objection = models.TextField(blank=True)
    objection_answer = models.TextField(blank=True)
    we_ask = models.TextField()
    written_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_on = models.DateField(help_text="The day it was where they live.")
    version = models.PositiveIntegerField(default=1)

    PARTS: ClassVar = ("what", "why", "benefit", "objection", "objection_answer", "we_ask")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="ask", name="brief_ask_same_partner"),
            models.UniqueConstraint(fields=["ask", "side"], name="brief_once_a_side"),
        ]


@tracked()
class AdvocacyEntry(PartnerOwned):
    """A line of the advocacy record: who argued for a recommendation before whom, what was said, what was won."""

    class Kind(models.TextChoices):
        ARGUED = "argued", "argued for it"
        OBJECTED = "objected", "objected"
        ANSWERED = "answered", "answered an objection"
        SENT = "sent", "sent the brief"
        WON = "won", "won a change of policy or process"

    row_rights = RowRights.ADD

    ask = models.ForeignKey("governance.Ask", models.PROTECT, related_name="advocacy")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side of whoever it is about.")
    whom = models.CharField(
        max_length=120, blank=True, help_text="Before whom, or who objected: a forum or a person."
    )
    words = models.TextField(blank=True)
    on = models.DateField(help_text="The day it happened.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        ordering = ["on", "id"]
        verbose_name_plural = "advocacy entries"
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="ask", name="advocacy_ask_same_partner"),
        ]
