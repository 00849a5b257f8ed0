"""Rows → the facts of promises, in six queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from governance.counting.covered_days import CoveredDays
from governance.counting.formula import GivenDate, Promise, Wait
from governance.models import ActionDate, ActionItem, Ask, AskDate, Cover, WaitingPeriod
from partners.models import Partner, Side, User

FUNCTIONS = ("outcome__business_function", "owner__business_function")
"""Whose business function a promise has: that of the outcome it serves, else its owner's."""


def first_named(*paths: str) -> Coalesce:
    """The first of the functions named along `paths`, in the database; "" where none is."""
    return Coalesce(*(NullIf(path, Value("")) for path in paths), Value(""))


class _Item(NamedTuple):
    """What the ledger reads of an action: a year of all partnerships is too many for instances."""

    id: int
    partner_id: int
    side: str
    state: str
    first_due_on: date
    due_on: date
    promised_on: date | None
    reported_on: date | None
    closed_on: date | None
    function_of_outcome: str | None = None
    function_of_owner: str = ""


class _Decision(NamedTuple):
    """What the ledger reads of a decision."""

    id: int
    partner_id: int
    on_side: str
    first_needed_by: date
    needed_by: date
    answered_on: date | None
    function_of_outcome: str | None = None
    function_of_owner: str | None = None


_COLUMNS = (*_Item._fields[:-2], *FUNCTIONS)
Covers = Mapping[int, tuple[CoveredDays, ...]]
"""Partner id → its covers, in the order they began; a partnership without any is not in it."""


def promises(
    partners: Partner | Iterable[Partner], since: date | None = None, until: date | None = None
) -> list[Promise]:
    """Every promise of the partnerships, actions and decisions, whose first date lies within the days given.

    Read within the person's scope; `since` and `until` are included, and open where not given.
    """
    of = [partners] if isinstance(partners, Partner) else list(partners)
    rows = ActionItem.objects.filter(_within("first_due_on", since, until), partner__in=of)
    covers = covers_of(of)
    return [*_actions(rows, covers), *_decisions(of, since, until, covers)]


def promises_of_person(person: User, since: date, until: date) -> list[Promise]:
    """The promises `person` owns whose first date lies within the days given: for nobody's eyes but their own."""
    rows = ActionItem.objects.filter(_within("first_due_on", since, until), owner=person)
    return list(_actions(rows, covers_of(rows.values("partner"))))


def promises_of(actions: Iterable[int]) -> list[Promise]:
    """The promises that are these actions, by id."""
    rows = ActionItem.objects.filter(pk__in=list(actions), first_due_on__isnull=False)
    return list(_actions(rows, covers_of(rows.values("partner"))))


def settled_promises(partner: Partner, *, due_before: date, settled_before: datetime) -> list[Promise]:
    """The partnership's actions that were closed or withdrawn before a moment, and first due before a day."""
    settled = Q(state__in=[ActionItem.State.CLOSED, ActionItem.State.WITHDRAWN], closed_at__lt=settled_before)
    rows = ActionItem.objects.filter(settled, partner=partner, first_due_on__lt=due_before)
    return list(_actions(rows, covers_of([partner.pk])))


def promise_of(item: ActionItem, dates: Iterable[ActionDate]) -> Promise | None:
    """The facts of one action, with its dates as read before; None while it is only proposed."""
    if item.first_due_on is None:
        return None
    read = _Item(
        item.pk,
        item.partner_id,
        item.side,
        item.state,
        item.first_due_on,
        item.due_on,
        item.promised_on,
        item.reported_on,
        item.closed_on,
    )
    given = [
        GivenDate(each.given_on, each.due_on, each.with_notice, each.request_id is not None) for each in dates
    ]
    waits = [Wait(Side(wait.on_side), wait.began_on, wait.ended_on) for wait in item.waits.all()]
    return _promise(read, given, waits, covers_of([item.partner_id]))


def covers_of(partners: Any) -> Covers:
    """The days of every cover of the partnerships: instances, ids or a query for them."""
    found: dict[int, tuple[CoveredDays, ...]] = {}
    given = Cover.objects.filter(partner__in=partners).order_by("began_on", "id")
    for partner, *days in given.values_list("partner_id", "began_on", Coalesce("ended_on", "until")):
        found[partner] = (*found.get(partner, ()), CoveredDays(*days))
    return found


