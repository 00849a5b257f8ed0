from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from partners.isolation.constraints import CompositeForeignKey
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class DateRequestQuerySet(PartnerOwnedQuerySet["DateRequest"]):
    def running(self) -> "DateRequestQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=DateRequest.State.ASKED)


@tracked()
class DateRequest(PartnerOwned):
    """Another date that the other side asks for. Nothing changes until the owner's side accepts it.

    At most one of an action waits for an answer. It ends by a yes, a no, when whoever asked takes it back, or with
    the action itself.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"
        OVER = "over", "over"

    item = models.ForeignKey("governance.ActionItem", models.PROTECT, related_name="date_requests")
    due_on = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DateRequestQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["answered_on"],
                condition=Q(state__in=["accepted", "declined"]),
                name="daterequest_answered",
            )
        ]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="daterequest_item_same_partner"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="asked"), name="daterequest_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="asked")
                | (~Q(answered_by=None) & ~Q(answered_on=None) & ~Q(answered_at=None)),
                name="daterequest_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(answered_by=F("asked_by")),
                name="daterequest_accepted_by_another",
            ),
        ]

    def can_be_given(self, today: date) -> bool:
        """Whether it may still become the action's date (actions.wording.day_to_come): it may pass unanswered."""
        return self.due_on >= today
