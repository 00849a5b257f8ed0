import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import PartnerOwned, tracked

LONGEST_NAME, LONGEST_UNIT = 120, 30
"""Of an indicator, in characters."""


@tracked()
class Indicator(PartnerOwned):
    """What is measured every month, and what is good."""

    row_rights = RowRights.DELETE

    class Kind(models.TextChoices):
        OUTCOME = "outcome", "outcome"
        KPI = "kpi", "KPI"
        SLA = "sla", "SLA"
        XLA = "xla", "XLA"

    class Direction(models.TextChoices):
        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"
        NONE = "none", "no target"

    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.KPI)
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True)
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    amber = models.DecimalField(
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Beyond the target but not yet beyond this: closing in.",
    )
    weight = models.PositiveSmallIntegerField(default=1)
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    source = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="indicator_outcome_same_partner"),
            models.UniqueConstraint(fields=["partner", "name"], name="indicator_name_unique"),
            models.CheckConstraint(
                condition=~Q(direction="none") | Q(target=None), name="indicator_no_target_without_direction"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("performance_indicator", args=[self.partner.slug, self.pk])


@tracked()
class Reading(PartnerOwned):
    """The value of an indicator in one month. A month without one is a gap, and is shown as one."""

    row_rights = RowRights.DELETE

    class State(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        ACCEPTED = "accepted", "accepted"
        DISPUTED = "disputed", "disputed"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings")
    month = models.DateField(help_text="The first day of the month.")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACCEPTED)
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    dispute = models.CharField(max_length=300, blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["month"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="indicator", name="reading_indicator_same_partner"),
            models.UniqueConstraint(fields=["indicator", "month"], name="reading_one_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="reading_first_of_month"),
        ]


class SheetKind(models.TextChoices):
    """What a file brings."""

    ACTIONS = "actions", "a tracker"
    READINGS = "readings", "readings"
    PEOPLE = "people", "people"


class SheetDraft(models.Model):
    """A file that somebody brings: theirs alone from the moment they choose it until it is imported, or a day later.

    `said` is what they have said about it so far. While it is being imported in the background, `done` of `total` rows
    are in; `refusal` is why it ended otherwise. Nothing is agreed by it, so it has no history.
    """

    row_access, row_rights = RowAccess.SENT, RowRights.DELETE

    person = models.ForeignKey("partners.User", models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=SheetKind.choices)
    partner = models.ForeignKey("partners.Partner", models.CASCADE, null=True, blank=True, related_name="+")
    filename = models.CharField(max_length=100, blank=True)
    content = models.BinaryField()
    is_text = models.BooleanField(default=False, help_text="It was pasted, and is UTF-8.")
    said = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="sheet_draft_once")]
        indexes = [models.Index(fields=["chosen_at"], name="sheet_draft_chosen")]


@tracked()
class SheetImport(PartnerOwned):
    """A file that was brought into a partnership: by whom, what came of it, and how its columns were understood.

    `said` serves the next file with the same `columns`. `batch` is one for all the partnerships of one file.
    From `back_asked_at` until `taken_back_at` it is taken back in pieces: `back_done` of its rows are, the last of them
    `back_to`. `back_refusal` is why that stopped; whoever asks once more goes on behind it.
    """

    Kind = SheetKind

    kind = models.CharField(max_length=8, choices=Kind.choices)
    batch = models.UUIDField()
    filename = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    imported_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    taken_back_by = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    stayed = models.PositiveIntegerField(
        default=0, help_text="Rows that stayed, since people had worked with them."
    )
    back_asked_by = models.ForeignKey(
        "partners.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    back_asked_at = models.DateTimeField(null=True, blank=True)
    back_done = models.PositiveIntegerField(default=0)
    back_to = models.BigIntegerField(default=0, help_text="The key of the last row that is taken back.")
    back_refusal = models.TextField(blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["-imported_at", "-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | (~Q(taken_back_by=None) & ~Q(taken_back_at=None)),
                name="sheet_import_taken_back_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(back_asked_by=None, back_asked_at=None)
                | (~Q(back_asked_by=None) & ~Q(back_asked_at=None)),
                name="sheet_import_back_asked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.filename or "pasted rows"

    @property
    def is_going_back(self) -> bool:
        """Whether it is being taken back just now."""
        return self.back_asked_at is not None and self.taken_back_at is None and not self.back_refusal

    @property
    def rows_written(self) -> int:
        return self.added + self.changed

    def get_absolute_url(self) -> str:
        return reverse("sheet_import", args=[self.partner.slug, self.pk])


class ImportedRow(PartnerOwned):
    """What one line of a file wrote, and what that was `before`; empty where the line added it.

    `version` is what an action was left in: whoever works with it afterwards changes it. Of a reading, its own columns
    say so. The rows it points at have their histories.
    """

    row_rights = RowRights.ADD

    sheet_import = models.ForeignKey(SheetImport, models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    action = models.ForeignKey("governance.ActionItem", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True)
    awaited = models.ForeignKey("governance.AwaitedAction", models.PROTECT, null=True, related_name="+")
    invitation = models.ForeignKey("partners.Invitation", models.PROTECT, null=True, related_name="+")
    reading_id = models.BigIntegerField(null=True, help_text="A reading can be gone by now.")
    indicator_id = models.BigIntegerField(null=True, help_text="One that the file defined.")
    before = models.JSONField(null=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["line", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="sheet_import", name="imported_row_same_partner"),
            CompositeForeignKey(field="action", name="imported_row_action_same_partner"),
            CompositeForeignKey(field="awaited", name="imported_row_awaited_same_partner"),
            CompositeForeignKey(field="invitation", name="imported_row_invitation_same_partner"),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
