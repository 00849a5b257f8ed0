"""What the tracker shows: filters that are addresses, two columns paged by key, and the sentence on top."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query
from django.urls import reverse

from governance.models import ActionItem, WaitingPeriod
from governance.models.action_items import TAKEN_OVER, ActionItemQuerySet, late_on
from partners.access import sees_every_partnership
from partners.finding import found_in
from partners.models import Partner, Side, User
from partners.paging import first
from partners.untrusted_text import clean_search, is_primary_key

PAGE = 25
MOST_COUNTED = 500
"""Counts stop here and say "500+": a page's cost does not grow with what is behind it."""

MOST_LOOKED_THROUGH = 10_000
"""Of what is over, words are sought in so many of each side, due last: in all that was ever done it takes seconds."""

SHOWN = {
    "open": "Open",
    "overdue": "Overdue",
    "waiting": "Waiting",
    "confirm": "To confirm",
    "proposed": "Proposed",
    "done": "Done",
    "withdrawn": "Withdrawn",
}
"""The filters people choose from, and what they are called."""
_NEWEST_FIRST = ("done", "withdrawn")
_State = ActionItem.State


def tracker_url(partner: Partner | None) -> str:
    """The address of the tracker of one partnership, or of the one across them all."""
    return reverse("tracker_partnership", args=[partner.slug]) if partner else reverse("tracker")


@dataclass(frozen=True)
class Filters:
    """What is asked for. Every combination is an address."""

    show: str = "open"
    owner: str = ""
    outcome: str = ""
    text: str = ""
    follow: str = ""
    """`me`: only what the reader follows."""

    @classmethod
    def read(cls, asked: dict[str, str]) -> "Filters":
        """From the query of an address; what makes no sense is left out."""
        show = asked.get("show", "open")
        owner, outcome = asked.get("owner", ""), asked.get("outcome", "")
        return cls(
            show=show if show in SHOWN else "open",
            owner=owner if owner == "me" or is_primary_key(owner) else "",
            outcome=outcome if is_primary_key(outcome) else "",
            text=clean_search(asked.get("text", "")),
            follow="me" if asked.get("follow") == "me" else "",
        )

    def query(self, **changes: str) -> str:
        """The query of the address that shows this, with `changes`; empty values are left out."""
        values = {**vars(self), **changes}
        kept = {name: value for name, value in values.items() if value and (name, value) != ("show", "open")}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def newest_first(self) -> bool:
        return self.show in _NEWEST_FIRST


def _seen(user: User, partner: Partner | None) -> ActionItemQuerySet:
    """The actions `user` may see: of one partnership, or of all."""
    items = ActionItem.objects.visible_to(user)
    return items.filter(partner=partner) if partner is not None else items


def rows(user: User, partner: Partner | None, filters: Filters, today: date) -> ActionItemQuerySet:
    """The actions `user` may see that fit, in the order they are shown."""
    items = _seen(user, partner).filter(_shown(filters.show, today))
    if filters.owner:
        items = items.filter(owner=user.pk if filters.owner == "me" else int(filters.owner))
    if filters.outcome:
        items = items.filter(outcome=int(filters.outcome))
    if filters.follow:
        items = items.filter(watchers__person=user)
    if filters.text:
        items = items.filter(found_in(filters.text, "title") | Q(reference__iexact=filters.text))
    return items.order_by("-due_on", "-id") if filters.newest_first else items.order_by("due_on", "id")


def sought_since(
    user: User, partner: Partner | None, filters: Filters, side: Side, today: date
) -> date | None:
    """The day since which what is over was due that words are sought in; None where they are sought in all of it."""
    if not (filters.text and filters.newest_first):
        return None
    every = rows(user, partner, replace(filters, text=""), today).filter(side=side)
    return next(
        iter(every.values_list("due_on", flat=True)[MOST_LOOKED_THROUGH : MOST_LOOKED_THROUGH + 1]), None
    )


def page_since(
    user: User, partner: Partner | None, filters: Filters, side: Side, after: str, today: date
) -> date | None:
    """The day since which everything on this page of what is over was due, for whoever sees some partnerships of many;
    None where that is not known beforehand.

    PostgreSQL cannot tell how many of the rows lie in these, and would sort all they have ever done: so each of them is
    asked for its own newest, a stretch of an index.
    """
    if partner is not None or filters != Filters(show=filters.show) or not filters.newest_first:
        return None
    if sees_every_partnership(user):
        return None
    # Whose partnership it is, the statement around it says: asked once more within, it would be looked up for each.
    every = ActionItem.objects.filter(_shown(filters.show, today), partner=OuterRef("pk"))
    own = _page(every, side, filters, after).order_by("-due_on", "-id").values("due_on")[: PAGE + 1]
    found = Partner.objects.visible_to(user).annotate(days=ArraySubquery(own)).values_list("days", flat=True)
    days = sorted(chain.from_iterable(found), reverse=True)
    return days[PAGE] if len(days) > PAGE else None


@dataclass(frozen=True)
class TrackerColumn:
    """One side's promises on one page. `more` is the key to go on from."""

    side: Side
    items: list[ActionItem]
    more: str
    since: date | None = None
    """The day since which words were sought; None where in everything."""


