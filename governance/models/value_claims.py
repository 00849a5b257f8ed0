from typing import ClassVar, Literal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.outcomes import OutcomeIntent
from partners.isolation.constraints import CompositeForeignKey
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class ValueClaimQuerySet(PartnerOwnedQuerySet["ValueClaim"]):
    def running(self) -> "ValueClaimQuerySet":
        """Those that wait for the business owner."""
        return self.filter(state=ValueClaim.State.ASKED)

    def standing(self) -> "ValueClaimQuerySet":
        """Those that were not taken back, the latest first."""
        return self.exclude(state=ValueClaim.State.TAKEN_BACK).order_by("-pk")


@tracked()
class ValueClaim(PartnerOwned):
    """What somebody says an outcome has brought, and what its business owner says to that.

    Whoever says it is never who confirms it. At most one of an outcome waits for an answer.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        ANSWERED = "answered", "answered"
        TAKEN_BACK = "taken_back", "taken back"

    class Verdict(models.TextChoices):
        """How much of what was expected is there."""

        WHOLE = "whole", "all of it is there"
        PART = "part", "part of it is there"
        NONE = "none", "nothing of it yet"

        @property
        def level(self) -> Literal["good", "warn", "bad"]:
            """The state of its sign."""
            return _LEVELS[self]

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="value_claims")
    words = models.TextField(help_text="What the outcome has brought.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The speaker's side at that time.")
    on = models.DateField(help_text="The day it was where they live.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    verdict = models.CharField(max_length=5, choices=Verdict.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")

    objects: ClassVar = ValueClaimQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="valueclaim_outcome_same_partner"),
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(state="asked"), name="valueclaim_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | (~Q(verdict="") & ~Q(answered_by=None) & ~Q(answered_on=None) & ~Q(answered_by=F("by"))),
                name="valueclaim_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def level(self) -> Literal["good", "warn", "bad", "none"]:
        """The state of the sign of what its business owner says."""
        return self.Verdict(self.verdict).level if self.verdict else "none"

    @property
    def told(self) -> str:
        """What its business owner says, in words."""
        return self.get_verdict_display() if self.verdict else "has not answered yet"

    def get_absolute_url(self) -> str:
        return reverse("outcome_value", args=[self.partner.slug, self.outcome_id, self.pk])


_LEVELS: dict[ValueClaim.Verdict, Literal["good", "warn", "bad"]] = {
    ValueClaim.Verdict.WHOLE: "good", ValueClaim.Verdict.PART: "warn", ValueClaim.Verdict.NONE: "bad",
}  # fmt: skip
