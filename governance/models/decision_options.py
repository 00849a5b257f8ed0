from django.db import models
from django.db.models import Q

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, tracked


@tracked()
class DecisionOption(PartnerOwned):
    """One of the ways a decision can go, and what it means. One of them may be what whoever asks proposes."""

    row_rights = RowRights.ADD

    ask = models.ForeignKey("governance.Ask", models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, help_text="What it means, in a line.")
    is_proposal = models.BooleanField(default=False)

    class Meta(PartnerOwned.Meta):
        ordering = ["ask", "number"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="ask", name="option_ask_same_partner"),
            models.UniqueConstraint(fields=["ask", "number"], name="option_once"),
            models.UniqueConstraint(
                fields=["ask"], condition=Q(is_proposal=True), name="option_one_is_proposed"
            ),
        ]

    def __str__(self) -> str:
        return self.title
