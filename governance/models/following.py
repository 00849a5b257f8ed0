from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, tracked


@tracked()
class ActionWatcher(PartnerOwned):
    """Somebody follows an action without owing it. Both sides see who does."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey("governance.ActionItem", models.PROTECT, related_name="watchers")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["since", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="watcher_item_same_partner"),
            models.UniqueConstraint(fields=["item", "person"], name="watcher_once"),
        ]
