"""What the ledger says of actions that are done, for lists that show them."""

from collections.abc import Iterable
from datetime import date

from governance.counting.formula import Verdict, judge
from governance.ledger.facts import promises_of
from governance.models import ActionItem


def verdicts_of(items: Iterable[ActionItem], today: date) -> dict[int, Verdict]:
    """Action id → its verdict, of those that are confirmed; in no query where none is, else always the same few."""
    done = [item.pk for item in items if item.state == ActionItem.State.CLOSED]
    return {promise.id: judge(promise, today) for promise in promises_of(done)} if done else {}
