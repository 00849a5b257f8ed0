"""A tracker kept in a spreadsheet so far, taken over: all of its open rows, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.actions.delivering import report_done
from governance.actions.import_plan import plan_actions
from governance.actions.promising import bring_in, propose
from governance.people import people_who
from governance.sheets import TrackerRow
from governance.today import day_of
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verbs import Refused, verb


@dataclass(frozen=True)
class ImportedActions:
    """How many rows were added, were here already, or were left out."""

    added: int
    known: int
    left_out: int


@verb
def import_actions(
    partner: Partner, rows: Sequence[TrackerRow], *, by: User, now: datetime
) -> ImportedActions:
    """Takes over every open row as the promise it is, its date as first date. The same rows twice change nothing.

    Rows reported done wait for the other side's yes. Raises Refused when any row cannot be taken.
    """
    require(by, Permission.PROMISE, partner)
    Partner.objects.select_for_update().get(pk=partner.pk)  # two imports at once would add every row twice
    plan = plan_actions(partner, rows, today=day_of(by, now))
    if not plan.is_importable:
        first = plan.problems[0]
        place = f"Line {first.line}: " if first.line else ""
        raise Refused(f"Nothing was imported. {place}{first.sentence}")
    owners: dict[object, User] = {
        person.pk: person for person in people_who(Permission.KEEP_PROMISES, partner)
    }
    for row in plan.taken:
        _take_over(partner, row, owners, by=by, now=now)
    return ImportedActions(len(plan.taken), len(plan.known), len(plan.settled) + len(plan.of_others))


def _take_over(
    partner: Partner, row: TrackerRow, owners: dict[object, User], *, by: User, now: datetime
) -> None:
    owner = owners.get(row.owner.id) if row.owner else None
    if owner is None or row.due is None:
        raise Refused(
            f"Nothing was imported. Line {row.line}: choose an owner of this partnership and a day."
        )
    make = propose if row.status == "proposed" else bring_in
    try:
        item = make(
            partner, title=row.title, owner=owner, due_on=row.due, detail=row.note, reference=row.reference,
            by=by, now=now,
        )  # fmt: skip
        if row.status == "reported":
            report_done(item, by=by, now=now)
    except Refused as refused:
        raise Refused(f"Nothing was imported. Line {row.line}: {refused.sentence}") from None
