"""The time that governing a partnership cost each side in a month: known seconds a deed, and the clock of its reviews.

Read within the scope of who asks, in four queries however many partnerships there are, each of this month alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, OuterRef, Q, Subquery

from governance.local_day import day_in
from governance.models import Forum
from partners.models import AuditEvent, Partner, Side, User
from partners.time_zones import zone_named

BUDGET = timedelta(hours=6)
"""What governing one partnership may cost one side in a month."""
SECONDS = 20
"""Of a deed that is a tap or two."""
SECONDS_OF_WORDS = 90
"""Of a deed for which somebody writes."""
WITH_WORDS = frozenset(
    [
        "add_note",
        "answer_item",
        "ask_for_date",
        "ask_to_conclude",
        "back",
        "check_in",
        "clear",
        "decide",
        "decline_change",
        "decline_date",
        "draft_outcome",
        "edit_outcome",
        "give_back",
        "look_at_risk",
        "move_date",
        "move_needed_by",
        "not_now",
        "promise",
        "propose",
        "put_in_place",
        "raise_decision",
        "raise_impediment",
        "raise_recommendation",
        "raise_risk",
        "record_advocacy",
        "record_matrix",
        "record_reading",
        "report_done",
        "say_on_hand_over",
        "table_item",
        "wait_on",
        "withdraw",
        "write_brief",
    ]
)


@dataclass(frozen=True)
class Effort:
    """Seconds of one side in one partnership and month."""

    meetings: int = 0
    deeds: int = 0

    @property
    def seconds(self) -> int:
        return self.meetings + self.deeds

    @property
    def is_spent(self) -> bool:
        """Whether it has reached the budget: what is optional is not asked any more."""
        return self.seconds >= BUDGET.total_seconds()


def first_of_month(now: datetime) -> date:
    """The first day of the month by the house's own clock."""
    return day_in("", now).replace(day=1)


def efforts(partners: Iterable[int], now: datetime) -> Mapping[tuple[int, Side], Effort]:
    """(partner, side) → what this month has cost it by `now`."""
    of, month = list(partners), first_of_month(now)
    since = datetime.combine(month, time(), zone_named(""))
    deeds: dict[tuple[int, Side], int] = defaultdict(int)
    found = AuditEvent.objects.filter(
        _since(of, since), happened_at__range=(since, now), person_id__isnull=False
    )
    counted = list(
        found.order_by()
        .values_list("partner_id", "person_id", "verb")
        .annotate(times=Count("happened_at", distinct=True))
    )
    employed = User.objects.filter(pk__in={person for _, person, *_ in counted})
    sides = {pk: Side.THEIRS if by else Side.OURS for pk, by in employed.values_list("pk", "employer_id")}
    for partner, person, verb, times in counted:
        if person in sides:
            each = SECONDS_OF_WORDS if verb in WITH_WORDS else SECONDS
            deeds[partner, sides[person]] += times * each
    meetings = _meetings(of, since, now)
    return {key: Effort(meetings.get(key, 0), deeds.get(key, 0)) for key in {*meetings, *deeds}}


def _since(of: list[int], since: datetime) -> Q:
    """The links after the last of before, by the number they have in the chain: what is older is not read, however much
    there is of it.
    """
    before = AuditEvent.objects.filter(partner_id=OuterRef("pk"), happened_at__lt=since).order_by("-sequence")
    last = Partner.objects.filter(pk__in=of).values_list("pk", Subquery(before.values("sequence")[:1]))
    within = Q(pk__in=[])
    for partner, sequence in last:
        within |= Q(partner_id=partner, sequence__gt=sequence or 0)
    return within


def effort_of(partner: int, side: Side, now: datetime) -> Effort:
    return efforts([partner], now).get((partner, side), Effort())


def _meetings(of: list[int], since: datetime, until: datetime) -> dict[tuple[int, Side], int]:
    """The clock of each review, once for everybody who took part."""
    took_part = Forum.objects.filter(
        partner__in=of,
        reviews__opened_at__range=(since, until),
        reviews__attendance__state__in=("present", "following"),
    ).order_by()
    seconds: dict[tuple[int, Side], int] = defaultdict(int)
    columns = ("partner_id", "reviews__attendance__person__employer_id", "reviews__elapsed_seconds")
    for partner, employer, clock in took_part.values_list(*columns):
        seconds[partner, Side.THEIRS if employer else Side.OURS] += clock
    return seconds
