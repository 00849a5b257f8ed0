from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.counting.formula import had_passed
from governance.models.date_requests import DateRequest
from governance.models.rollup_triggers import BESIDE_THE_ACTION, BY_THE_ACTION
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked
from partners.undo_link import UndoLink


def _running() -> "Iterator[models.Prefetch[str, Any, str]]":
    waits = WaitingPeriod.objects.running().select_related("on_person")
    yield models.Prefetch("waits", waits, to_attr="open_waits")
    requests = DateRequest.objects.running().select_related("asked_by")
    yield models.Prefetch("date_requests", requests, to_attr="open_requests")


def late_on(today: date) -> Q:
    """The condition of `ActionItem.days_late`, of what is still to do."""
    return Q(due_on__lt=today) & ~TAKEN_OVER


TAKEN_OVER = Q(due_on__lt=F("promised_on"))
"""The condition of `ActionItem.stands_taken_over`."""


class ActionItemQuerySet(PartnerOwnedQuerySet["ActionItem"]):
    """The tracker's vocabulary. Dates are dates; `today` is the reader's."""

    def open(self) -> "ActionItemQuerySet":
        """Promised and not yet confirmed: open or reported done."""
        return self.filter(state__in=[ActionItem.State.OPEN, ActionItem.State.REPORTED])

    def to_do(self) -> "ActionItemQuerySet":
        """What the owner still has to do."""
        return self.filter(state=ActionItem.State.OPEN)

    def overdue(self, today: date) -> "ActionItemQuerySet":
        """Late: past the date that stands, unless that had passed when it was taken over (`stands_taken_over`)."""
        return self.to_do().filter(late_on(today))

    def owed_by(self, side: str) -> "ActionItemQuerySet":
        return self.filter(side=side)

    def with_facts(self) -> "ActionItemQuerySet":
        """Owner, outcome, running wait and date asked for at hand: what a row of the tracker shows and offers."""
        return self.select_related("owner", "outcome").prefetch_related(*_running())

    def read_running(self, items: "Iterable[ActionItem]", *, reader: str) -> None:
        """Running waits and dates asked for of rows already read, in a query each; of what the other side than the
        `reader`'s owes also the outcomes, beneath whose free hand nobody asks.
        """
        every = list(items)
        models.prefetch_related_objects(every, *_running())
        models.prefetch_related_objects([item for item in every if item.side != reader], "outcome")


