"""Which agendas have to be looked at again: those whose facts have moved since, or for whom it is another day.

The chain over all histories tells what has moved: its numbers rise in the order in which changes become visible. So it
is enough to ask for what is newer than the newest link there was when an agenda was brought in line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from governance.models import Reminder
from partners.access import InternalRole
from partners.models import AuditEvent, Membership, User
from partners.models.history import OF_THE_HOUSE, OF_THE_PEOPLE
from reviews.clock import today_of
from reviews.models import Review

_LONGEST_MORNING = timedelta(minutes=15)
"""A reminder counts as sent when its run began; no run is let go on for so long."""
_OVER = timedelta(days=1)
"""What was to begin so long ago is left alone."""


class Moved(NamedTuple):
    """The agendas to be brought in line, the soonest first, and the newest link of the chain as they were found."""

    reviews: list[Review]
    link: int


def moved_agendas(*, now: datetime) -> Moved:
    """Those still to be frozen whose facts may have moved. Reads within the scope SYSTEM, locks nothing, and takes as
    many statements for many as for one.
    """
    link = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    waiting = list(_waiting(now))
    beside = _beside(waiting)
    return Moved([review for review in waiting if _has_moved(review, beside, now)], link)


def keep_up_to(review: Review, link: int, *, now: datetime) -> None:
    """From here on the agenda is known to be in line with all that the chain told up to `link`, on the day of `now`."""
    Review.objects.filter(pk=review.pk).update(agenda_follows=link, agenda_renewed_at=now)


@dataclass
class _Beside:
    """The newest link of what belongs to no partnership and is read by agendas all the same, by partnership."""

    all: int = 0
    of: Mapping[int, int] = field(default_factory=dict)

    def newest(self, partner: int) -> int:
        return max(self.all, self.of.get(partner, 0))


def _waiting(now: datetime) -> QuerySet[Review]:
    newest = AuditEvent.objects.filter(partner_id=OuterRef("partner_id")).order_by("-sequence")
    told = Reminder.objects.filter(partner=OuterRef("partner"), step=Reminder.Step.SPONSORS)
    return (
        Review.objects.filter(state=Review.State.SCHEDULED, agenda_frozen_at=None, starts_at__gte=now - _OVER)
        .annotate(
            newest=Subquery(newest.values("sequence")[:1]),
            told=Exists(told.filter(sent_at__gt=OuterRef("agenda_renewed_at") - _LONGEST_MORNING)),
        )
        .select_related("chair")
        .order_by("starts_at", "pk")
    )


def _has_moved(review: Review, beside: _Beside, now: datetime) -> bool:
    follows, renewed_at = review.agenda_follows, review.agenda_renewed_at
    if follows is None or renewed_at is None:
        return True
    if today_of(review.chair, renewed_at) != today_of(review.chair, now):
        return True
    newest: int = review.newest or 0  # type: ignore[attr-defined]  # annotated
    told: bool = review.told  # type: ignore[attr-defined]  # annotated
    return told or max(newest, beside.newest(review.partner_id)) > follows


def _beside(waiting: Iterable[Review]) -> _Beside:
    """What became of people, whose names and parts stand in grids, and of our own house's name."""
    since = min(
        (review.agenda_follows for review in waiting if review.agenda_follows is not None), default=None
    )
    if since is None:
        return _Beside()
    links = AuditEvent.objects.filter(table_name__in=[*OF_THE_PEOPLE, *OF_THE_HOUSE], sequence__gt=since)
    everybody_s, people = 0, defaultdict[int, int](int)
    for table, person, sequence in links.order_by("sequence").values_list(
        "table_name", "object_id", "sequence"
    ):
        if table in OF_THE_PEOPLE:
            people[person] = sequence
        else:
            everybody_s = sequence
    across = [role for role in InternalRole if role.sees_every_partnership]
    for person in User.objects.filter(pk__in=people, internal_role__in=across).values_list("pk", flat=True):
        everybody_s = max(everybody_s, people[person])
    of = defaultdict[int, int](int)
    for partner, person in Membership.objects.filter(person__in=people).values_list("partner", "person"):
        of[partner] = max(of[partner], people[person])
    return _Beside(everybody_s, of)
