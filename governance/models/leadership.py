from django.db import models

from partners.ownership import PartnerOwned, tracked


@tracked()
class Thanks(PartnerOwned):
    """People on either side thanked by name. Never counted."""

    names = models.CharField(max_length=200, help_text="Who is thanked, as said.")
    words = models.CharField(max_length=300, blank=True, help_text="What for.")
    on = models.DateField()
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        ordering = ["-on", "-id"]
