from dataclasses import fields
from datetime import date
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from governance.counting.formula import Tally
from governance.models.rollup_triggers import BY_THE_OWNER
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side, User
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet

pgtrigger.register(BY_THE_OWNER)(User)

COUNTS = tuple(field.name for field in fields(Tally))
"""The columns of a month in the books: the counts of a Tally, by their names."""

_KEPT_BY_BACKGROUND_WORK = pgtrigger.Trigger(
    name="kept_by_background_work",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    # What marks books is a trigger itself, within the scope of whoever made the change.
    func="""
        IF pg_trigger_depth() = 1 AND coalesce(current_setting('tandem.side', true), '') NOT IN ('', 'system') THEN
            RAISE EXCEPTION 'Books are kept by background work alone.';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """,
)


class ClosedBooksQuerySet(PartnerOwnedQuerySet["ClosedBooks"]):
    def current(self, *, before: date) -> "ClosedBooksQuerySet":
        """Those that need not be closed anew."""
        return self.filter(before=before, stale=False)


class ClosedBooks(PartnerOwned):
    """That the settled actions of a partnership are counted, by the month of their first date and side.

    In the books is every action first due before the day `before` and settled (closed or withdrawn) before the moment
    `settled_before`: what they came to is the same on every day from the eve of `before` on. `stale`: something of it
    has changed since, and nobody reads these books until they are closed anew. governance/ledger/rollup.py keeps them.
    """

    before = models.DateField(help_text="The first day of a month.")
    settled_before = models.DateTimeField()
    stale = models.BooleanField(default=False)
    closed_at = models.DateTimeField()

    objects: ClassVar = ClosedBooksQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner"], name="closedbooks_once_a_partnership"),
        ]
        triggers = [_KEPT_BY_BACKGROUND_WORK]


class BookedMonth(PartnerOwned):
    """The Tally of a side's actions in closed books whose first date lies in `month` (its first day).

    Once of all of them, with no `function`, and once of each business function they serve ("": none is named).
    """

    row_rights = RowRights.DELETE

    books = models.ForeignKey(ClosedBooks, models.PROTECT, related_name="months")
    side = models.CharField(max_length=6, choices=Side.choices)
    month = models.DateField()
    function = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 -- null and '' differ
    due = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    held_up = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    unconfirmed = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="books", name="bookedmonth_books_same_partner"),
            models.UniqueConstraint(
                fields=["books", "month", "side"], condition=Q(function=None), name="bookedmonth_once"
            ),
            models.UniqueConstraint(
                fields=["books", "function", "month", "side"],
                condition=Q(function__isnull=False),
                name="bookedmonth_once_a_function",
            ),
            models.CheckConstraint(
                condition=Q(due=F("kept") + F("moved") + F("held_up") + F("missed")),
                name="bookedmonth_adds_up",
            ),
        ]
        triggers = [_KEPT_BY_BACKGROUND_WORK]

    @property
    def tally(self) -> Tally:
        return Tally(**{name: getattr(self, name) for name in COUNTS})