def column(
    items: ActionItemQuerySet, side: Side, filters: Filters, after: str, *, since: date | None = None
) -> TrackerColumn:
    """A page of one side, from the row after the key `after` ("2026-11-23,17"); an unreadable key starts anew.

    What each row waits for is read afterwards, for all columns at once: `ActionItem.objects.read_running`.
    """
    if since:
        items = items.filter(due_on__gte=since)
    page = _page(items, side, filters, after).select_related("partner", "owner")
    shown, last = first(page.defer("detail", "partner__expertise"), PAGE)
    more = f"{last.due_on:%Y-%m-%d},{last.pk}" if last else ""
    return TrackerColumn(side, shown, more, since)


def _page(items: ActionItemQuerySet, side: Side, filters: Filters, after: str) -> ActionItemQuerySet:
    key = _read_key(after)
    page = items.filter(side=side)
    return page.filter(_beyond(*key, newest_first=filters.newest_first)) if key else page


@dataclass(frozen=True)
class SideCount:
    """How much one side owes, and how much of it is late; beside it what it reported done, and what is only proposed.

    Its owner has done what is reported: it waits for the other side's yes, and is owed by nobody any more.
    """

    owed: int
    late: int
    reported: int
    proposed: int


NOTHING_COUNTED = SideCount(0, 0, 0, 0)


def counts(user: User, partner: Partner | None, today: date) -> dict[Side, SideCount]:
    """The counts of both sides, whatever is filtered."""
    # Each of them is a stretch of an index: in its order the database walks as far as the count goes, and no further.
    counted = (
        _shown("overdue", today), _ahead(today), _IS_TO_DO & TAKEN_OVER, _shown("confirm", today),
        _shown("proposed", today),
    )  # fmt: skip
    on_each_side = _seen(user, partner).filter(side=_EACH_SIDE).order_by("due_on", "id").values("pk")
    parts = [on_each_side.filter(fits)[: MOST_COUNTED + 1].query for fits in counted]
    return {side: _side_count(*found) for side, found in _counted_on_each_side(parts)}


def fitting(
    filters: Filters, count: Mapping[Side, SideCount], columns: Sequence[TrackerColumn]
) -> int | None:
    """How many actions fit, as far as a page knows without counting once more; None where it does not.

    `columns` are both sides' from their beginning, or none of them.
    """
    if columns and not any(column.more for column in columns):
        return sum(len(column.items) for column in columns)
    of_one = _COUNTED_AS.get(filters.show) if filters == Filters(show=filters.show) else None
    counted = [sum(getattr(side, name) for name in of_one) for side in count.values()] if of_one else []
    return sum(counted) if counted and max(counted) <= MOST_COUNTED else None


_COUNTED_AS = {
    "open": ("owed", "reported", "proposed"), "overdue": ("late",), "confirm": ("reported",), "proposed": ("proposed",),
}  # fmt: skip
"""In which counts stands what a filter shows."""


def _side_count(late: int, ahead: int, taken_over: int, reported: int, proposed: int) -> SideCount:
    return SideCount(owed=late + ahead + taken_over, late=late, reported=reported, proposed=proposed)


_EACH_SIDE = RawSQL("each_side.name", ())


def _counted_on_each_side(parts: list[Query]) -> Iterator[tuple[Side, tuple[int, ...]]]:
    """How many rows each part has of each side, in one round trip."""
    compiled = [part.sql_with_params() for part in parts]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) counted)" for sql, _ in compiled)
    values = [value for _, of_part in compiled for value in of_part]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT each_side.name, {columns} FROM unnest(%s::text[]) each_side (name)",
            [*values, list(Side.values)],
        )
        for side, *found in cursor.fetchall():
            yield Side(side), tuple(found)


_STATES = {
    "open": (_State.PROPOSED, _State.OPEN, _State.REPORTED),
    "overdue": (_State.OPEN,),
    "coming": (_State.OPEN,),
    "waiting": (_State.OPEN,),
    "confirm": (_State.REPORTED,),
    "proposed": (_State.PROPOSED,),
    "done": (_State.CLOSED,),
    "withdrawn": (_State.WITHDRAWN,),
}


_IS_TO_DO = Q(state=_State.OPEN)


def _ahead(today: date) -> Q:
    return _IS_TO_DO & Q(due_on__gte=today)


def _shown(show: str, today: date) -> Q:
    fits = Q(state__in=_STATES[show])
    if show == "withdrawn":
        return fits & Q(never_was=False)
    if show == "overdue":
        return fits & late_on(today)
    if show == "coming":
        return _ahead(today) | (_IS_TO_DO & TAKEN_OVER)
    if show == "waiting":
        return fits & Q(Exists(WaitingPeriod.objects.filter(item=OuterRef("pk"), ended_on=None)))
    return fits


def _read_key(after: str) -> tuple[date, int] | None:
    day, _, pk = after.partition(",")
    try:
        return (date.fromisoformat(day), int(pk)) if is_primary_key(pk) else None
    except ValueError:
        return None


def _beyond(day: date, pk: int, *, newest_first: bool) -> Q:
    # The day by itself as well: by it the index is entered, and what lies before is not walked through.
    if newest_first:
        return Q(due_on__lte=day) & (Q(due_on__lt=day) | Q(pk__lt=pk))
    return Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(pk__gt=pk))
