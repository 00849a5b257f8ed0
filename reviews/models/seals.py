import pgtrigger
from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


class Edition(models.TextChoices):
    """For whom a snapshot is made. The partner's edition is what both sides may see."""

    PARTNER = "partner", "partner edition"
    OURS = "ours", "our edition"


@tracked()
class Seal(PartnerOwned):
    """A frozen snapshot of everything a review discussed, and its SHA-256. Never changed, never deleted.

    `content` is canonical JSON text (sorted keys, no spaces): exactly the bytes that were hashed. People stand in it by
    id; `names` resolves them beside it, so that a name can be erased later without breaking the seal. A later
    "we see it differently" is a second seal of kind `reply`.
    """

    row_access = RowAccess.EDITION
    row_rights = RowRights.ADD

    class Kind(models.TextChoices):
        REVIEW = "review", "review"
        REPLY = "reply", "we see it differently"

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="seals")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REVIEW)
    said_by_side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    content = models.TextField()
    names = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    sealed_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["sealed_at", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="seal_review_same_partner"),
            models.UniqueConstraint(
                fields=["review", "edition", "kind", "said_by_side"], name="seal_once_per_edition"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="sealed_for_good", exclude=["names"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
