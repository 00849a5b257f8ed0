"""Reviews as lists: those to come, those held, and forums without a day."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from governance.models import Forum
from partners.access import Permission, can
from partners.beginnings import REVIEW
from partners.models import Partner, User
from partners.paging import first
from reviews.clock import day_of, is_left_open, today_of
from reviews.models import Review

PAST_SHOWN = 20
State = Review.State


@dataclass(frozen=True)
class Listed:
    """A review in a list, as `reader` sees it."""

    review: Review
    reader: User
    now: datetime

    @property
    def on(self) -> date:
        return day_of(self.review)

    @property
    def may_prepare(self) -> bool:
        return can(self.reader, Permission.PREPARE_REVIEW, self.review.partner)

    @property
    def standing(self) -> tuple[str, str]:
        """State of its sign and the word."""
        if self.review.state == State.OPEN:
            left_open = is_left_open(self.review, self.now)
            return ("warn", "not sealed yet") if left_open else ("good", "under way")
        if self.review.state == State.SEALED:
            return "none", "sealed"
        days = (self.on - today_of(self.reader, self.now)).days
        if days < 0:
            return "bad", "not held yet"
        return ("warn", "today") if days == 0 else ("none", "tomorrow" if days == 1 else f"in {days} days")


@dataclass(frozen=True)
class Lists:
    """Every review the reader sees: those to come, those held, and forums without a day."""

    reader: User
    now: datetime
    partner: Partner | None = None
    before: int = 0

    @cached_property
    def coming(self) -> list[Listed]:
        rows = self._rows().filter(state__in=[State.SCHEDULED, State.OPEN]).order_by("starts_at", "id")
        return [Listed(row, self.reader, self.now) for row in rows]

    @cached_property
    def _held(self) -> tuple[list[Review], Review | None]:
        rows = self._rows().filter(state=State.SEALED).order_by("-id")
        return first(rows.filter(pk__lt=self.before) if self.before else rows, PAST_SHOWN)

    @property
    def older(self) -> int:
        """The key to go on from, or 0."""
        last = self._held[1]
        return last.pk if last else 0

    @property
    def shown_held(self) -> list[Listed]:
        """A page of sealed ones, latest first."""
        return [Listed(row, self.reader, self.now) for row in self._held[0]]

    @cached_property
    def to_schedule(self) -> list[Partner]:
        """Partnerships whose review the reader may schedule and that have none to come."""
        planned = {listed.review.partner_id for listed in self.coming}
        partners = (
            [self.partner]
            if self.partner
            else Partner.objects.visible_to(self.reader).filter(status="active")
        )
        return [
            partner for partner in partners if partner.pk not in planned and REVIEW.may(self.reader, partner)
        ]

    @cached_property
    def forums(self) -> list[Forum]:
        """Where the two sides of one partnership meet, with how many come and how many receive the pack."""
        if self.partner is None:
            return []
        counts = {
            name: Count("members", filter=Q(**{f"members__{field}": True}))
            for name, field in (("coming", "attends"), ("reading", "gets_pack"))
        }
        return list(forums_of(self.partner).annotate(**counts))

    @property
    def may_prepare(self) -> bool:
        return self.partner is not None and can(self.reader, Permission.PREPARE_REVIEW, self.partner)

    def _rows(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.reader).select_related("partner", "forum", "chair")
        return rows.filter(partner=self.partner) if self.partner else rows


def forums_of(partner: Partner) -> QuerySet[Forum]:
    """The forums of a partnership that still meet."""
    return Forum.objects.standing().filter(partner=partner).select_related("partner", "chair", "deputy_chair")
