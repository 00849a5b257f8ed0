from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.outcomes import OutcomeIntent
from partners.isolation.rowsecurity import RowAccess
from partners.models import Side, User
from partners.models.base import tracked


class BusinessOutcomeQuerySet(models.QuerySet["BusinessOutcome"]):
    def visible_to(self, user: User) -> Self:
        """All of them, for our own people; for a partner's those that their own outcomes serve, up to the first."""
        if user.side == Side.OURS:
            return self.all()
        intents = OutcomeIntent.objects.visible_to(user)
        return self.filter(
            Q(pk__in=intents.exclude(serves=None).values("serves"))
            | Q(pk__in=intents.exclude(serves_above=None).values("serves_above"))
        )

    def under_way(self) -> Self:
        return self.filter(state=BusinessOutcome.State.UNDER_WAY)


@tracked()
class BusinessOutcome(models.Model):
    """What a business function wants to reach, or what our own house changes for it. Outcomes of partners serve it.

    What serves another is what we change for it; a chain has no third link, and so no circle.
    """

    row_access = RowAccess.SERVED

    class State(models.TextChoices):
        UNDER_WAY = "under_way", "under way"
        REACHED = "reached", "reached"
        DROPPED = "dropped", "no longer wanted"

    statement = models.CharField(max_length=200)
    target = models.TextField(blank=True, help_text="How everyone will know that it is reached.")
    stands = models.CharField(max_length=120, blank=True, help_text="Where it stands: “day five today”.")
    function = models.CharField(max_length=80)
    owner = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    serves = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="served_by")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNDER_WAY)
    ended_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True, help_text="What was said as it ended.")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = BusinessOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["function", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(serves=F("id")), name="businessoutcome_serves_another"),
            models.CheckConstraint(
                condition=Q(state="under_way") | (~Q(ended_on=None) & ~Q(words="")),
                name="businessoutcome_ended_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("business_outcome", args=[self.pk])
