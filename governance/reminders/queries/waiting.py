"""What waits for whom: actions to do, to promise and to confirm, balls held, asks to answer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F, FilteredRelation, Q

from governance.counting.formula import had_passed
from governance.ledger.facts import Covers, covers_of
from governance.models import ActionItem, Ask, DateRequest, Reminder
from governance.reminders import EscalationsSent, Matter, Need
from governance.reminders.facts import NOTHING_SENT
from governance.reminders.queries.recipients import Parts
from partners.models import Partner, Side

Step, State = Reminder.Step, ActionItem.State
_AHEAD = timedelta(days=14)
"""What is due later is neither in this week's list nor due before the next working day, over the longest holidays."""
_REMEMBERED = timedelta(days=60)
"""How long an answer waits for a mail to stand in, over the longest absence."""


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
    question_on: date | None
    """The day the other side asked how it stands, while that waits for a word."""
    asked_on: date | None
    """The day another date was asked for, while that waits for an answer."""
    promised_on: date | None

    def news_of(self, need: Need) -> date | None:
        """The day of what its owner is asked anew, where that is what they are to do."""
        return self.asked_on if need is Need.AGREE else self.question_on if need is Need.DO else None


_COLUMNS = (
    *_Action._fields[:6], "ask__kind", "outcome_id", "outcome__free_hand_until", "wait__on_side", "wait__on_person",
    "question_on", "request__asked_on", "promised_on",
)  # fmt: skip


def matters(parts: Parts, *, now: datetime) -> Iterator[Matter]:
    """Everything that waits for somebody now, or will within the next days."""
    heard, covers = _heard(), covers_of(Partner.objects.all())
    running = FilteredRelation("waits", condition=Q(waits__ended_on=None))
    asked = FilteredRelation("date_requests", condition=Q(date_requests__state=DateRequest.State.ASKED))
    coming = Q(due_on__lte=now.date() + _AHEAD) | ~Q(state=State.OPEN) | Q(wait__isnull=False)
    coming |= Q(request__isnull=False) | Q(question_on__isnull=False)
    live = ActionItem.objects.filter(state__in=[State.PROPOSED, State.OPEN, State.REPORTED])
    rows = live.annotate(wait=running, request=asked).filter(coming).order_by("pk").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=10_000):
        item = _Action(*row)
        told = heard.get(("action", item.id, item.due_on), NOTHING_SENT)
        yield from _of_action(item, parts, told, covers)
    yield from _asks(parts, heard, covers)
    yield from _answered_dates(parts, now.date() - _REMEMBERED)


def _of_action(item: _Action, parts: Parts, heard: EscalationsSent, covers: Covers) -> Iterator[Matter]:
    tied = item.outcome_id is not None or item.ask_kind == Ask.Kind.DECISION
    tied = tied and not had_passed(
        item.due_on, item.promised_on
    )  # of what was taken over late nobody is escalated
    for need, person, side, due_on in _wanted(item):
        for each in parts.responsible(person, item.partner_id, side):
            yield Matter(
                "action",
                item.id,
                item.partner_id,
                each,
                need,
                due_on,
                tied and due_on is not None and need in _RUNNING_LATE,
                item.free_hand_until,
                heard,
                covers.get(item.partner_id, ()),
                item.news_of(need),
                item.promised_on,
            )


_RUNNING_LATE = (Need.DO, Need.MOVE_ON, Need.AGREE)


def _wanted(item: _Action) -> Iterator[tuple[Need, int | None, str, date | None]]:
    """What is to be done next, by whom, on which side where that person is not there, and by when."""
    if item.state == State.PROPOSED:
        yield Need.ACCEPT, item.owner_id, item.side, item.due_on
    elif item.state == State.REPORTED:
        yield Need.CONFIRM, None, Side(item.side).other, item.due_on
    elif item.waits_on_side is not None:
        yield Need.MOVE_ON, item.waits_on_person, item.waits_on_side, item.due_on
        if item.asked_on is not None:  # its day is not theirs to keep meanwhile, the answer is
            yield Need.AGREE, item.owner_id, item.side, None
    else:
        yield Need.DO if item.asked_on is None else Need.AGREE, item.owner_id, item.side, item.due_on


def _answered_dates(parts: Parts, since: date) -> Iterator[Matter]:
    """What became of the dates that people asked for. A free hand does not silence it: it prescribes nothing."""
    answered = DateRequest.objects.filter(
        state__in=[DateRequest.State.ACCEPTED, DateRequest.State.DECLINED], answered_on__gte=since
    )
    columns = ("item", "partner", "item__side", "asked_by", "answered_on")
    for item, partner, side, asked_by, answered_on in answered.order_by("pk").values_list(*columns):
        for each in parts.responsible(asked_by, partner, Side(side).other):
            yield Matter("action", item, partner, each, Need.KNOW, None, news_on=answered_on)


def _asks(
    parts: Parts, heard: dict[tuple[str, int, date], EscalationsSent], covers: Covers
) -> Iterator[Matter]:
    """Asks without an answer, and risks to be looked at. A free hand silences what is done beneath it, not these: it
    needs the answers.
    """
    columns = ("pk", "partner", "on_side", "owner", "kind", "needed_by")
    for pk, partner, side, owner, kind, needed_by in Ask.objects.open().order_by("pk").values_list(*columns):
        told = heard.get(("ask", pk, needed_by), NOTHING_SENT) if needed_by else NOTHING_SENT
        for each in parts.responsible(owner, partner, side):
            yield Matter(
                "ask",
                pk,
                partner,
                each,
                Need.ANSWER,
                needed_by,
                tied=kind in (Ask.Kind.DECISION, Ask.Kind.RISK),
                heard=told,
                covers=covers.get(partner, ()),
            )


_RUNGS = {Step.WARNING: "warned_on", Step.LEADS: "leads_on", Step.SPONSORS: "sponsors_on"}


def _heard() -> dict[tuple[str, int, date], EscalationsSent]:
    """What has been told of the dates that still stand: (kind, id, date) → on which days, at first."""
    told: dict[tuple[str, int, date], dict[str, date]] = defaultdict(dict)
    rungs = Reminder.objects.filter(step__in=_RUNGS)
    of_actions = rungs.filter(action__state=State.OPEN, action__due_on=F("on"))
    of_asks = rungs.filter(ask__state__in=Ask.OPEN_STATES, ask__needed_by=F("on"))
    for kind, found in (("action", of_actions), ("ask", of_asks)):
        columns = (f"{kind}_id", "on", "step", "told_on")
        for pk, on, step, told_on in found.order_by("pk").values_list(*columns):
            # The day as it was kept: in Auckland a morning is still yesterday's evening in Greenwich.
            told[kind, pk, on].setdefault(_RUNGS[Step(step)], told_on)
    return {key: EscalationsSent(**days) for key, days in told.items()}