@tracked()
class ActionItem(PartnerOwned):
    """What one named owner, hence one side, has promised to do by a date.

    `first_due_on` is the date the owner accepted and never changes afterwards; `due_on` is the current one; every
    date in between is an ActionDate. The days something was done are kept as days: nobody changes what they were by
    moving to another time zone.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposed"
        OPEN = "open", "open"
        REPORTED = "reported", "reported done"
        CLOSED = "closed", "closed"
        WITHDRAWN = "withdrawn", "withdrawn"

    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    owner = models.ForeignKey("partners.User", models.PROTECT, related_name="owned_actions")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The owner's side when promised.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    first_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    promised_at = models.DateTimeField(null=True, blank=True)
    promised_on = models.DateField(
        null=True, blank=True, help_text="The day it was where whoever promised it lives."
    )
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_on = models.DateField(
        null=True, blank=True, help_text="The day it was where whoever reported it lives."
    )
    reported_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="The day it was where whoever confirmed or released it lives."
    )
    confirmed_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    returned = models.PositiveSmallIntegerField(default=0, help_text="How often the other side gave it back.")
    outcome = models.ForeignKey(
        "governance.OutcomeIntent", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    initiative = models.ForeignKey(
        "governance.Initiative",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        help_text="Of which it is a milestone.",
    )
    activity = models.ForeignKey(
        "governance.Activity", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    ask = models.ForeignKey("governance.Ask", models.PROTECT, null=True, blank=True, related_name="actions")
    standing = models.ForeignKey(
        "governance.StandingPromise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
        help_text="The standing promise whose clock made it.",
    )
    standing_month = models.DateField(
        null=True, blank=True, help_text="For which of its months, by the first day."
    )
    reference = models.CharField(
        max_length=60, blank=True, help_text="Its number in the list it came from; another list has its own."
    )
    never_was = models.BooleanField(
        default=False,
        help_text="It came in with a list that was taken back: it is withdrawn, and shown nowhere.",
    )
    question_by = models.ForeignKey(
        "partners.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who of the other side asks how it stands, until its owner's side says a word.",
    )
    question_on = models.DateField(null=True, blank=True, help_text="The day it was where they live.")
    created_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    open_waits: "list[WaitingPeriod]"
    open_requests: list[DateRequest]
    """Both only where `with_facts()`, `read_running` or a page has read them."""

    objects: ClassVar = ActionItemQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["partner", "side", "due_on", "id"], name="action_live",
                         condition=Q(state__in=["proposed", "open", "reported"])),
            models.Index(fields=["due_on", "id"], condition=Q(state="open"), name="action_open_by_due"),
            models.Index(fields=["side", "due_on", "id"], name="action_live_by_side",
                         condition=Q(state__in=["proposed", "open", "reported"])),
            models.Index(fields=["side", "due_on", "id"], condition=Q(state="open"), name="action_open_by_side"),
            models.Index(fields=["side", "due_on", "id"], condition=Q(state="reported"), name="action_reported"),
            models.Index(fields=["side", "due_on", "id"], condition=Q(state="proposed"), name="action_proposed"),
            models.Index(fields=["side", "due_on", "id"], condition=Q(state="open", due_on__lt=F("promised_on")),
                         name="action_taken_over"),
            models.Index(fields=["owner", "due_on", "id"], condition=Q(state__in=["open", "reported"]),
                         name="action_of_owner"),
            models.Index(fields=["side", "-due_on", "-id"], condition=Q(state="closed"), name="action_closed_by_side"),
            models.Index(fields=["side", "-due_on", "-id"], condition=Q(state="withdrawn"),
                         name="action_withdrawn_by_side"),
            models.Index(fields=["partner", "side", "-due_on", "-id"], condition=Q(state__in=["closed", "withdrawn"]),
                         name="action_over"),
            models.Index(fields=["partner", "first_due_on"], name="action_ledger"),
            models.Index(fields=["partner", "first_due_on"], name="action_unsettled",
                         condition=Q(state__in=["proposed", "open", "reported"])),
            models.Index(fields=["partner", "closed_at"], condition=Q(state__in=["closed", "withdrawn"]),
                         name="action_settled"),
        ]  # fmt: skip
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="outcome", name="action_outcome_same_partner"),
            CompositeForeignKey(field="initiative", name="action_initiative_same_partner"),
            CompositeForeignKey(field="activity", name="action_activity_same_partner"),
            CompositeForeignKey(field="ask", name="action_ask_same_partner"),
            CompositeForeignKey(field="standing", name="action_standing_same_partner"),
            models.UniqueConstraint(
                fields=["standing", "standing_month"],
                condition=Q(standing__isnull=False),
                name="action_once_for_its_month",
            ),
            models.CheckConstraint(
                condition=Q(standing=None, standing_month=None)
                | (~Q(standing=None) & ~Q(standing_month=None)),
                name="action_standing_has_month",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"])
                | (~Q(first_due_on=None) & ~Q(promised_at=None)),
                name="action_promised_has_first_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | (~Q(reported_at=None) & ~Q(reported_on=None)),
                name="action_reported_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (
                    ~Q(closed_at=None)
                    & ~Q(closed_on=None)
                    & ~Q(confirmed_by=None)
                    & ~Q(reported_at=None)
                    & ~Q(reported_on=None)
                ),
                name="action_closed_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (~Q(closed_at=None) & ~Q(closed_on=None)),
                name="action_withdrawn_has_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(reported_by=None) | ~Q(confirmed_by=F("reported_by")),
                name="action_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(never_was=False) | Q(state="withdrawn", first_due_on=None),
                name="action_never_was_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(question_by=None, question_on=None)
                | (~Q(question_by=None) & ~Q(question_on=None)),
                name="action_question_of_somebody",
            ),
        ]
        triggers = [BY_THE_ACTION]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tracker_action", args=[self.partner.slug, self.pk])

    @property
    def undo_link(self) -> UndoLink:
        """Where the last thing done to it is taken back, by whoever did it a moment ago."""
        return UndoLink(reverse("tracker_undoing", args=[self.partner.slug, self.pk]), self.version)

    @property
    def waiting(self) -> "WaitingPeriod | None":
        """The period it is waiting in, if any. Free of queries after `with_facts()`."""
        if hasattr(self, "open_waits"):
            return self.open_waits[0] if self.open_waits else None
        return self.waits.running().first()

    @property
    def asked_date(self) -> DateRequest | None:
        """The other date that the other side asks for, while it waits for an answer. As free as `waiting`."""
        if hasattr(self, "open_requests"):
            return self.open_requests[0] if self.open_requests else None
        return self.date_requests.running().select_related("asked_by").first()

    def answered(self) -> None:
        """Its owner's side has said a word: nobody waits for one any more. Kept with whatever saves the row."""
        self.question_by = self.question_on = None

    def can_be_promised_as_asked(self, today: date) -> bool:
        """Whether the day it was proposed for may still become its first date (actions.wording.day_to_come)."""
        return self.due_on >= today

    def days_late(self, today: date) -> int:
        """Calendar days past the current date while it is still to do; 0 otherwise, and while it stands taken over."""
        is_late = self.state == self.State.OPEN and not self.stands_taken_over
        return max(0, (today - self.due_on).days) if is_late else 0

    @property
    def stands_taken_over(self) -> bool:
        """Its date had passed when it came in with a list, and no other has been given since."""
        return had_passed(self.due_on, self.promised_on)


