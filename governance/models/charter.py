from django.db import models

from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class CharterAgreement(PartnerOwned):
    """A side's yes to the charter as it read that day; in other words it is another charter, and asks for another."""

    row_rights = RowRights.ADD

    side = models.CharField(max_length=6, choices=Side.choices)
    sha256 = models.CharField(max_length=64, help_text="Of the words agreed to.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day it was where they live.")

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "side", "sha256"], name="charter_once_a_wording"),
        ]
