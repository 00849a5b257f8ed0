"""What a partner is trusted with, what our side opened up for it, and what either side bets on."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class Reach(models.TextChoices):
    """How far a partner is trusted, the narrowest first."""

    DELIVERING = "delivering", "delivering"
    TRUSTED = "trusted", "trusted"
    STRATEGIC = "strategic", "strategic"
    AT_THE_TABLE = "at_the_table", "at the table"

    @property
    def rank(self) -> int:
        return list(Reach).index(self)

    @property
    def following(self) -> "Reach | None":
        """The step it can be widened to."""
        return list(Reach)[self.rank + 1] if self.rank + 1 < len(Reach) else None


class MandateStepQuerySet(PartnerOwnedQuerySet["MandateStep"]):
    def current(self) -> "MandateStepQuerySet":
        """The newest of each partnership: what holds today."""
        return self.filter(followed_by=None)


@tracked()
class MandateStep(PartnerOwned):
    """One decision on how far a partner is trusted. The newest holds; each is followed by one at most, so that of two
    who decide at once the second hears of the first.
    """

    step = models.CharField(max_length=12, choices=Reach.choices)
    trusted_with = models.TextField(help_text="What they are trusted with, one thing a line.")
    reason = models.TextField()
    decided_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    decided_on = models.DateField(help_text="The day it was where they live.")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = MandateStepQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="previous", name="mandate_previous_same_partner"),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(previous=None), name="mandate_begins_once"
            ),
            models.CheckConstraint(condition=~Q(previous=F("id")), name="mandate_follows_another"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(trusted_with=""), name="mandate_in_words"),
        ]

    def __str__(self) -> str:
        return str(self.get_step_display())

    def get_absolute_url(self) -> str:
        return reverse("mandate", args=[self.partner.slug])

    @property
    def rank(self) -> int:
        return Reach(self.step).rank

    @property
    def widened(self) -> bool:
        """Whether it goes further than what held before; a partner of whom nothing is decided is delivering."""
        return self.rank > (self.previous.rank if self.previous else Reach.DELIVERING.rank)

    @property
    def things(self) -> list[str]:
        """What they are trusted with, thing by thing."""
        return [line.strip() for line in self.trusted_with.splitlines() if line.strip()]


@tracked()
class Opening(PartnerOwned):
    """What our side opened up with a step of the mandate: an action like any other says what, who and by when."""

    class Kind(models.TextChoices):
        BUSINESS = "business", "more business"
        SCOPE = "scope", "wider scope"
        PROBLEM = "problem", "a problem to find"
        SEAT = "seat", "a seat in strategy"

    step = models.ForeignKey(MandateStep, models.PROTECT, related_name="openings")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    action = models.OneToOneField("governance.ActionItem", models.PROTECT, related_name="opening")

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="step", name="opening_step_same_partner"),
            CompositeForeignKey(field="action", name="opening_action_same_partner"),
        ]


@tracked()
class CapabilityBet(PartnerOwned):
    """What one side bets the partnership can learn to do, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        PAID_OFF = "paid_off", "paid off"
        DID_NOT = "did_not", "did not pay off"
        CALLED_OFF = "called_off", "called off"

    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that bets.")
    placed_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    placed_on = models.DateField(help_text="The day it was where they live.")
    look_back_on = models.DateField(help_text="The day on which both look at what became of it.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    words = models.TextField(blank=True, help_text="What shows it.")
    said_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    said_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["look_back_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(look_back_on__gte=F("placed_on")), name="bet_looked_back_on_later"
            ),
            models.CheckConstraint(
                condition=Q(state="open", said_by=None, said_on=None)
                | (~Q(state="open") & ~Q(words="") & Q(said_by__isnull=False, said_on__isnull=False)),
                name="bet_became_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mandate_bet", args=[self.partner.slug, self.pk])


@tracked()
class MandatePutOff(PartnerOwned):
    """That our side has read what speaks for a wider mandate and leaves it for a quarter. No figure stands here."""

    row_access = RowAccess.OURS_ONLY

    until = models.DateField(help_text="The first day of the quarter in which it is said again.")
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day it was where they live.")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "until"], name="mandateputoff_once_a_quarter"),
        ]
