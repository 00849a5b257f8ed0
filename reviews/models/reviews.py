from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked(exclude=("version", "elapsed_seconds", "running_since", "agenda_follows", "agenda_renewed_at"))
class Review(PartnerOwned):
    """One meeting of a forum: prepared by itself, run in the room, sealed."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "scheduled"
        OPEN = "open", "open"
        SEALED = "sealed", "sealed"
        CANCELLED = "cancelled", "cancelled"

    forum = models.ForeignKey("governance.Forum", models.PROTECT, related_name="reviews")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="next")
    starts_at = models.DateTimeField()
    held_on = models.DateField(
        null=True, blank=True, help_text="The day of the meeting where its chair lived, once it has begun."
    )
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=200, blank=True)
    chair = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    presenter = models.ForeignKey(
        "partners.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who turns the agenda for everyone in the room; empty: whoever chairs.",
    )
    scribe = models.ForeignKey(
        "partners.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who writes down beside the chair what is said.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.SCHEDULED)
    agenda_frozen_at = models.DateTimeField(null=True, blank=True)
    agenda_follows = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="The newest link of the chain when background work last brought the agenda in line.",
    )
    agenda_renewed_at = models.DateTimeField(null=True, blank=True, help_text="When that was.")
    opened_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    sealed_by_itself = models.BooleanField(
        default=False, help_text="Nobody sealed it within its days; `sealed_by` is who would have."
    )
    cancelled_reason = models.CharField(max_length=300, blank=True)
    headline = models.CharField(
        max_length=300, blank=True, help_text="Page one's sentence; empty: Tandem writes it."
    )
    running_since = models.DateTimeField(
        null=True, blank=True, help_text="The clock runs since; empty: paused."
    )
    elapsed_seconds = models.PositiveIntegerField(default=0, help_text="On the clock before it last started.")
    calendar_sequence = models.PositiveSmallIntegerField(
        default=0, help_text="iCalendar SEQUENCE of the invitation."
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Rises with every move in the room; its poll asks for it."
    )

    class Meta(PartnerOwned.Meta):
        ordering = ["-starts_at"]
        indexes = [
            models.Index(
                fields=["starts_at"], condition=Q(state="scheduled"), name="review_still_to_be_held"
            ),
        ]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="forum", name="review_forum_same_partner"),
            CompositeForeignKey(field="previous", name="review_previous_same_partner"),
            models.CheckConstraint(
                condition=~Q(state="sealed") | (~Q(sealed_at=None) & ~Q(sealed_by=None)),
                name="review_sealed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "sealed"]) | ~Q(chair=None), name="review_has_a_chair"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="review_cancelled_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["forum"], condition=Q(state="open"), name="review_one_open_per_forum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum.name} · {self.starts_at:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("reviews_agenda", args=[self.partner.slug, self.pk])

    @property
    def presented_by(self) -> int | None:
        """The id of whoever turns the agenda for everyone: who was given it, else the chair."""
        return self.presenter_id or self.chair_id

    def elapsed(self, now: datetime) -> int:
        """Seconds on the meeting's clock at `now`."""
        running = (now - self.running_since).total_seconds() if self.running_since else 0
        return self.elapsed_seconds + int(running)


