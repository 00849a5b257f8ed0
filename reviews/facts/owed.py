"""Sealed facts → what is owed, so that a seal is read by the same rules as the rows it was made of."""

from datetime import date, timedelta

from governance.counting.formula import GivenDate, Promise, Verdict, Wait, judge
from governance.models import ActionItem, Ask
from governance.owed import Owed, Status, What, status_of
from partners.models import Side
from reviews.facts import ActionFacts, AskFacts


def status_of_action(action: ActionFacts, on: date) -> Status:
    """How it stood on the day of the review, `on`."""
    due_on = on - timedelta(action.days_late) if action.days_late else action.due_on
    first, verdict = action.first_due_on or action.due_on, _verdict(action, on)
    owed = Owed(
        What.ACTION,
        Side(action.side),
        action.state,
        first,
        due_on,
        action.reported_on,
        verdict,
        action.promised_on,
    )
    return status_of(owed, on)


def status_of_ask(ask: AskFacts, on: date) -> Status:
    """How it stood on the day of the review; its days are those that were counted when it was sealed."""
    needed_by = on - timedelta(ask.days_late) if ask.days_late else ask.needed_by
    backed_on = ask.answered_on if ask.state == Ask.State.BACKED else None
    since = backed_on or on - timedelta(ask.age)
    return status_of(Owed(What(ask.kind), Side(ask.on_side), ask.state, since, needed_by), on)


def is_red(ask: AskFacts, on: date) -> bool:
    return ask.open and status_of_ask(ask, on).level == "bad"


def _verdict(action: ActionFacts, on: date) -> Verdict | None:
    """What the ledger said of it on that day, where it was done."""
    if action.state != ActionItem.State.CLOSED or action.first_due_on is None:
        return None
    promise = Promise(
        kind=What.ACTION,
        side=Side(action.side),
        first_due_on=action.first_due_on,
        due_on=action.due_on,
        dates=tuple(GivenDate(given.given_on, given.due_on, given.with_notice) for given in action.dates),
        reported_on=action.reported_on,
        confirmed_on=action.closed_on,
        promised_on=action.promised_on,
        waits=tuple(Wait(Side(wait.on_side), wait.began_on, wait.ended_on) for wait in action.waits),
    )
    return judge(promise, on)
