from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class ActionPrivateNote(PartnerOwned):
    """A word about an action that one side keeps to itself: neither the other side sees it nor the shared screen."""

    row_access = RowAccess.PRIVATE

    side = models.CharField(max_length=6, choices=Side.choices)
    item = models.ForeignKey("governance.ActionItem", models.PROTECT, related_name="private_notes")
    text = models.TextField()
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["-written_at", "-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="privatenote_item_same_partner"),
        ]
