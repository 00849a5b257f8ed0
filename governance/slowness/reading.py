"""Rows → what the slip of each outcome is made of: two queries where none has slipped, else some more, however many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Prefetch, Q

from governance.models import ActionDate, ActionItem, Ask, OutcomeChange, OutcomeIntent, WaitingPeriod
from governance.models.outcomes import due_day
from governance.owed.status import DAYS_TO_HURT
from governance.people import introduce
from governance.slowness.attribution import (
    AskedLater,
    Cause,
    Hanging,
    Run,
    Slip,
    Waited,
    attributed,
    held,
    of_each_side,
)
from governance.slowness.lines import CostLine, line_of
from partners.history.tables import history_of_rows
from partners.models import Side
from partners.numbers import days

State = OutcomeIntent.State
_COUNTED = (State.AGREED, State.ACHIEVED, State.MISSED)
"""What is no longer wanted costs nobody a day."""

Rows = dict[Cause, ActionItem | Ask | WaitingPeriod | ActionDate | OutcomeChange | OutcomeIntent]
"""The row behind each cause."""
_PATIENCE = timedelta(days=DAYS_TO_HURT)


@dataclass(frozen=True)
class SlipCost:
    """What an outcome's slip is made of. `lines` are its causes, in the order in which they began to cost days."""

    outcome: OutcomeIntent
    slip: Slip
    runs: tuple[Run, ...]
    lines: tuple[CostLine, ...]

    @property
    def days(self) -> int:
        return self.slip.days

    @property
    def in_days(self) -> str:
        """ "41 days"."""
        return days(self.days)

    @property
    def is_over(self) -> bool:
        """Whether the outcome has come."""
        return self.outcome.concluded_on is not None

    @property
    def of_each_side(self) -> dict[Side, int]:
        return of_each_side(self.runs)


def delivers(outcome: OutcomeIntent) -> Side:
    """The side that delivers it: not its sponsor's, who gave the free hand; it is handed to a partner otherwise."""
    return outcome.sponsor.side.other if outcome.sponsor else Side.THEIRS


def costs_of(outcomes: Iterable[OutcomeIntent], today: date) -> dict[int, SlipCost]:
    """Outcome id → what its slip is made of, as it stood at the end of `today`; only of those that come later."""
    of = {each.pk: each for each in outcomes if each.state in _COUNTED}
    changes = _changes(of)
    slips = _slips(of, changes, today)
    rows: Rows = {slip.cause: of[pk] for pk, slip in slips.items()}
    hanging = _hanging({pk: of[pk] for pk in slips}, rows)
    for change in changes:
        change.outcome = of[change.outcome_id]
        rows[_cause(change)] = change
    runs = {
        pk: attributed(slip, (each for thing in hanging[pk] for each in held(thing, min(today, slip.end))))
        for pk, slip in slips.items()
    }
    introduce({rows[run.cause] for each in runs.values() for run in each})
    return {pk: SlipCost(of[pk], slip, runs[pk], _lines(runs[pk], rows, today)) for pk, slip in slips.items()}


def _slips(of: dict[int, OutcomeIntent], agreed: Iterable[OutcomeChange], today: date) -> dict[int, Slip]:
    changes: dict[int, list[OutcomeChange]] = defaultdict(list)
    for change in agreed:
        changes[change.outcome_id].append(change)
    found = {}
    for pk, original in _first_agreed(of).items():
        outcome = of[pk]
        due = due_day(outcome.due_on, outcome.starts_on, outcome.granted_months)
        end = outcome.concluded_on or max(today, due or today)
        began, cause = outcome.starts_on or original, _cause(outcome)
        asked = tuple(_asked(outcome, original, changes[pk]))
        slip = Slip(began, original, end, delivers(outcome), cause, asked)
        if slip.days:
            found[pk] = slip
    return found


def _first_agreed(outcomes: Iterable[int]) -> dict[int, date]:
    """Outcome id → the day both sides agreed on first, as its history has it."""
    dated = Q(due_on__isnull=False) | Q(starts_on__isnull=False, granted_months__isnull=False)
    rows = history_of_rows(OutcomeIntent)._base_manager.filter(dated, pgh_obj__any_of=outcomes)
    first = rows.filter(state=State.AGREED).order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    columns = first.values_list("pgh_obj_id", "due_on", "starts_on", "granted_months")
    return {pk: day for pk, *terms in columns if (day := due_day(*terms))}


def _asked(outcome: OutcomeIntent, original: date, changes: Iterable[OutcomeChange]) -> Iterator[AskedLater]:
    """Whose asked for how many days more, in the order in which it was agreed."""
    before = original
    for change in changes:
        after = due_day(change.due_on, outcome.starts_on, change.granted_months)
        if after is not None:
            yield AskedLater(Side(change.side), (after - before).days, _cause(change))
            before = after


