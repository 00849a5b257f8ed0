from datetime import date, timedelta
from typing import ClassVar, Literal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models.rollup_triggers import BY_THE_OUTCOME
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side, User
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class Health(models.TextChoices):
    """How an outcome stands, as its last check-in said."""

    ON_TRACK = "on_track", "on track"
    AT_RISK = "at_risk", "at risk"
    OFF_TRACK = "off_track", "off track"
    UNKNOWN = "unknown", "no check-in yet"

    @property
    def level(self) -> Literal["good", "warn", "bad", "none"]:
        """The state of its sign."""
        return _LEVELS[self]


_LEVELS: dict[Health, Literal["good", "warn", "bad", "none"]] = {
    Health.ON_TRACK: "good", Health.AT_RISK: "warn", Health.OFF_TRACK: "bad", Health.UNKNOWN: "none",
}  # fmt: skip


def due_day(due_on: date | None, starts_on: date | None, granted_months: int | None) -> date | None:
    """The day an outcome is due: the one that was agreed, else the end of the time given, months of 30 days."""
    if due_on or not starts_on or not granted_months:
        return due_on
    return starts_on + timedelta(days=30 * granted_months)


@tracked()
class OutcomeIntent(PartnerOwned):
    """A large, clear business outcome handed to a partner without the how."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        AGREED = "agreed", "agreed"
        ACHIEVED = "achieved", "achieved"
        MISSED = "missed", "missed"
        RETIRED = "retired", "retired"

    statement = models.CharField(max_length=200)
    vision = models.TextField(blank=True)
    business_function = models.CharField(max_length=80, blank=True)
    serves = models.ForeignKey(
        "governance.BusinessOutcome", models.PROTECT, null=True, blank=True, related_name="intents"
    )
    serves_above = models.ForeignKey(
        "governance.BusinessOutcome",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What `serves` serves itself: a row policy cannot follow it there.",
    )
    business_owner = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sponsor = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    owner_ours = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    owner_theirs = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    baseline = models.TextField(blank=True, help_text="Where it stood as it began.")
    forecast = models.TextField(blank=True, help_text="What happens if nothing is done.")
    target = models.TextField(help_text="How everyone will know that it is reached.")
    value_expected = models.TextField(blank=True, help_text="What it is worth to the business once reached.")
    asked_months = models.PositiveSmallIntegerField(null=True, blank=True)
    granted_months = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    free_hand_until = models.DateField(null=True, blank=True)
    guardrails = models.TextField(blank=True)
    benchmark = models.TextField(blank=True, help_text="What a more demanding industry reaches.")
    benchmark_source = models.CharField(max_length=200, blank=True)
    benchmark_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    health = models.CharField(max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    progress = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Percent of the way to the target."
    )
    check_in_every = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Months between two check-ins; empty where no days are agreed."
    )
    next_check_in_on = models.DateField(null=True, blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    conclusion = models.TextField(blank=True, help_text="What shows that it was reached, or why it ended.")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="outcome_progress_percent"
            ),
            models.CheckConstraint(
                condition=Q(benchmark="") | (~Q(benchmark_source="") & ~Q(benchmark_on=None)),
                name="outcome_benchmark_has_source_and_date",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | ~Q(conclusion=""), name="outcome_concluded_in_words"
            ),
        ]
        triggers = [BY_THE_OUTCOME]

    @property
    def level(self) -> Literal["good", "warn", "bad", "none"]:
        """The state of the sign of its health."""
        return Health(self.health).level

    def owner_of(self, side: str) -> User | None:
        """Who of that side answers for it."""
        owner: User | None = getattr(self, f"owner_{side}")
        return owner

    def has_free_hand(self, today: date) -> bool:
        """Whether a free hand was given that stands on that day: its last day included."""
        return self.free_hand_until is not None and self.free_hand_until >= today

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.partner.slug, self.pk])


@tracked()
class OutcomeAgreement(PartnerOwned):
    """One side's yes to a draft as it stands."""

    row_rights = RowRights.DELETE

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="agreements")
    side = models.CharField(max_length=6, choices=Side.choices)
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    on = models.DateField(help_text="The day it was where they live.")

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="outcomeagreement_outcome_same_partner"),
            models.UniqueConstraint(fields=["outcome", "side"], name="outcome_each_side_agrees_once"),
        ]


@tracked()
class HandOverWord(PartnerOwned):
    """What somebody said as an outcome was handed over, and the months they named, if any."""

    row_rights = RowRights.ADD

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="hand_over_words")
    words = models.TextField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The speaker's side at that time.")
    on = models.DateField(help_text="The day it was where they live.")

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="handoverword_outcome_same_partner"),
        ]

    @property
    def spoken_for(self) -> str:
        """What the speaker's side is called."""
        return self.partner.name_of(self.side)


class OutcomeChangeQuerySet(PartnerOwnedQuerySet["OutcomeChange"]):
    def running(self) -> "OutcomeChangeQuerySet":
        """Those that wait for an answer."""
        return self.filter(state=OutcomeChange.State.ASKED)


@tracked()
class OutcomeChange(PartnerOwned):
    """Other terms that one side asks for, of an outcome both have agreed, or that it is concluded.

    It holds the terms as they would be. Nothing changes until the other side agrees. At most one of an outcome waits
    for an answer; it ends by a yes, a no, or when the side that asked takes it back.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        AGREED = "agreed", "agreed"
        DECLINED = "declined", "declined"
        TAKEN_BACK = "taken_back", "taken back"

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="changes")
    statement = models.CharField(max_length=200)
    target = models.TextField()
    baseline = models.TextField(blank=True)
    granted_months = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    becomes = models.CharField(
        max_length=10, choices=OutcomeIntent.State.choices, default=OutcomeIntent.State.AGREED
    )
    reason = models.TextField()
    side = models.CharField(max_length=6, choices=Side.choices)
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_on = models.DateField(help_text="The day it was where they live.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")

    objects: ClassVar = OutcomeChangeQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="outcomechange_outcome_same_partner"),
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(state="asked"), name="outcomechange_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | (~Q(answered_by=None) & ~Q(answered_on=None)),
                name="outcomechange_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | ~Q(answered_by=F("asked_by")),
                name="outcomechange_agreed_by_another",
            ),
            models.CheckConstraint(condition=~Q(becomes="draft"), name="outcomechange_is_no_draft"),
        ]


@tracked()
class Initiative(PartnerOwned):
    """A piece of work beneath an outcome. Its milestones are promises, each with an owner of one of the sides."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", "under way"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="initiatives")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNDER_WAY)
    ended_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True, help_text="What was said as it ended.")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="initiative_outcome_same_partner"),
            models.CheckConstraint(
                condition=Q(state="under_way") | ~Q(ended_on=None), name="initiative_ended_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.outcome.get_absolute_url()}#initiative-{self.pk}"


class Confidence(models.TextChoices):
    """How sure whoever checked in is of it."""

    SURE = "sure", "sure"
    FAIRLY_SURE = "fairly_sure", "fairly sure"
    NOT_SURE = "not_sure", "not sure"


@tracked()
class CheckIn(PartnerOwned):
    """How an outcome stood on a day, in the words of whoever checked in."""

    row_rights = RowRights.ADD

    outcome = models.ForeignKey(OutcomeIntent, models.PROTECT, related_name="check_ins")
    on = models.DateField()
    health = models.CharField(max_length=10, choices=Health.choices)
    progress = models.PositiveSmallIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=11, choices=Confidence.choices, blank=True)
    words = models.TextField()
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        ordering = ["-on", "-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="checkin_outcome_same_partner"),
        ]
