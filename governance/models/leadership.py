from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from governance.counting.covered_days import CoveredDays, quarter_of
from governance.models.rollup_triggers import BY_THE_COVER
from partners.isolation.rowsecurity import RowRights
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, tracked

LONGEST_COVER = timedelta(weeks=8)
COVERS_A_QUARTER = 2
"""Of a partnership, whichever side gives them: by the calendar quarter in which they begin."""


@tracked()
class Thanks(PartnerOwned):
    """People on either side thanked by name. Never counted."""

    row_rights = RowRights.DELETE

    names = models.CharField(max_length=200, help_text="Who is thanked, as said.")
    words = models.CharField(max_length=300, blank=True, help_text="What for.")
    on = models.DateField()
    by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        ordering = ["-on", "-id"]


class CoverQuerySet(PartnerOwnedQuerySet["Cover"]):
    """Covers given in partnerships."""

    def standing(self, today: date) -> "CoverQuerySet":
        """Those in force, and those given that begin in a day or two."""
        return self.filter(until__gte=today, ended_on=None)

    def in_quarter_of(self, day: date) -> "CoverQuerySet":
        """Those that began, or are to begin, in the calendar quarter of `day`; not what was taken back before."""
        first, next_first = quarter_of(day)
        took_place = ~Q(ended_on__lt=F("began_on")) | Q(ended_on=None)
        return self.filter(took_place, began_on__gte=first, began_on__lt=next_first)


@tracked()
class Cover(PartnerOwned):
    """A leader of either side steps in for the people of both, in one line, until a day. It expires by itself.

    `words` are the card the team may show; `cause` is what was seen first-hand, `concession` what the business gave.
    """

    words = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True, help_text="Where the giver can be called.")
    began_on = models.DateField(help_text="The first day it covers: a working day after it was given.")
    until = models.DateField(help_text="The last day, itself included.")
    given_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    cause = models.TextField(blank=True)
    concession = models.TextField(blank=True)
    ended_on = models.DateField(
        null=True,
        blank=True,
        help_text="Where it was ended before its day; the day before it begins, where it was taken back.",
    )
    ended_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar = CoverQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        ordering = ["-began_on", "-id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__gte=F("began_on")) & Q(until__lte=F("began_on") + LONGEST_COVER),
                name="cover_ends_within_eight_weeks",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None)
                | Q(
                    ended_on__gte=F("began_on") - timedelta(days=1),
                    ended_on__lte=F("until"),
                    ended_by__isnull=False,
                ),
                name="cover_ended_early_by_somebody",
            ),
            # A partner as a range of one number: the index of ranges needs no extension then.
            ExclusionConstraint(
                name="cover_one_at_a_time",
                expressions=[
                    (Func(F("partner"), F("partner"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("began_on"), F("until"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(ended_on=None),
            ),
        ]
        triggers = [BY_THE_COVER]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("cover", args=[self.partner.slug])

    @property
    def last_on(self) -> date:
        """The last day it covers: the day it really ended."""
        return self.ended_on or self.until

    @property
    def was_taken_back(self) -> bool:
        """Whether it was ended before it began, and covers no day at all."""
        return self.last_on < self.began_on

    @property
    def days(self) -> CoveredDays:
        return CoveredDays(self.began_on, self.last_on)

    @property
    def to_dial(self) -> str:
        """The number as a telephone takes it: its digits, and a plus in front where it has one."""
        digits = "".join(sign for sign in self.number if sign in "0123456789")
        return f"+{digits}" if self.number.startswith("+") else digits
