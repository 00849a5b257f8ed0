"""A list of people becomes invitations."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import uuid4

from dashboards.importing.people_sheet import MOST_PEOPLE, PeoplePlan, PeopleSheet
from dashboards.importing.records import record_import, require_nothing_going_back
from dashboards.models import ImportedRow, SheetImport
from dashboards.verbs.importing import LOOK_AGAIN
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verb import Refused, Stale, verb
from partners.verbs import Invited, invite_several


@verb(did="imported people")
def import_people(
    partner: Partner,
    sheet: PeopleSheet,
    *,
    by: User,
    now: datetime,
    left: Collection[int] = (),
    seen: str = "",
    **about: Any,
) -> SheetImport | None:
    """Invites those of a list who are of one's own side and not here yet, and writes down who they were: a week long
    the invitations that nobody followed can be taken back. None where the list invites nobody.

    `about` is what is kept of the file: filename, header, said. Raises Stale where `seen`, the fingerprint of the plan
    that was looked at, is not what would happen now.
    """
    require(by, Permission.SPEAK_FOR_SIDE, partner)
    require_nothing_going_back(partner)
    plan = PeoplePlan(sheet.rows, left)
    if seen and seen != plan.fingerprint:
        raise Stale(LOOK_AGAIN)
    if plan.is_too_long:
        raise Refused(f"A list invites at most {MOST_PEOPLE} people: untick some, or split it.")
    if not plan.taken:
        return None
    people = [Invited(row.email, row.full_name, row.role.value) for row in plan.taken]
    sent = invite_several(partner, people, by=by, now=now)
    return record_import(
        partner,
        kind=SheetImport.Kind.PEOPLE,
        batch=uuid4(),
        by=by,
        now=now,
        rows=[
            ImportedRow(line=row.line, invitation=each) for row, each in zip(plan.taken, sent, strict=True)
        ],
        left_out=len(plan.rows) - len(plan.taken) - len(plan.known),
        **about,
    )
