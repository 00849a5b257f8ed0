from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.db import connection, models
from django.db.models import F, Q

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked

if TYPE_CHECKING:
    from datetime import date

    from partners.models import User


class ReminderQuerySet(PartnerOwnedQuerySet["Reminder"]):
    def next_numbers(self, count: int) -> list[int]:
        """Numbers of reminders yet to be written, in order."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('governance_reminder', 'id')) FROM generate_series(1, %s)",
                [count],
            )
            return sorted(number for (number,) in cursor.fetchall())


class Reminder(PartnerOwned):
    """One action or ask, named to one person in one mail: what was sent, when, and why. It only grows.

    `on` is the day the step belongs to: the list's day, the day something was due, or the day whose passing is
    escalated. One and the same step of that day is sent once, whatever happens to clocks and workers. `sent_to` is
    somebody else than `person` while that person is away and has a deputy.
    """

    row_rights = RowRights.ADD

    class Step(models.TextChoices):
        """Why it was named. The label is what people read: "Jonas was reminded: …"."""

        WEEKLY = "weekly", "in the weekly list"
        DUE = "due", "due on the day"
        WARNING = "warning", "two working days before it goes to both leads"
        LEADS = "leads", "both leads are told"
        SPONSORS = "sponsors", "both sponsors are told"
        PACK = "pack", "asked for in the review pack"
        ASKED = "asked", "another date is asked for"
        ANSWERED = "answered", "another date was answered"
        QUESTION = "question", "asked how it stands"

    link = models.ForeignKey("partners.MailLink", models.PROTECT, related_name="+")
    # Not looked up by person: an index more would cost each of a hundred thousand rows of a morning.
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+", db_index=False)
    sent_to = models.ForeignKey("partners.User", models.PROTECT, related_name="+", db_index=False)
    action = models.ForeignKey(
        "governance.ActionItem", models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    ask = models.ForeignKey("governance.Ask", models.PROTECT, null=True, blank=True, related_name="reminders")
    step = models.CharField(max_length=10, choices=Step.choices)
    on = models.DateField()
    sent_at = models.DateTimeField()
    told_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day it was where whoever it was sent to lived. Kept of every rung.",
    )

    objects: ClassVar = ReminderQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["partner", "sent_at"], condition=Q(step="sponsors"), name="reminder_to_sponsors"
            ),
        ]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="action", name="reminder_action_same_partner"),
            CompositeForeignKey(field="ask", name="reminder_ask_same_partner"),
            models.CheckConstraint(
                condition=Q(action=None, ask__isnull=False) | Q(action__isnull=False, ask=None),
                name="reminder_names_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=["warning", "leads", "sponsors"]) | ~Q(told_on=None),
                name="reminder_of_a_rung_has_its_day",
            ),
            models.UniqueConstraint(
                fields=["action", "step", "on", "person"],
                condition=Q(action__isnull=False),
                name="reminder_of_action_once",
            ),
            models.UniqueConstraint(
                fields=["ask", "step", "on", "person"],
                condition=Q(ask__isnull=False),
                name="reminder_of_ask_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class Reminded(models.Model):
    """Until which day of their own a person has had their reminders: no morning counts twice, none is left out."""

    row_access = RowAccess.SYSTEM

    person = models.OneToOneField("partners.User", models.PROTECT, primary_key=True, related_name="+")
    through = models.DateField()


class QuietPeriodQuerySet(models.QuerySet["QuietPeriod"]):
    def on(self, day: "date") -> "QuietPeriodQuerySet":
        """Those that hold on `day`."""
        return self.filter(first_on__lte=day, last_on__gte=day)

    def visible_to(self, user: "User") -> "QuietPeriodQuerySet":
        """One's own, and those of whom one steps in for."""
        return self.filter(Q(person=user) | Q(deputy=user))


@tracked()
class QuietPeriod(models.Model):
    """A holiday: from `first_on` to `last_on`, both included, the person gets no reminders; a deputy steps in."""

    row_access = RowAccess.QUIET
    row_rights = RowRights.DELETE

    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    deputy = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()

    objects: ClassVar = QuietPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="quiet_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="quiet_deputy_is_another"
            ),
        ]
        indexes = [models.Index(fields=["last_on"], name="quiet_until")]
