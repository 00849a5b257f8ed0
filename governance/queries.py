"""Rows → the facts of promises, in five queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from governance.ledger import GivenDate, Promise, Wait
from governance.models import ActionDate, ActionItem, Ask, AskDate, WaitingPeriod
from governance.today import day_in
from partners.models import Partner, Side


def promises(
    partners: Partner | Iterable[Partner], since: date | None = None, until: date | None = None
) -> list[Promise]:
    """Every promise of the partnerships, actions and decisions, whose first date lies within the days given.

    Read within the person's scope; `since` and `until` are included, and open where not given.
    """
    of = [partners] if isinstance(partners, Partner) else list(partners)
    return [*_actions(of, since, until), *_decisions(of, since, until)]


def promise_of(item: ActionItem, dates: Iterable[ActionDate]) -> Promise:
    """The facts of one promised action; its dates, where a page has read them already."""
    zone, closed = item.owner.time_zone, item.closed_at
    closed_on = closed and day_in(zone, closed)
    return Promise(
        kind="action",
        side=Side(item.side),
        first_due_on=item.first_due_on,
        due_on=item.due_on,
        dates=tuple(GivenDate(given.given_on, given.due_on, given.with_notice) for given in dates),
        reported_on=item.reported_at and day_in(zone, item.reported_at),
        confirmed_on=closed_on if item.state == ActionItem.State.CLOSED else None,
        withdrawn_on=closed_on if item.state == ActionItem.State.WITHDRAWN else None,
        waits=tuple(Wait(Side(wait.on_side), wait.began_on, wait.ended_on) for wait in item.waits.all()),
        partner_id=item.partner_id,
        id=item.pk,
    )


def _actions(of: list[Partner], since: date | None, until: date | None) -> list[Promise]:
    rows = ActionItem.objects.filter(_within("first_due_on", since, until), partner__in=of)
    items = list(
        rows.order_by("first_due_on", "id").values_list(
            "id", "partner_id", "side", "state", "first_due_on", "due_on", "reported_at", "closed_at",
            "owner__time_zone", named=True,
        )
    )  # fmt: skip
    dates, waits = _dates_of(rows), _waits_of(rows)
    return [
        Promise(
            kind="action",
            side=Side(row.side),
            first_due_on=row.first_due_on,
            due_on=row.due_on,
            dates=tuple(dates[row.id]),
            reported_on=row.reported_at and day_in(row.owner__time_zone, row.reported_at),
            confirmed_on=_closed_on(row) if row.state == ActionItem.State.CLOSED else None,
            withdrawn_on=_closed_on(row) if row.state == ActionItem.State.WITHDRAWN else None,
            waits=tuple(waits[row.id]),
            partner_id=row.partner_id,
            id=row.id,
        )
        for row in items
    ]


def _closed_on(row: ActionItem) -> date:
    return day_in(row.owner__time_zone, row.closed_at)


def _dates_of(rows: Iterable[ActionItem]) -> dict[int, list[GivenDate]]:
    dates = defaultdict(list)
    given = ActionDate.objects.filter(item__in=rows.values("pk")).order_by("given_on", "id")
    for item, *facts in given.values_list("item_id", "given_on", "due_on", "with_notice"):
        dates[item].append(GivenDate(*facts))
    return dates


def _waits_of(rows: Iterable[ActionItem]) -> dict[int, list[Wait]]:
    waits = defaultdict(list)
    periods = WaitingPeriod.objects.filter(item__in=rows.values("pk")).order_by("began_on", "id")
    for item, side, began_on, ended_on in periods.values_list("item_id", "on_side", "began_on", "ended_on"):
        waits[item].append(Wait(Side(side), began_on, ended_on))
    return waits


def _decisions(of: list[Partner], since: date | None, until: date | None) -> list[Promise]:
    rows = Ask.objects.filter(
        _within("first_needed_by", since, until), partner__in=of, kind=Ask.Kind.DECISION
    )
    dates = defaultdict(list)
    given = AskDate.objects.filter(ask__in=rows.values("pk")).order_by("given_on", "id")
    for ask, *facts in given.values_list("ask_id", "given_on", "needed_by", "with_notice"):
        dates[ask].append(GivenDate(*facts))
    return [
        Promise(
            kind="decision",
            side=Side(ask.on_side),
            first_due_on=ask.first_needed_by,
            due_on=ask.needed_by,
            dates=tuple(dates[ask.pk]),
            reported_on=ask.answered_on,
            confirmed_on=ask.answered_on,
            partner_id=ask.partner_id,
            id=ask.pk,
        )
        for ask in rows.order_by("first_needed_by", "id")
    ]


def _within(field: str, since: date | None, until: date | None) -> Q:
    condition = Q(**{f"{field}__isnull": False})
    if since is not None:
        condition &= Q(**{f"{field}__gte": since})
    if until is not None:
        condition &= Q(**{f"{field}__lte": until})
    return condition
