from django.db import models
from django.db.models import Q

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, tracked

_ONE_OF_TWO = "old_ask", "old_minute", "new_ask", "new_minute"


def _one(first: str, second: str) -> Q:
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": False}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": True}
    )


@tracked()
class Supersession(PartnerOwned):
    """One decision took the place of another: each was either asked for (`ask`) or made aloud in a room (`minute`)."""

    row_rights = RowRights.DELETE

    old_ask = models.OneToOneField(
        "governance.Ask", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    old_minute = models.OneToOneField(
        "reviews.Minute", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    new_ask = models.ForeignKey(
        "governance.Ask", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    new_minute = models.ForeignKey(
        "reviews.Minute", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    said_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    said_on = models.DateField()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            *(
                CompositeForeignKey(field=field, name=f"supersession_{field}_same_partner")
                for field in _ONE_OF_TWO
            ),
            models.CheckConstraint(condition=_one("old_ask", "old_minute"), name="supersession_of_one"),
            models.CheckConstraint(condition=_one("new_ask", "new_minute"), name="supersession_by_one"),
        ]