@tracked()
class ActionDate(PartnerOwned):
    """A date given for an action. The first is the one its owner accepted."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="dates")
    due_on = models.DateField()
    given_on = models.DateField()
    given_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    with_notice = models.BooleanField(
        help_text="Given at least five working days before the date it replaces, or as the other side asked before it."
    )
    request = models.ForeignKey(
        "governance.DateRequest", models.PROTECT, null=True, blank=True, related_name="given_dates"
    )

    class Meta(PartnerOwned.Meta):
        ordering = ["given_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="actiondate_item_same_partner"),
            CompositeForeignKey(field="request", name="actiondate_request_same_partner"),
        ]
        triggers = [BESIDE_THE_ACTION]


class WaitingPeriodQuerySet(PartnerOwnedQuerySet["WaitingPeriod"]):
    def running(self) -> "WaitingPeriodQuerySet":
        """Those that have not ended: at most one of an action."""
        return self.filter(ended_on=None)

    def holding_up(self) -> "WaitingPeriodQuerySet":
        """Those for which an action of one side cannot move at this moment because the other is waited for; also where
        that one sees it differently, as the ledger counts them.
        """
        return self.running().filter(item__state=ActionItem.State.OPEN).exclude(item__side=F("on_side"))


@tracked()
class WaitingPeriod(PartnerOwned):
    """A stretch of time in which an action could not move because `on_side` was waited for."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="waits")
    on_side = models.CharField(max_length=6, choices=Side.choices)
    on_person = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    what_for = models.CharField(max_length=200, blank=True)
    ask = models.ForeignKey(
        "governance.Ask",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="waits",
        help_text="The decision it waits for.",
    )
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    said_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    disputed_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    dispute = models.CharField(max_length=300, blank=True)

    objects: ClassVar = WaitingPeriodQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["began_on", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="waiting_item_same_partner"),
            CompositeForeignKey(field="ask", name="waiting_ask_same_partner"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(ended_on=None), name="waiting_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="waiting_ends_after_it_began",
            ),
        ]
        triggers = [BESIDE_THE_ACTION]


@tracked()
class ActionNote(PartnerOwned):
    """A word about an action that both sides read."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey(ActionItem, models.PROTECT, related_name="notes")
    text = models.TextField()
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["written_at", "id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="actionnote_item_same_partner"),
        ]
