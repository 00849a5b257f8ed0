import uuid

from django.db import models
from django.db.models import Q

from partners.isolation.constraints import CompositeForeignKey
from partners.models.base import PartnerOwned, tracked


def _somewhere(evidence: "Evidence", name: str) -> str:
    """A place nobody can guess, and whose name says nothing."""
    return f"evidence/{uuid.uuid4().hex}"


@tracked()
class Evidence(PartnerOwned):
    """What shows that an action is done, or where it stands: a file or a link, read by both sides.

    A file that was taken out again is gone from the storage; that it was there stays on record.
    """

    item = models.ForeignKey("governance.ActionItem", models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=120, help_text="As people read it.")
    link = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to=_somewhere, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    taken_out_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True, blank=True)

    can_be_taken_out: bool
    """Only where a page has asked for its reader."""

    class Meta(PartnerOwned.Meta):
        verbose_name = verbose_name_plural = "evidence"
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["item", "id"], name="evidence_of_item")]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="evidence_item_same_partner"),
            models.CheckConstraint(
                condition=~Q(taken_out_at=None) | (Q(link="") ^ Q(file="")), name="evidence_is_file_or_link"
            ),
        ]

    def __str__(self) -> str:
        return self.name
