from typing import ClassVar, Self

from django.db import models

from partners.finding import in_order
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked


class Weekday(models.IntegerChoices):
    """Days a list may come on, as Python counts them; where one is free, the list comes with the next working day."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"


class PapersAhead(models.IntegerChoices):
    """Working days before a meeting on which its agenda is frozen and goes out with its papers."""

    TWO = 2, "two working days"
    FIVE = 5, "five working days"
    TEN = 10, "ten working days"


class ForumQuerySet(PartnerOwnedQuerySet["Forum"]):
    """Forums, also by whether they still meet."""

    def standing(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_on=None)


@tracked()
class Forum(PartnerOwned):
    """Where the two sides meet, and how often. Only strategic and tactical forums keep a ledger: light touch below.

    `Forum.objects.standing()` are those that still meet.
    """

    class Tier(models.TextChoices):
        STRATEGIC = "strategic", "strategic"
        TACTICAL = "tactical", "tactical"
        OPERATIONAL = "operational", "operational"

    class Cadence(models.TextChoices):
        WEEKLY = "weekly", "every week"
        FORTNIGHTLY = "fortnightly", "every second week"
        MONTHLY = "monthly", "every month"
        QUARTERLY = "quarterly", "every quarter"

    objects: ClassVar = ForumQuerySet.as_manager()

    name = models.CharField(max_length=120, default="Monthly review")
    tier = models.CharField(max_length=12, choices=Tier.choices, default=Tier.STRATEGIC)
    cadence = models.CharField(max_length=12, choices=Cadence.choices, default=Cadence.MONTHLY)
    chair = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    deputy_chair = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=200, blank=True)
    starts_at = models.TimeField(default="10:00", help_text="In the chair's time zone.")
    next_review_on = models.DateField(null=True, blank=True)
    weekly_list_on = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        choices=Weekday.choices,
        default=Weekday.MONDAY,
        help_text="The day of the weekly list of reminders; none sends no list.",
    )
    reminds_when_due = models.BooleanField(default=True)
    escalates = models.BooleanField(default=True)
    papers_ahead = models.PositiveSmallIntegerField(
        choices=PapersAhead.choices,
        default=PapersAhead.TWO,
        help_text="How many working days ahead the agenda is frozen and goes out with its papers.",
    )
    ended_on = models.DateField(null=True, blank=True, help_text="It meets no more; what it reviewed stays.")
    version = models.PositiveIntegerField(default=1)

    class Meta(PartnerOwned.Meta):
        ordering = ["tier", in_order("name"), "name"]

    def __str__(self) -> str:
        return self.name


@tracked()
class ForumMember(PartnerOwned):
    """Who is invited to a forum's reviews, and who receives its pack."""

    row_rights = RowRights.DELETE

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="members")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    attends = models.BooleanField(default=True)
    gets_pack = models.BooleanField(default=True)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="forum", name="forummember_forum_same_partner"),
            models.UniqueConstraint(fields=["forum", "person"], name="forum_member_once"),
        ]
