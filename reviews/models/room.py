from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class Minute(PartnerOwned):
    """A line of the minutes: a note, or something parked for another day. Decisions are moves."""

    row_rights = RowRights.DELETE

    class Kind(models.TextChoices):
        NOTE = "note", "note"
        DECISION = "decision", "decision"
        PARKED = "parked", "parked"

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="minutes_taken")
    item = models.ForeignKey(
        "reviews.AgendaItem", models.PROTECT, null=True, blank=True, related_name="minutes_taken"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField()
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["written_at", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="minute_review_same_partner"),
            CompositeForeignKey(field="item", name="minute_item_same_partner"),
        ]


@tracked()
class RoomMove(PartnerOwned):
    """Something done in the room: what page one calls new, and what undo takes back.

    `before` holds the fields of the changed row as they were, by name; empty where undoing means withdrawing.
    """

    class Kind(models.TextChoices):
        PROMISED = "promised", "new promise"
        DONE = "done", "reported done"
        CONFIRMED = "confirmed", "confirmed"
        RETURNED = "returned", "returned"
        MOVED = "moved", "new date"
        WAITING = "waiting", "waiting on"
        REASSIGNED = "reassigned", "reassigned"
        DECIDED = "decided", "decided"
        PARKED = "parked", "parked"
        THANKED = "thanked", "thanked"
        NOTED = "noted", "noted"
        DISCUSSED = "discussed", "discussed"

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    item = models.ForeignKey("reviews.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(
        "governance.ActionItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ask = models.ForeignKey("governance.Ask", models.PROTECT, null=True, blank=True, related_name="+")
    minute = models.ForeignKey(Minute, models.PROTECT, null=True, blank=True, related_name="+")
    thanks = models.ForeignKey("governance.Thanks", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(PartnerOwned.Meta):
        ordering = ["at", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="roommove_review_same_partner"),
            CompositeForeignKey(field="item", name="roommove_item_same_partner"),
            CompositeForeignKey(field="action", name="roommove_action_same_partner"),
            CompositeForeignKey(field="ask", name="roommove_ask_same_partner"),
            CompositeForeignKey(field="minute", name="roommove_minute_same_partner"),
            CompositeForeignKey(field="thanks", name="roommove_thanks_same_partner"),
        ]

    @property
    def row(self) -> str:
        """The row of the room it was about, by its key there; empty where it was about none."""
        return f"action-{self.action_id}" if self.action_id else f"ask-{self.ask_id}" if self.ask_id else ""


@tracked()
class SideStatement(PartnerOwned):
    """What a side says at the close: agree or differ with the promises read back, and its sentence for page one."""

    class Stance(models.TextChoices):
        AGREE = "agree", "agree"
        DIFFER = "differ", "differ"

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="statements")
    side = models.CharField(max_length=6, choices=Side.choices)
    stance = models.CharField(max_length=6, choices=Stance.choices, blank=True)
    differs_on = models.CharField(max_length=500, blank=True)
    sentence = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    sentence_by = models.ForeignKey(
        "partners.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said the sentence: it stays theirs when somebody else agrees afterwards.",
    )
    at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=1,
        help_text="Rises with every change: of two who write at once the second is shown both texts.",
    )

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="sidestatement_review_same_partner"),
            models.UniqueConstraint(fields=["review", "side"], name="statement_one_a_side"),
            models.CheckConstraint(
                condition=~models.Q(stance="differ") | ~models.Q(differs_on=""),
                name="statement_differs_on_something",
            ),
            models.CheckConstraint(
                condition=models.Q(sentence="", sentence_by=None)
                | (~models.Q(sentence="") & models.Q(sentence_by__isnull=False)),
                name="statement_sentence_of_somebody",
            ),
        ]
