"""Rows → the facts of promises, in seven queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from governance.counting.covered_days import CoveredDays
from governance.counting.formula import GivenDate, Promise, Wait
from governance.models import ActionDate, ActionItem, Ask, AskDate, Cover, RiskLook, WaitingPeriod
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


class _Needed(NamedTuple):
    """What the ledger reads of a decision, or of a look at a risk: what an ask needs by a day."""

    id: int
    partner_id: int
    on_side: str
    first_needed_by: date
    given: date
    """Of a decision the day that stands; of a look the day on which its first day was given."""
    answered_on: date | None
    function_of_outcome: str | None = None
    function_of_owner: str | None = None


_OF_DECISIONS = ("id", "partner_id", "on_side", "first_needed_by", "needed_by", "answered_on", *FUNCTIONS)
_OF_LOOKS = (
    "id", "partner_id", "ask__on_side", "first_due_on", "given_on", "looked_on",
    *(f"ask__{path}" for path in FUNCTIONS),
)  # fmt: skip
_COLUMNS = (*_Item._fields[:-2], *FUNCTIONS)
Covers = Mapping[int, tuple[CoveredDays, ...]]
"""Partner id → its covers, in the order they began; a partnership without any is not in it."""


def promises(
    partners: Partner | Iterable[Partner], since: date | None = None, until: date | None = None
) -> list[Promise]:
    """Every promise of the partnerships, actions, decisions and looks, whose first date lies within the days given.

    Read within the person's scope; `since` and `until` are included, and open where not given.
    """
    of = [partners] if isinstance(partners, Partner) else list(partners)
    rows = ActionItem.objects.filter(_within("first_due_on", since, until), partner__in=of)
    covers = covers_of(of)
    return [*_actions(rows, covers), *of_asks(of, since, until, covers)]


def promises_of_person(person: User, since: date, until: date) -> list[Promise]:
    """The promises `person` owns whose first date lies within the days given: for nobody's eyes but their own."""
    return list(_actions(ActionItem.objects.filter(_within("first_due_on", since, until), owner=person)))


def promises_of(actions: Iterable[int]) -> list[Promise]:
    """The promises that are these actions, by id."""
    return list(_actions(ActionItem.objects.filter(pk__any_of=[*actions], first_due_on__isnull=False)))


def settled_promises(partner: Partner, *, due_before: date, settled_before: datetime) -> list[Promise]:
    """The partnership's actions that were closed or withdrawn before a moment, and first due before a day."""
    settled = Q(state__in=[ActionItem.State.CLOSED, ActionItem.State.WITHDRAWN], closed_at__lt=settled_before)
    rows = ActionItem.objects.filter(settled, partner=partner, first_due_on__lt=due_before)
    return list(_actions(rows, covers_of([partner.pk])))


def promise_of(item: ActionItem, dates: Iterable[ActionDate], covers: Covers | None = None) -> Promise | None:
    """The facts of one action, with its dates, and the covers of its partnership, as read before; None while it is only
    proposed.
    """
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
    return _promise(read, given, waits, covers_of([item.partner_id]) if covers is None else covers)


def covers_of(partners: Any) -> Covers:
    """The days of every cover of the partnerships: instances, ids or a query for them."""
    found: dict[int, tuple[CoveredDays, ...]] = {}
    given = Cover.objects.filter(partner__in=partners).order_by("began_on", "id")
    for partner, *days in given.values_list("partner_id", "began_on", Coalesce("ended_on", "until")):
        found[partner] = (*found.get(partner, ()), CoveredDays(*days))
    return found


def _actions(rows: QuerySet[ActionItem], covers: Covers | None = None) -> Iterable[Promise]:
    items = [_Item(*values) for values in rows.order_by("first_due_on", "id").values_list(*_COLUMNS)]
    ids = [item.id for item in items]
    if covers is None:
        covers = covers_of({item.partner_id for item in items})
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
    given = ActionDate.objects.filter(item__any_of=actions).order_by("given_on", "id")
    for item, on, due, noticed, request in given.values_list(
        "item_id", "given_on", "due_on", "with_notice", "request_id"
    ):
        dates[item].append(GivenDate(on, due, noticed, request is not None))
    return dates


def _waits_of(actions: list[int]) -> dict[int, list[Wait]]:
    waits = defaultdict(list)
    periods = WaitingPeriod.objects.filter(item__any_of=actions).order_by("began_on", "id")
    for item, side, began_on, ended_on in periods.values_list("item_id", "on_side", "began_on", "ended_on"):
        waits[item].append(Wait(Side(side), began_on, ended_on))
    return waits