def _changes(outcomes: Iterable[int]) -> list[OutcomeChange]:
    agreed = OutcomeChange.objects.filter(outcome__in=_always(outcomes), state=OutcomeChange.State.AGREED)
    return list(agreed.order_by("id"))


def _always(numbers: Iterable[int]) -> list[int]:
    """Never an empty list, of which nothing is asked: a page costs the same whether there is an outcome or none."""
    return [0, *numbers]


def _hanging(outcomes: dict[int, OutcomeIntent], rows: Rows) -> dict[int, list[Hanging]]:
    """What hangs on each of the outcomes: what was promised for it, and what was asked for it."""
    hanging: dict[int, list[Hanging]] = defaultdict(list)
    partners = {outcome.partner_id: outcome.partner for outcome in outcomes.values()}
    actions = ActionItem.objects.filter(outcome__in=list(outcomes), first_due_on__isnull=False)
    waits = Prefetch("waits", WaitingPeriod.objects.select_related("ask"))
    for item in actions.prefetch_related(waits, "dates"):
        item.partner = partners[item.partner_id]
        hanging[item.outcome_id or 0].append(_of_action(item, rows))
    asks = list(Ask.objects.filter(outcome__in=list(outcomes)))
    backed = backed_on(asks)
    for ask in asks:
        ask.partner = partners[ask.partner_id]
        rows[_cause(ask)] = ask
        hanging[ask.outcome_id or 0] += _of_ask(ask, backed.get(ask.pk))
    return hanging


def _of_ask(ask: Ask, backed_on: date | None) -> Iterator[Hanging]:
    """A decision from the day it was needed by. What waits without a date, from when that is called bad: advice for
    its answer, and once it is backed for being put in place; an impediment for being cleared.
    """
    side, cause = Side(ask.on_side), _cause(ask)
    over = None if ask.is_open else ask.answered_on
    if ask.kind == Ask.Kind.DECISION and ask.first_needed_by:
        yield Hanging(side, ask.first_needed_by, over, cause)
    elif ask.kind in (Ask.Kind.RECOMMENDATION, Ask.Kind.IMPEDIMENT):
        yield Hanging(side, ask.raised_on + _PATIENCE, backed_on or over, cause)
        if backed_on:
            yield Hanging(side, backed_on + _PATIENCE, over, cause)


def backed_on(asks: Iterable[Ask]) -> dict[int, date]:
    """Ask id → the day its advice was backed, as its history has it: putting it in place overwrites that."""
    rows = history_of_rows(Ask)._base_manager.filter(pgh_obj_id__in=[ask.pk for ask in asks])
    backed = rows.filter(state=Ask.State.BACKED, answered_on__isnull=False).order_by("pgh_obj_id", "pgh_id")
    return dict(backed.distinct("pgh_obj_id").values_list("pgh_obj_id", "answered_on"))


def _of_action(item: ActionItem, rows: Rows) -> Hanging:
    """Its waits are those of the clock, and the days between a date and the later one that the other side asked for.

    A day that had passed when it became a promise here is counted from the day of the promise.
    """
    waits = []
    for wait in item.waits.all():
        if wait.on_side == item.side:
            continue  # whoever waits on their own side holds up nobody else
        if wait.ask:
            wait.ask.partner = item.partner
        cause = _cause(wait.ask or wait)
        rows[cause] = wait.ask or wait
        waits.append(Waited(Side(wait.on_side), wait.began_on, wait.ended_on, cause))
    for before, given in pairwise(item.dates.all()):
        if given.request_id is not None:
            rows[_cause(given)] = given
            waits.append(Waited(Side(item.side).other, before.due_on, given.due_on, _cause(given)))
    rows[_cause(item)] = item
    due = max(item.first_due_on or item.due_on, item.promised_on or item.due_on.min)
    return Hanging(Side(item.side), due, item.reported_on or item.closed_on, _cause(item), tuple(waits))


def _lines(runs: Iterable[Run], rows: Rows, today: date) -> tuple[CostLine, ...]:
    """The runs of one side by one cause together."""
    counted: dict[tuple[Side, Cause], int] = defaultdict(int)
    for run in runs:
        counted[run.side, run.cause] += run.days
    return tuple(line_of(rows[cause], side, number, today) for (side, cause), number in counted.items())


_KINDS = {
    ActionItem: "action", Ask: "ask", WaitingPeriod: "wait", ActionDate: "date", OutcomeChange: "change",
    OutcomeIntent: "outcome",
}  # fmt: skip


def _cause(row: ActionItem | Ask | WaitingPeriod | ActionDate | OutcomeChange | OutcomeIntent) -> Cause:
    return Cause(_KINDS[type(row)], row.pk)
