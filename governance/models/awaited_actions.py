from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from partners.isolation.constraints import CompositeForeignKey
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class AwaitedActionQuerySet(PartnerOwnedQuerySet["AwaitedAction"]):
    def waiting(self) -> "AwaitedActionQuerySet":
        """Those that are neither proposed to anybody nor taken out."""
        return self.filter(action=None, ended_at=None)


@tracked()
class AwaitedAction(PartnerOwned):
    """What is asked of somebody who is invited and has not come in yet, brought by a list or typed. Nothing is promised
    by it, and nothing counted.

    When they come in it is proposed to them: `action`. Until then somebody proposes it to a colleague of theirs, or
    takes it out. It outlives its invitation: withdrawn or expired, it still waits for whoever has that address.
    """

    invitation = models.ForeignKey("partners.Invitation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    due_on = models.DateField()
    reference = models.CharField(max_length=60, blank=True)
    outcome = models.ForeignKey("governance.OutcomeIntent", models.PROTECT, null=True, related_name="+")
    initiative = models.ForeignKey("governance.Initiative", models.PROTECT, null=True, related_name="+")
    ask = models.ForeignKey("governance.Ask", models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey("governance.Activity", models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    action = models.ForeignKey("governance.ActionItem", models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey("partners.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    never_was = models.BooleanField(
        default=False, help_text="It ended with its list, and may come in once more."
    )

    objects: ClassVar = AwaitedActionQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["due_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="invitation", name="awaitedaction_invitation_same_partner"),
            CompositeForeignKey(field="action", name="awaitedaction_action_same_partner"),
            CompositeForeignKey(field="outcome", name="awaitedaction_outcome_same_partner"),
            CompositeForeignKey(field="initiative", name="awaitedaction_initiative_same_partner"),
            CompositeForeignKey(field="ask", name="awaitedaction_ask_same_partner"),
            CompositeForeignKey(field="activity", name="awaitedaction_activity_same_partner"),
            models.CheckConstraint(
                condition=Q(action=None) | Q(ended_at=None), name="awaitedaction_given_or_ended"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | (~Q(ended_by=None) & ~Q(ended_at=None)),
                name="awaitedaction_ended_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partner"], condition=Q(action=None, ended_at=None), name="awaitedaction_waiting"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def side(self) -> Side:
        """That of whoever is invited."""
        return self.invitation.side

    def standing(self, now: datetime) -> str:
        """Why its owner is not here yet, in words."""
        if self.invitation.withdrawn_at:
            return "their invitation was withdrawn"
        if self.invitation.accepted_at:
            return "they are here, and cannot own it"
        return "their invitation has expired" if self.invitation.expires_at <= now else "invited, not in yet"
