"""A tracker kept in a spreadsheet so far, taken over: all of its open rows, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.local_day import day_of
from governance.people import people_who
from governance.sheets import TrackerRow
from governance.tracker.importing.plan import plan_actions
from governance.tracker.verbs.promising import bring_in, propose
from partners.access import Permission
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb


@dataclass(frozen=True)
class ImportedActions:
    """How many rows were added, were here already, or were left out; `asked`: of the added, proposed to their owner."""

    added: int
    known: int
    left_out: int
    asked: int = 0


@verb(did="imported actions")
def import_actions(
    partner: Partner, rows: Sequence[TrackerRow], *, by: User, now: datetime
) -> ImportedActions:
    """Takes over every open row. The same rows twice change nothing.

    What one's own side owes is a promise from then on, and what is reported done waits for the other side's yes. What
    the other side owes is proposed to its owners. Raises Refused when any row cannot be taken.
    """
    # Two imports at once would add every row twice.
    require_to_begin(by, Permission.PROMISE, partner, alone=True)
    plan = plan_actions(partner, rows, today=day_of(by, now), side=by.side)
    if not plan.is_importable:
        first = plan.problems[0]
        place = f"Line {first.line}: " if first.line else ""
        raise Refused(f"Nothing was imported. {place}{first.sentence}")
    owners: dict[object, User] = {
        person.pk: person for person in people_who(Permission.KEEP_PROMISES, partner)
    }
    for row in plan.taken:
        _take_over(partner, row, owners, by=by, now=now)
    left_out = len(plan.settled) + len(plan.of_others)
    return ImportedActions(len(plan.taken), len(plan.known), left_out, sum(map(plan.is_asked, plan.taken)))


def _take_over(
    partner: Partner, row: TrackerRow, owners: dict[object, User], *, by: User, now: datetime
) -> None:
    owner = owners.get(row.owner.id) if row.owner else None
    if owner is None or row.due is None:
        raise Refused(
            f"Nothing was imported. Line {row.line}: choose an owner of this partnership and a day."
        )
    said: dict[str, Any] = {
        "title": row.title, "owner": owner, "due_on": row.due, "detail": row.note, "reference": row.reference,
    }  # fmt: skip
    try:
        if row.status == "proposed":
            propose(partner, **said, by=by, now=now)
        else:
            done_on = (row.done_on or day_of(by, now)) if row.status == "reported" else None
            bring_in(partner, **said, done_on=done_on, by=by, now=now)
    except Refused as refused:
        raise Refused(f"Nothing was imported. Line {row.line}: {refused.sentence}") from None