@tracked(exclude=("spent_seconds", "began_at"))
class AgendaItem(PartnerOwned):
    """One point of the agenda. It may point at what it is about; what it is about knows nothing of reviews."""

    row_rights = RowRights.DELETE

    class State(models.TextChoices):
        OPEN = "open", "open"
        NOW = "now", "being discussed"
        DISCUSSED = "discussed", "discussed"
        DEFERRED = "deferred", "deferred"
        DROPPED = "dropped", "dropped"

    class Kind(models.TextChoices):
        """What is wanted of the meeting."""

        DECIDE = "decide", "decide"
        DISCUSS = "discuss", "discuss"
        KNOW = "know", "know"

    review = models.ForeignKey(Review, models.CASCADE, related_name="agenda")
    section = models.PositiveSmallIntegerField(
        help_text="The number of its section, as reviews/sections gives it."
    )
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.DISCUSS)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    why = models.CharField(max_length=200, blank=True, help_text="Why an exception was added automatically.")
    rule = models.CharField(
        max_length=40, blank=True, help_text="The exception rule's name, where one put it here."
    )
    presenter = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    tabled_by_side = models.CharField(max_length=6, choices=Side.choices, blank=True)
    tabled_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(
        "governance.ActionItem", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ask = models.ForeignKey("governance.Ask", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator = models.ForeignKey(
        "dashboards.Indicator", models.PROTECT, null=True, blank=True, related_name="+"
    )
    began_at = models.DateTimeField(null=True, blank=True)
    spent_seconds = models.PositiveIntegerField(default=0)

    class Meta(PartnerOwned.Meta):
        ordering = ["section", "position", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="agendaitem_review_same_partner"),
            CompositeForeignKey(field="carried_from", name="agendaitem_carried_from_same_partner"),
            CompositeForeignKey(field="action", name="agendaitem_action_same_partner"),
            CompositeForeignKey(field="ask", name="agendaitem_ask_same_partner"),
            CompositeForeignKey(field="outcome", name="agendaitem_outcome_same_partner"),
            CompositeForeignKey(field="indicator", name="agendaitem_indicator_same_partner"),
            models.UniqueConstraint(
                fields=["review", "tabled_by_side"],
                condition=~Q(tabled_by_side=""),
                name="agenda_one_tabled_a_side",
            ),
            models.UniqueConstraint(fields=["review"], condition=Q(state="now"), name="agenda_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(tabled_by_side="") | ~Q(state="dropped"), name="agenda_tabled_cannot_be_dropped"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_heading(self) -> bool:
        """The line that opens its section: it holds the section's minutes and, in the room, its clock."""
        return self.position == 0

    def spent(self, now: datetime) -> int:
        """Seconds given to it in the room up to `now`."""
        running = int((now - self.began_at).total_seconds()) if self.began_at else 0
        return self.spent_seconds + max(0, running)


@tracked()
class AgendaAnswer(PartnerOwned):
    """A side's answer to an agenda item, given before the meeting."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="answers")
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.TextField()
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="agendaanswer_item_same_partner"),
            models.UniqueConstraint(fields=["item", "side"], name="agenda_one_answer_a_side"),
        ]


@tracked()
class Attendance(PartnerOwned):
    """Who is invited to a review, and how they took part. Whoever leaves the forum beforehand is invited no more."""

    row_rights = RowRights.DELETE

    class State(models.TextChoices):
        INVITED = "invited", "invited"
        PRESENT = "present", "in the room"
        FOLLOWING = "following", "following"
        EXCUSED = "excused", "excused"

    class Answer(models.TextChoices):
        """The label is what people read beside the name."""

        ACCEPTED = "accepted", "will come"
        DECLINED = "declined", "cannot come"
        TENTATIVE = "tentative", "may come"

    review = models.ForeignKey(Review, models.CASCADE, related_name="attendance")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)
    says = models.CharField(
        max_length=10,
        choices=Answer.choices,
        blank=True,
        help_text="What their calendar answered to the invitation.",
    )
    asked_at_sequence = models.PositiveSmallIntegerField(
        default=0,
        help_text="SEQUENCE of the invitation to the present day and hour: earlier answers meant another.",
    )

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="attendance_review_same_partner"),
            models.UniqueConstraint(fields=["review", "person"], name="attendance_once"),
        ]


class AgendaInHand(PartnerOwned):
    """Of which review a mail's link opens the agenda, to be answered without a password. It only grows."""

    row_rights = RowRights.ADD

    link = models.OneToOneField("partners.MailLink", models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="agendainhand_review_same_partner"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
