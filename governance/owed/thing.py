"""An action to do or an ask to answer, as the rules of this package read it: live, or as it was sealed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.counting.formula import Verdict
from governance.models import ActionItem, Ask
from partners.models import Side


class What(StrEnum):
    """What kind of thing is owed. The four asks are called as `Ask.Kind` calls them."""

    ACTION = "action"
    DECISION = "decision"
    IMPEDIMENT = "impediment"
    RECOMMENDATION = "recommendation"
    RISK = "risk"


@dataclass(frozen=True)
class Owed:
    """What a side owes. `state` is one of ActionItem.State or Ask.State."""

    what: What
    side: Side
    """The side that has to do it, or to answer."""
    state: str
    since: date
    """Since when it is on that side: the first date of an action; of an ask the day it was raised, or backed."""
    due_on: date | None
    """The date that stands, of a risk that of its next look; None of what is to be answered without one."""
    reported_on: date | None = None
    """The day an action was reported done."""
    verdict: Verdict | None = None
    """What the ledger says of an action that is done, where it was asked."""
    promised_on: date | None = None
    """The day an action became a promise here, where that is known."""


def owed_of(thing: ActionItem | Ask, verdict: Verdict | None = None) -> Owed:
    """The row as it stands now. `verdict`: of an action that is done, what the ledger says of it."""
    if isinstance(thing, Ask):
        return Owed(What(thing.kind), Side(thing.on_side), thing.state, thing.on_side_since, thing.needed_by)
    first = thing.first_due_on or thing.due_on
    return Owed(
        What.ACTION,
        Side(thing.side),
        thing.state,
        first,
        thing.due_on,
        thing.reported_on,
        verdict,
        thing.promised_on,
    )
