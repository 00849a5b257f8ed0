"""What a side owes again and again, as both sides agreed on it."""

from datetime import date
from typing import ClassVar, cast

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.calendar.rhythms import MONTHLY, QUARTERLY, Kind, Rhythm
from partners.isolation.constraints import CompositeForeignKey
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class RhythmKind(models.TextChoices):
    """By what a month is told its day."""

    DAY = "day", "by a day of the month"
    WORKING_DAY = "working_day", "by a working day of the month"


class HowOften(models.IntegerChoices):
    """Months from one occurrence to the next."""

    EACH_MONTH = MONTHLY, "each month"
    EACH_QUARTER = QUARTERLY, "each quarter"


class StandingTerms(models.Model):
    """Base of what both sides agree on: what is owed, and when."""

    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    kind = models.CharField(max_length=11, choices=RhythmKind.choices, default=RhythmKind.DAY)
    number = models.PositiveSmallIntegerField(help_text="Which day, or which working day, of the month.")
    every = models.PositiveSmallIntegerField(choices=HowOften.choices, default=HowOften.EACH_MONTH)
    from_month = models.DateField(
        help_text="The first day of a month it falls due in; quarters are counted from it."
    )

    class Meta:
        abstract = True

    @property
    def rhythm(self) -> Rhythm:
        """When it falls due."""
        return Rhythm(cast(Kind, self.kind), self.number, self.every, self.from_month)


TERMS = ("title", "detail", "kind", "number", "every", "from_month")
"""What both sides agree on."""


class StandingPromiseQuerySet(PartnerOwnedQuerySet["StandingPromise"]):
    def alive(self) -> "StandingPromiseQuerySet":
        """Those that are agreed, or wait for the other side's yes."""
        return self.filter(state__in=[StandingPromise.State.PROPOSED, StandingPromise.State.AGREED])


@tracked()
class StandingPromise(StandingTerms, PartnerOwned):
    """What the owner's side owes again and again, agreed once by both sides.

    Each time it falls due is an ActionItem, made some weeks ahead of its day by the clock: from there on a promise
    like any other. `next_on` is the day of the first one that is not made yet.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        AGREED = "agreed", "agreed"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"
        ENDED = "ended", "ended"

    owner = models.ForeignKey("partners.User", models.PROTECT, related_name="standing_promises")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that owes it.")
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="standing_promises"
    )
    begins_on = models.DateField(help_text="Nothing falls due before.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_side = models.CharField(max_length=6, choices=Side.choices)
    asked_on = models.DateField(help_text="The day it was where they live.")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")
    next_on = models.DateField(
        null=True, blank=True, help_text="The day of the next one that is not made yet."
    )
    made_month = models.DateField(
        null=True, blank=True, help_text="The month of the last one made, by its first day."
    )
    ended_on = models.DateField(
        null=True, blank=True, help_text="The day it was where whoever ended it lives."
    )
    ended_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = StandingPromiseQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["next_on"], condition=Q(state="agreed"), name="standing_due_to_be_made"),
        ]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="standing_outcome_same_partner"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "ended"])
                | (Q(answered_side__in=Side.values) & ~Q(answered_side=F("asked_side"))),
                name="standing_agreed_by_both_sides",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | (~Q(answered_by=None) & ~Q(answered_on=None)),
                name="standing_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | (~Q(ended_on=None) & ~Q(ended_by=None) & ~Q(end_reason="")),
                name="standing_ended_in_words",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", next_on__isnull=False) | (~Q(state="agreed") & Q(next_on=None)),
                name="standing_agreed_has_next",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("standing_promise", args=[self.partner.slug, self.pk])

    def next_day(self, *, from_day: date) -> date:
        """Its first day from `from_day` on that lies in a month for which none is made yet."""
        first = max(self.begins_on, from_day)
        return self.rhythm.first_from(first, self.owner.country, after=self.made_month)


class StandingChangeQuerySet(PartnerOwnedQuerySet["StandingChange"]):
    def running(self) -> "StandingChangeQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=StandingChange.State.ASKED)


@tracked()
class StandingChange(StandingTerms, PartnerOwned):
    """Other terms that one side asks for, from the next time on that is not made yet, or that it ends.

    Nothing changes until the other side agrees. At most one of a standing promise waits for an answer.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        AGREED = "agreed", "agreed"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"

    standing = models.ForeignKey(StandingPromise, models.PROTECT, related_name="changes")
    ends = models.BooleanField(default=False, help_text="It is asked that it ends.")
    reason = models.TextField()
    side = models.CharField(max_length=6, choices=Side.choices)
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_on = models.DateField(help_text="The day it was where they live.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    answered_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")

    objects: ClassVar = StandingChangeQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="standing", name="standingchange_standing_same_partner"),
            models.UniqueConstraint(
                fields=["standing"], condition=Q(state="asked"), name="standingchange_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(answered_by=None) & ~Q(answered_on=None)),
                name="standingchange_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | (Q(answered_side__in=Side.values) & ~Q(answered_side=F("side"))),
                name="standingchange_agreed_by_the_other",
            ),
        ]
