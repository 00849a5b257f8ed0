"""Somebody is promised for a role, comes, and leaves it: said by the side that promised, read by both."""

from datetime import date, datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import OutcomeIntent, PromisedRole
from governance.people import people_who
from governance.taking_part import belonging_to
from governance.wording import in_words, one_line, within_reach
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb


@verb(did="promised somebody for a role")
def promise_role(
    partner: Partner,
    *,
    role: str,
    name: str,
    starts_on: date,
    by: User,
    now: datetime,
    outcome: OutcomeIntent | None = None,
) -> PromisedRole:
    """Promises the other side somebody by name, for a role and from a day on."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    today = day_of(by, now)
    promised = PromisedRole(partner=partner, side=by.side, promised_by=by, promised_on=today)
    _say(promised, role=role, name=name, starts_on=starts_on, outcome=outcome, today=today)
    promised.save()
    return promised


@verb(did="corrected who was promised")
def correct_promised(
    promised: PromisedRole,
    *,
    role: str,
    name: str,
    starts_on: date,
    by: User,
    now: datetime,
    outcome: OutcomeIntent | None = None,
    version: int | None = None,
) -> PromisedRole:
    """Says it in other words. What was said before stays in its history."""
    _own(promised, by, version)
    _say(promised, role=role, name=name, starts_on=starts_on, outcome=outcome, today=day_of(by, now))
    return keep(promised)


@verb(did="said who came")
def say_who_came(
    promised: PromisedRole,
    *,
    person: User,
    on: date,
    by: User,
    now: datetime,
    version: int | None = None,
) -> PromisedRole:
    """Says who has the role, whoever was promised, and since when. Said again, it takes the place of the first."""
    _own(promised, by, version)
    if person.side != promised.side or not _takes_part(person, promised.partner):
        raise Refused("Choose somebody of your side who takes part here. Invite them first.", field="person")
    if on > day_of(by, now):
        raise Refused("That day is still to come. Say so once they are here.", field="on")
    promised.came, promised.came_on = person, on
    return keep(promised)


@verb(did="ended what was promised")
def end_promised(
    promised: PromisedRole, *, why: str, by: User, now: datetime, version: int | None = None
) -> PromisedRole:
    """The role is needed no longer, or promised otherwise. It stays to be read, with why."""
    _own(promised, by, version)
    promised.ended_why = in_words(why, field="why", missing="Say why it ends: the other side reads it.")
    promised.ended_on = day_of(by, now)
    return keep(promised)


def _say(
    promised: PromisedRole,
    *,
    role: str,
    name: str,
    starts_on: date,
    outcome: OutcomeIntent | None,
    today: date,
) -> None:
    belonging_to(promised.partner, outcome=outcome)
    promised.role = one_line(role, field="role", limit=160, missing="Say what they are promised for.")
    promised.name = one_line(name, field="name", limit=120, missing="Say who is promised, by name.")
    promised.starts_on = within_reach(starts_on, today=today, field="starts_on")
    promised.outcome = outcome


def _own(promised: PromisedRole, by: User, version: int | None) -> None:
    """Locks it for somebody who keeps the charter on the side that promised."""
    require(by, Permission.KEEP_CHARTER, promised.partner)
    lock(promised, version=version)
    if promised.side != by.side:
        raise Refused("Only the side that promised this says what becomes of it.")
    if promised.is_over:
        raise Refused("This has ended. Promise somebody anew instead.")


def _takes_part(person: User, partner: Partner) -> bool:
    return people_who(Permission.SEE_PARTNERSHIP, partner).filter(pk=person.pk).exists()