def asks_of(decisions: Iterable[int], looks: Iterable[int]) -> Iterable[Promise]:
    """The promises that are these decisions and looks at risks, by id."""
    decisions, looks = list(decisions), list(looks)
    if not decisions and not looks:
        return ()
    needed, due = Ask.objects.filter(pk__in=decisions), RiskLook.objects.filter(pk__in=looks)
    of = {*needed.values_list("partner", flat=True), *due.values_list("partner", flat=True)}
    return _asks(needed, due, covers_of(of))


def of_asks(of: list[Partner], since: date | None, until: date | None, covers: Covers) -> Iterable[Promise]:
    """The decisions needed from one of the sides, and the looks at risks it carries, by the day first given."""
    decisions = Ask.objects.filter(
        _within("first_needed_by", since, until), partner__in=of, kind=Ask.Kind.DECISION
    )
    looks = RiskLook.objects.filter(_within("first_due_on", since, until), partner__in=of)
    return _asks(decisions, looks, covers)


def _asks(decisions: QuerySet[Ask], looks: QuerySet[RiskLook], covers: Covers) -> Iterable[Promise]:
    decisions = decisions.order_by("first_needed_by", "id")
    needed = [_Needed(*values) for values in decisions.values_list(*_OF_DECISIONS)]
    due = [_Needed(*values) for values in looks.order_by("first_due_on", "id").values_list(*_OF_LOOKS)]
    dates = defaultdict(list)
    given = AskDate.objects.filter(
        Q(ask__in=[each.id for each in needed]) | Q(look__in=[each.id for each in due])
    ).order_by("given_on", "id")
    columns = ("ask_id", "look_id", "given_on", "needed_by", "with_notice")
    for ask, look, on, day, noticed in given.values_list(*columns):
        dates[("look", look) if look else ("decision", ask)].append(GivenDate(on, day, noticed))
    yield from (_decision(each, dates["decision", each.id], covers) for each in needed)
    yield from (_look(each, dates["look", each.id], covers) for each in due)


def promise_of_ask(
    ask: Ask, dates: Iterable[AskDate], look: RiskLook | None = None, covers: Covers | None = None
) -> Promise | None:
    """The facts of one decision, or of the `look` at a risk that stands, with its dates, and the covers of its
    partnership, as read before; None where neither is asked for.
    """
    given = [GivenDate(each.given_on, each.needed_by, each.with_notice) for each in dates]
    of, covers = (ask.partner_id, ask.on_side), covers_of([ask.partner_id]) if covers is None else covers
    if look is not None:
        read = _Needed(look.pk, *of, look.first_due_on, look.given_on, look.looked_on)
        return _look(read, given, covers)
    if ask.kind != Ask.Kind.DECISION or ask.first_needed_by is None or ask.needed_by is None:
        return None
    return _decision(_Needed(ask.pk, *of, ask.first_needed_by, ask.needed_by, ask.answered_on), given, covers)


def _decision(needed: _Needed, dates: Iterable[GivenDate], covers: Covers) -> Promise:
    return _needed("decision", needed, needed.given, tuple(dates), covers)


def _look(look: _Needed, moves: Iterable[GivenDate], covers: Covers) -> Promise:
    dates = (GivenDate(look.given, look.first_needed_by, True), *moves)
    return _needed("look", look, dates[-1].due_on, dates, covers)


def _needed(
    kind: str, needed: _Needed, due_on: date, dates: tuple[GivenDate, ...], covers: Covers
) -> Promise:
    return Promise(
        kind=kind,
        side=Side(needed.on_side),
        first_due_on=needed.first_needed_by,
        due_on=due_on,
        dates=dates,
        reported_on=needed.answered_on,
        confirmed_on=needed.answered_on,
        covers=covers.get(needed.partner_id, ()),
        partner_id=needed.partner_id,
        id=needed.id,
        function=needed.function_of_outcome or needed.function_of_owner or "",
    )


def _within(field: str, since: date | None, until: date | None) -> Q:
    condition = Q(**{f"{field}__isnull": False})
    if since is not None:
        condition &= Q(**{f"{field}__gte": since})
    if until is not None:
        condition &= Q(**{f"{field}__lte": until})
    return condition
