from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked
from partners.undo_link import UndoLink

DAYS_TO_CLIMB = timedelta(days=30)
"""How long a recommendation lies untouched before it climbs to whoever answers at the top of the side asked."""


class AskQuerySet(PartnerOwnedQuerySet["Ask"]):
    def untouched(self, today: date) -> "AskQuerySet":
        """Recommendations that nobody has answered, argued for or put in place for thirty days, the longest first."""
        touched = Greatest(Coalesce("touched_on", "raised_on"), Coalesce("answered_on", "raised_on"))
        rows = self.open().filter(kind=Ask.Kind.RECOMMENDATION).annotate(touched=touched)
        return rows.filter(touched__lte=today - DAYS_TO_CLIMB).order_by("touched", "id")

    def to_look_back(self, today: date) -> "AskQuerySet":
        """Decisions of which it is time to say whether they worked."""
        return self.filter(state=Ask.State.MADE, worked="", worked_due_on__lte=today)

    def open(self) -> "AskQuerySet":
        """Asks that still wait for an answer."""
        return self.filter(state__in=Ask.OPEN_STATES)

    def waiting_on(self, side: str) -> "AskQuerySet":
        return self.open().filter(on_side=side)


_DECIDED = Q(kind="decision", state="made")


@tracked()
class Ask(PartnerOwned):
    """What one side needs from the other, or from the business: a decision, an impediment cleared, a recommendation
    backed, a risk looked after.

    `needed_by` is the day an answer is needed by, and of a risk the day of its next look (`RiskLook`).
    """

    class Kind(models.TextChoices):
        DECISION = "decision", "decision"
        IMPEDIMENT = "impediment", "impediment"
        RECOMMENDATION = "recommendation", "recommendation"
        RISK = "risk", "risk"

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        MADE = "made", "made"
        SUPERSEDED = "superseded", "superseded"
        RAISED = "raised", "raised"
        OWNED = "owned", "owned"
        CLEARED = "cleared", "cleared"
        LIVED_WITH = "lived_with", "accepted as it is"
        BACKED = "backed", "backed"
        IN_PLACE = "in_place", "in place"
        NOT_NOW = "not_now", "declined"
        TREATED = "treated", "treated"
        HAPPENED = "happened", "happened"

    class Cause(models.TextChoices):
        PROCESS = "process", "process not changed"
        TRUST = "trust", "approvals not delegated"
        RACI = "raci", "unclear RACI"
        DECISION = "decision", "decision pending"
        ACCESS = "access", "access or people"

    class Worked(models.TextChoices):
        YES = "yes", "it worked"
        PARTLY = "partly", "it worked in part"
        NO = "no", "it did not work"

    STATES = {
        Kind.DECISION: (State.PENDING, State.MADE, State.SUPERSEDED),
        Kind.IMPEDIMENT: (State.RAISED, State.OWNED, State.CLEARED, State.LIVED_WITH),
        Kind.RECOMMENDATION: (State.RAISED, State.BACKED, State.IN_PLACE, State.NOT_NOW),
        Kind.RISK: (State.RAISED, State.TREATED, State.LIVED_WITH, State.HAPPENED),
    }
    OPEN_STATES = (State.PENDING, State.RAISED, State.OWNED, State.BACKED)

    kind = models.CharField(max_length=14, choices=Kind.choices)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    cause = models.CharField(max_length=10, choices=Cause.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    raised_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    raised_by_side = models.CharField(max_length=6, choices=Side.choices)
    raised_on = models.DateField()
    on_side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that has to answer.")
    owner = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="owned_asks"
    )
    forum_words = models.CharField(
        max_length=120, blank=True, help_text="Where it is decided, such as 'Finance board'."
    )
    first_needed_by = models.DateField(null=True, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True, help_text="What was decided, or why it was declined.")
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="asks"
    )
    risk_cause = models.TextField(blank=True, help_text="Why it may happen.")
    risk_consequence = models.TextField(blank=True, help_text="What it would do.")
    risk_treatment = models.TextField(blank=True, help_text="What the side that carries it does about it.")
    looks_done = models.PositiveSmallIntegerField(default=0, help_text="How often a risk was looked at.")
    looked_on = models.DateField(null=True, blank=True, help_text="The day of the last look at a risk.")
    acceptance_side = models.CharField(
        max_length=6, choices=Side.choices, blank=True, help_text="The side that asks to live with a risk."
    )
    acceptance_by = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    acceptance_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")
    acceptance_reason = models.TextField(blank=True)
    came_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="became",
        help_text="The risk that happened.",
    )
    touched_on = models.DateField(
        null=True, blank=True, help_text="The day of the last line on the advocacy record."
    )
    chosen = models.ForeignKey(
        "governance.DecisionOption", models.PROTECT, null=True, blank=True, related_name="+"
    )
    worked_due_on = models.DateField(
        null=True, blank=True, help_text="The day on which whoever decided says whether it worked."
    )
    worked = models.CharField(max_length=6, choices=Worked.choices, blank=True)
    worked_words = models.TextField(blank=True)
    worked_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")
    worked_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = AskQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["raised_on", "id"]
        indexes = [
            models.Index(
                fields=["partner", "raised_on"],
                name="ask_open",
                condition=Q(state__in=["pending", "raised", "owned", "backed"]),
            ),
            models.Index(fields=["-answered_on", "-id"], name="ask_decided", condition=_DECIDED),
            models.Index(
                fields=["partner", "-answered_on", "-id"], name="ask_decided_here", condition=_DECIDED
            ),
        ]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="ask_outcome_same_partner"),
            CompositeForeignKey(field="came_of", name="ask_came_of_same_partner"),
            CompositeForeignKey(field="chosen", name="ask_chosen_same_partner"),
            models.CheckConstraint(
                condition=Q(kind="decision", state__in=["pending", "made", "superseded"])
                | Q(kind="impediment", state__in=["raised", "owned", "cleared", "lived_with"])
                | Q(kind="recommendation", state__in=["raised", "backed", "in_place", "not_now"])
                | Q(kind="risk", state__in=["raised", "treated", "lived_with", "happened"]),
                name="ask_state_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="risk")
                | (~Q(risk_cause="") & ~Q(risk_consequence="") & ~Q(owner=None) & ~Q(needed_by=None)),
                name="ask_risk_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="risk", state="lived_with") | Q(acceptance_side__in=Side.values),
                name="ask_risk_accepted_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(worked="", worked_on=None, worked_by=None)
                | (
                    Q(state="made", worked__in=["yes", "partly", "no"])
                    & ~Q(worked_on=None)
                    & ~Q(worked_by=None)
                ),
                name="ask_worked_once_made",
            ),
            models.CheckConstraint(
                condition=Q(acceptance_side="", acceptance_by=None, acceptance_on=None)
                | (Q(kind="risk") & ~Q(acceptance_by=None) & ~Q(acceptance_on=None)),
                name="ask_acceptance_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="decision") | (~Q(needed_by=None) & ~Q(first_needed_by=None)),
                name="ask_decision_needed_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["made", "not_now"]) | (~Q(answer="") & ~Q(answered_on=None)),
                name="ask_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def undo_link(self) -> UndoLink:
        """Where its answer is taken back, by whoever gave it a few minutes ago."""
        return UndoLink(reverse("ask_undoing", args=[self.partner.slug, self.pk]), self.version)

    def get_absolute_url(self) -> str:
        return reverse("ask", args=[self.partner.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def day_says(self) -> str:
        """What `needed_by` is called."""
        return "next look" if self.kind == self.Kind.RISK else "needed by"

    @property
    def on_side_since(self) -> date:
        """Since when it is on the side that has to act: advice that was backed waits anew, to be put in place, and a
        risk that was looked at, to be looked at again.
        """
        backed_on = self.answered_on if self.state == self.State.BACKED else None
        return backed_on or self.looked_on or self.raised_on

    @classmethod
    def since_in_sql(cls) -> Case:
        """`on_side_since`, in the database."""
        return Case(
            When(state=cls.State.BACKED, then=Coalesce("answered_on", "raised_on")),
            default=Coalesce("looked_on", "raised_on"),
        )

    def age(self, today: date) -> int:
        """Days it has waited on that side; of one that was answered, the days from raising to its answer."""
        if self.is_open:
            return (today - self.on_side_since).days
        return ((self.answered_on or today) - self.raised_on).days


@tracked()
class AskDate(PartnerOwned):
    """A day by which a decision was needed. The first is the one it was raised with."""

    row_rights = RowRights.ADD

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="dates")
    look = models.ForeignKey(
        "governance.RiskLook",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dates",
        help_text="Of a risk, the look that is moved to this day.",
    )
    needed_by = models.DateField()
    given_on = models.DateField()
    given_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    with_notice = models.BooleanField(
        help_text="Given at least five working days before the date it replaces."
    )

    class Meta(PartnerOwned.Meta):
        ordering = ["given_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="ask", name="askdate_ask_same_partner"),
            CompositeForeignKey(field="look", name="askdate_look_same_partner"),
        ]


@tracked()
class RiskLook(PartnerOwned):
    """A look at a risk: promised for a day by the side that carries it, and counted as every promise is.

    The open one, which has no `looked_on`, is the next. `dates` are the days it was moved to.
    """

    row_rights = RowRights.DELETE

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="looks")
    number = models.PositiveSmallIntegerField()
    first_due_on = models.DateField()
    given_on = models.DateField(help_text="The day its first day was given.")
    given_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    looked_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")
    looked_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, help_text="What was found.")

    class Meta(PartnerOwned.Meta):
        ordering = ["ask", "number"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="ask", name="risklook_ask_same_partner"),
            models.UniqueConstraint(fields=["ask", "number"], name="risklook_once"),
            models.UniqueConstraint(fields=["ask"], condition=Q(looked_on=None), name="risklook_one_is_next"),
            models.CheckConstraint(
                condition=Q(looked_on=None, looked_by=None) | (~Q(looked_on=None) & ~Q(looked_by=None)),
                name="risklook_looked_by_somebody",
            ),
        ]
