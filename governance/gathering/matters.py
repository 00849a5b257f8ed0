"""What waits for whom: actions to do, to promise and to confirm, balls held, asks to answer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, FilteredRelation, Q

from governance.gathering.people import Parts
from governance.models import ActionItem, Ask, Reminder
from governance.queries import Covers, covers_of
from governance.reminders import Heard, Matter, Need
from governance.reminders.facts import NOTHING_HEARD
from governance.today import day_in
from partners.models import Partner, Side

Step, State = Reminder.Step, ActionItem.State
_AHEAD = timedelta(days=14)
"""What is due later is neither in this week's list nor due before the next working day, over the longest holidays."""


class _Action(NamedTuple):
    id: int
    partner_id: int
    side: str
    state: str
    due_on: date
    owner_id: int
    ask_kind: str | None
    outcome_id: int | None
    free_hand_until: date | None
    waits_on_side: str | None
    waits_on_person: int | None


_COLUMNS = (
    *_Action._fields[:6], "ask__kind", "outcome_id", "outcome__free_hand_until", "wait__on_side", "wait__on_person",
)  # fmt: skip


def matters(parts: Parts, *, now: datetime) -> Iterator[Matter]:
    """Everything that waits for somebody now, or will within the next days."""
    heard, covers = _heard(), covers_of(Partner.objects.all())
    running = FilteredRelation("waits", condition=Q(waits__ended_on=None))
    coming = Q(due_on__lte=now.date() + _AHEAD) | ~Q(state=State.OPEN) | Q(wait__isnull=False)
    live = ActionItem.objects.filter(state__in=[State.PROPOSED, State.OPEN, State.REPORTED])
    rows = live.annotate(wait=running).filter(coming).order_by("pk").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=10_000):
        item = _Action(*row)
        told = heard.get(("action", item.id, item.due_on), NOTHING_HEARD)
        yield from _of_action(item, parts, told, covers)
    yield from _asks(parts, heard, covers)


def _of_action(item: _Action, parts: Parts, heard: Heard, covers: Covers) -> Iterator[Matter]:
    need, person, side = _wanted(item)
    tied = item.outcome_id is not None or item.ask_kind == Ask.Kind.DECISION
    for each in parts.responsible(person, item.partner_id, side):
        yield Matter(
            "action", item.id, item.partner_id, each, need, item.due_on, tied and need in _RUNNING_LATE,
            item.free_hand_until, heard, covers.get(item.partner_id, ()),
        )  # fmt: skip


_RUNNING_LATE = (Need.DO, Need.MOVE_ON)


def _wanted(item: _Action) -> tuple[Need, int | None, str]:
    """What is to be done next, by whom, and on which side where that person is not there."""
    if item.state == State.PROPOSED:
        return Need.ACCEPT, item.owner_id, item.side
    if item.state == State.REPORTED:
        return Need.CONFIRM, None, Side(item.side).other
    if item.waits_on_side is not None:
        return Need.MOVE_ON, item.waits_on_person, item.waits_on_side
    return Need.DO, item.owner_id, item.side


def _asks(parts: Parts, heard: dict[tuple[str, int, date], Heard], covers: Covers) -> Iterator[Matter]:
    """Asks without an answer. A free hand silences what is done beneath it, not these: it needs the answers."""
    columns = ("pk", "partner", "on_side", "owner", "kind", "needed_by")
    for pk, partner, side, owner, kind, needed_by in Ask.objects.open().order_by("pk").values_list(*columns):
        told = heard.get(("ask", pk, needed_by), NOTHING_HEARD) if needed_by else NOTHING_HEARD
        for each in parts.responsible(owner, partner, side):
            yield Matter(
                "ask", pk, partner, each, Need.ANSWER, needed_by, tied=kind == Ask.Kind.DECISION, heard=told,
                covers=covers.get(partner, ()),
            )  # fmt: skip


_RUNGS = {Step.WARNING: "warned_on", Step.LEADS: "leads_on", Step.SPONSORS: "sponsors_on"}


def _heard() -> dict[tuple[str, int, date], Heard]:
    """What has been told of the dates that still stand: (kind, id, date) → on which days, at first."""
    told: dict[tuple[str, int, date], dict[str, date]] = defaultdict(dict)
    rungs = Reminder.objects.filter(step__in=_RUNGS)
    of_actions = rungs.filter(action__state=State.OPEN, action__due_on=F("on"))
    of_asks = rungs.filter(ask__state__in=Ask.OPEN_STATES, ask__needed_by=F("on"))
    for kind, found in (("action", of_actions), ("ask", of_asks)):
        columns = (f"{kind}_id", "on", "step", "sent_at", "person__time_zone")
        for pk, on, step, sent_at, time_zone in found.order_by("pk").values_list(*columns):
            # Their own day: in Auckland a morning is still yesterday's evening in Greenwich.
            told[kind, pk, on].setdefault(_RUNGS[Step(step)], day_in(time_zone, sent_at))
    return {key: Heard(**days) for key, days in told.items()}
