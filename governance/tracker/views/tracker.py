"""The tracker: over every partnership one sees, or one of them. Two columns, we owe and they owe."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from governance.cover.queries import standing_cover
from governance.local_day import day_of
from governance.models import ActionItem, OutcomeIntent, SavedView
from governance.models.action_items import ActionItemQuerySet
from governance.people import people_who
from governance.tracker.awaited import awaited_in
from governance.tracker.filters import (
    MOST_COUNTED,
    MOST_LOOKED_THROUGH,
    NOTHING_COUNTED,
    SHOWN,
    Filters,
    SideCount,
    TrackerColumn,
    column,
    counts,
    fitting,
    page_since,
    rows,
    sought_since,
)
from governance.tracker.forms.saved_views import KeepView
from governance.tracker.rows import Row, rows_of
from governance.tracker.steps.accepting import Accept
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.access import Permission, can
from partners.beginnings import ACTION, IMPORT
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side, enterprise_name
from partners.numbers import noun, number_in_words
from partners.voice import called


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """What is promised in every partnership the person sees."""
    return tracker_page(request, None, timezone.now())


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """What is promised in one partnership."""
    return tracker_page(request, partner, timezone.now())


@dataclass(frozen=True)
class ShownColumn:
    """A column as the reader sees it: "we" is the reader's own side, wherever they sit.

    What one's own side owes is handed over; what the other side has reported is confirmed.
    """

    column: TrackerColumn
    rows: list[Row]
    reader: Side
    count: SideCount
    more_url: str

    @property
    def is_own(self) -> bool:
        return self.side is self.reader

    @property
    def side(self) -> Side:
        return self.column.side

    @property
    def facts(self) -> str:
        """The small line of its head."""
        said = [f"{_capped(self.count.late)} late"] if self.count.late else []
        said += [f"{_capped(self.count.reported)} reported done"] if self.count.reported else []
        said += [f"{_capped(self.count.proposed)} proposed"] if self.count.proposed else []
        return " · ".join(said) or "none late"

    @property
    def may_select(self) -> bool:
        return any(row.may_select for row in self.rows)

    @property
    def may_accept(self) -> bool:
        """Whether some of it is proposed to the reader: all of that can be promised at once."""
        return any(Accept().offered_to(row.item, row.reader, row.today) for row in self.rows)

    @property
    def sought(self) -> str:
        """In how much of what is over words were sought, where that is not all of it."""
        since = self.column.since
        if since is None:
            return ""
        return (
            f"Sought in the {MOST_LOOKED_THROUGH:,} that were due last, since {since:%-d %B %Y}. "
            "In one partnership, or of one owner, it goes back further."
        )

    @property
    def heading(self) -> str:
        return f"{called(self.reader)[self.side]} owe"

    @property
    def owed(self) -> str:
        """ "12 actions": of what there are so many, as our house says it."""
        return f"{_capped(self.count.owed)} {noun(self.count.owed, 'action')}"


def tracker_page(
    request: PersonRequest, partner: Partner | None, now: datetime, keeping: KeepView | None = None
) -> HttpResponse:
    """Renders what the address asks for; `keeping`, a name that was refused, gives the answer its status."""
    today = day_of(request.user, now)
    filters = Filters.read(request.GET.dict())
    items = rows(request.user, partner, filters, today)
    if request.htmx and (asked := request.GET.get("side")) in Side.values:
        return _more(request, items, Side(asked), filters, partner, today)
    count = counts(request.user, partner, today)
    found = [_read(request, items, side, filters, partner, today) for side in Side]
    every = (item for each in found for item in each.items)
    ActionItem.objects.read_running(every, reader=request.user.side)
    context = {
        "partner": partner,
        "filters": filters,
        "today": today,
        "sentence": sentence(count, request.user.side, partner),
        "columns": [_column(request, each, partner, today, count[each.side]) for each in found],
        "chips": [
            {"label": label, "url": filters.query(show=key), "current": filters.show == key}
            for key, label in SHOWN.items()
        ],
        "mine": {
            "url": filters.query(owner="" if filters.owner == "me" else "me"),
            "current": filters.owner == "me",
        },
        "followed": {
            "url": filters.query(follow="" if filters.follow else "me"),
            "current": bool(filters.follow),
        },
        "here": request.get_full_path(),
        "steps_by_key": [step for step in ACTION_STEPS if step.key],
        "narrowed": filters != Filters(),
        "handed_from": request.user.pk if filters.owner == "me" else filters.owner,
        "fit": _fit(request, filters, found, count),
        "awaited": awaited_in(partner, reader=request.user, now=now) if partner else [],
        "may_give_awaited": partner is not None and can(request.user, Permission.PROMISE, partner),
        **_views(request, partner, filters, keeping),
        **_choices(request, partner, today),
    }
    status = keeping.status if keeping else HTTPStatus.OK
    return render(request, "tracker/tracker.html", context, status=status)


def _read(
    request: PersonRequest,
    items: ActionItemQuerySet,
    side: Side,
    filters: Filters,
    partner: Partner | None,
    today: date,
) -> TrackerColumn:
    user, after = request.user, request.GET.get(f"{side}_after", "")
    if floor := page_since(user, partner, filters, side, after, today):
        items = items.filter(due_on__gte=floor)
    return column(items, side, filters, after, since=sought_since(user, partner, filters, side, today))


def _more(
    request: PersonRequest,
    items: ActionItemQuerySet,
    side: Side,
    filters: Filters,
    partner: Partner | None,
    today: date,
) -> HttpResponse:
    """Later rows of one column, to stand where its last line stood."""
    found = _read(request, items, side, filters, partner, today)
    ActionItem.objects.read_running(found.items, reader=request.user.side)
    context = {"column": _column(request, found, partner, today), "here": f"{request.path}{filters.query()}"}
    return render(request, "tracker/_items.html", context)


def _column(
    request: PersonRequest,
    found: TrackerColumn,
    partner: Partner | None,
    today: date,
    count: SideCount = NOTHING_COUNTED,
) -> ShownColumn:
    asked = Filters.read(request.GET.dict())
    keys = {f"{side}_after": str(request.GET.get(f"{side}_after", "")) for side in Side}
    keys[f"{found.side}_after"] = found.more
    more = asked.query(**keys) if found.more else ""
    return ShownColumn(
        column=found,
        rows=rows_of(found.items, request.user, today, across=partner is None),
        reader=request.user.side,
        count=count,
        more_url=more,
    )


def _fit(
    request: PersonRequest, filters: Filters, found: list[TrackerColumn], count: dict[Side, SideCount]
) -> int | None:
    """How many actions the filters show on all pages, where the page knows it."""
    from_the_start = not any(request.GET.get(f"{side}_after") for side in Side)
    return fitting(filters, count, found if from_the_start else [])


def _views(
    request: PersonRequest, partner: Partner | None, filters: Filters, keeping: KeepView | None
) -> dict[str, Any]:
    """What the reader keeps here, and the form that keeps what is shown, where that is not kept yet."""
    kept = list(SavedView.objects.visible_to(request.user).filter(partner=partner))
    shown = filters.query()
    known = filters == Filters() or shown in [view.query for view in kept]
    keep = reverse("tracker_partnership_views", args=[partner.slug]) if partner else reverse("tracker_views")
    return {"views": kept, "shown": shown, "keeping": keeping, "keep_url": "" if known else keep + shown}


def _choices(request: PersonRequest, partner: Partner | None, today: date) -> dict[str, Any]:
    if partner is None:
        return {
            "new_url": ACTION.chooser_url if ACTION.may_anywhere(request.user) else "",
            "import_url": IMPORT.chooser_url if IMPORT.may_anywhere(request.user) else "",
        }
    return {
        "owners": people_who(Permission.KEEP_PROMISES, partner),
        "cover": standing_cover(partner, reader=request.user, today=today),
        "outcomes": OutcomeIntent.objects.visible_to(request.user).filter(partner=partner),
        "new_url": ACTION.url(partner) if ACTION.may(request.user, partner) else "",
        "import_url": IMPORT.url(partner) if IMPORT.may(request.user, partner) else "",
        "may_hand_over": can(request.user, Permission.PROMISE, partner),
    }


def counts_of(request: PersonRequest, page: str, today: date) -> dict[str, Any]:
    """What the tracker whose address is `page` says and counts now, for the parts of it that a row's step changes;
    nothing where it is the address of another page.
    """
    here = urlsplit(page).path
    try:
        at = resolve(here)
    except Resolver404:
        return {}
    if at.url_name not in ("tracker", "tracker_partnership"):
        return {}
    found = Partner.objects.visible_to(request.user).filter(slug=at.kwargs.get("partner"))
    partner = found.first() if "partner" in at.kwargs else None
    count, reader = counts(request.user, partner, today), request.user.side
    empty = (ShownColumn(TrackerColumn(side, [], ""), [], reader, count[side], "") for side in Side)
    return {"sentence": sentence(count, reader, partner), "columns": list(empty)}


def sentence(count: dict[Side, SideCount], reader: Side, partner: Partner | None) -> tuple[str, str, str]:
    """What the tracker says: how it stands, what hurts, and what waits for the reader's side; parts may be empty."""
    ours, theirs = count[reader], count[reader.other]
    if not any((ours.owed, theirs.owed, ours.reported, theirs.reported)):
        return "Nobody owes anybody anything right now.", "", ""
    they = _other_name(reader, partner)
    stands = f"We owe {they} {_things(ours.owed)}; they owe us {_things(theirs.owed)}."
    return stands, _late(ours.late, theirs.late), _to_look_at(theirs.reported)


def _late(ours: int, theirs: int) -> str:
    said = [f"{_number(count)} of {whose}" for count, whose in ((ours, "ours"), (theirs, "theirs")) if count]
    if not said:
        return ""
    line = f"{' and '.join(said)} {'is' if max(ours, theirs) == 1 and len(said) == 1 else 'are'} late."
    return line[0].upper() + line[1:]


def _to_look_at(reported: int) -> str:
    if not reported:
        return ""
    waits = "report waits" if reported == 1 else "reports wait"
    return f"{_number(reported).capitalize()} {waits} for our yes."


def _other_name(reader: Side, partner: Partner | None) -> str:
    if partner:
        return partner.name_of(reader.other)
    return enterprise_name() if reader == Side.THEIRS else "our partners"


def _things(count: int) -> str:
    return {0: "nothing", 1: "one action"}.get(count, f"{_number(count)} actions")


def _number(count: int) -> str:
    return _capped(count) if count > MOST_COUNTED else number_in_words(count)


def _capped(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