def _actions(rows: QuerySet[ActionItem], covers: Covers) -> Iterable[Promise]:
    items = [_Item(*values) for values in rows.order_by("first_due_on", "id").values_list(*_COLUMNS)]
    ids = [item.id for item in items]
    dates, waits = _dates_of(ids), _waits_of(ids)
    return (_promise(item, dates[item.id], waits[item.id], covers) for item in items)


def _promise(item: _Item, dates: Iterable[GivenDate], waits: Iterable[Wait], covers: Covers) -> Promise:
    return Promise(
        kind="action",
        side=Side(item.side),
        first_due_on=item.first_due_on,
        due_on=item.due_on,
        dates=tuple(dates),
        promised_on=item.promised_on,
        reported_on=item.reported_on,
        confirmed_on=item.closed_on if item.state == ActionItem.State.CLOSED else None,
        withdrawn_on=item.closed_on if item.state == ActionItem.State.WITHDRAWN else None,
        waits=tuple(waits),
        covers=covers.get(item.partner_id, ()),
        partner_id=item.partner_id,
        id=item.id,
        function=item.function_of_outcome or item.function_of_owner,
    )


def _dates_of(actions: list[int]) -> dict[int, list[GivenDate]]:
    dates = defaultdict(list)
    given = ActionDate.objects.filter(item__in=actions).order_by("given_on", "id")
    for item, on, due, noticed, request in given.values_list(
        "item_id", "given_on", "due_on", "with_notice", "request_id"
    ):
        dates[item].append(GivenDate(on, due, noticed, request is not None))
    return dates


def _waits_of(actions: list[int]) -> dict[int, list[Wait]]:
    waits = defaultdict(list)
    periods = WaitingPeriod.objects.filter(item__in=actions).order_by("began_on", "id")
    for item, side, began_on, ended_on in periods.values_list("item_id", "on_side", "began_on", "ended_on"):
        waits[item].append(Wait(Side(side), began_on, ended_on))
    return waits


def decisions(of: list[Partner], since: date | None, until: date | None) -> Iterable[Promise]:
    """The decisions needed from one of the sides, by the day they were first needed."""
    return _decisions(of, since, until, covers_of(of))


def _decisions(
    of: list[Partner], since: date | None, until: date | None, covers: Covers
) -> Iterable[Promise]:
    needed = Ask.objects.filter(
        _within("first_needed_by", since, until), partner__in=of, kind=Ask.Kind.DECISION
    ).order_by("first_needed_by", "id")
    columns = (*_Decision._fields[:-2], *FUNCTIONS)
    asks = [_Decision(*values) for values in needed.values_list(*columns)]
    dates = defaultdict(list)
    given = AskDate.objects.filter(ask__in=[ask.id for ask in asks]).order_by("given_on", "id")
    for ask, on, due, noticed in given.values_list("ask_id", "given_on", "needed_by", "with_notice"):
        dates[ask].append(GivenDate(on, due, noticed))
    return (_needed(each, dates[each.id], covers) for each in asks)


def promise_of_decision(ask: Ask, dates: Iterable[AskDate]) -> Promise | None:
    """The facts of one decision, with its dates as read before; None where no decision is asked for."""
    if ask.first_needed_by is None or ask.needed_by is None or ask.kind != Ask.Kind.DECISION:
        return None
    read = _Decision(ask.pk, ask.partner_id, ask.on_side, ask.first_needed_by, ask.needed_by, ask.answered_on)
    given = [GivenDate(each.given_on, each.needed_by, each.with_notice) for each in dates]
    return _needed(read, given, covers_of([ask.partner_id]))


def _needed(decision: _Decision, dates: Iterable[GivenDate], covers: Covers) -> Promise:
    return Promise(
        kind="decision",
        side=Side(decision.on_side),
        first_due_on=decision.first_needed_by,
        due_on=decision.needed_by,
        dates=tuple(dates),
        reported_on=decision.answered_on,
        confirmed_on=decision.answered_on,
        covers=covers.get(decision.partner_id, ()),
        partner_id=decision.partner_id,
        id=decision.id,
        function=decision.function_of_outcome or decision.function_of_owner or "",
    )


def _within(field: str, since: date | None, until: date | None) -> Q:
    condition = Q(**{f"{field}__isnull": False})
    if since is not None:
        condition &= Q(**{f"{field}__gte": since})
    if until is not None:
        condition &= Q(**{f"{field}__lte": until})
    return condition
