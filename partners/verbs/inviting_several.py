"""Several people are invited to one's own side at once, such as those of a list: all of them or nobody."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from partners.access import Permission, Role, require
from partners.models import Invitation, Partner, Side, User
from partners.numbers import counted
from partners.verb import Refused, verb
from partners.verbs.addresses import checked_address, refuse_address_of_the_other_side
from partners.verbs.invitations import named, refuse_whom_one_knows, send
from partners.verbs.letters import tell_side
from partners.verbs.memberships import may_at_once, one_after_another

PEOPLE_NAMED = 12


@dataclass(frozen=True)
class Invited:
    """Whom to invite, as what."""

    email: str
    full_name: str
    role: str


@verb(did="invited several people")
def invite_several(
    partner: Partner, people: Sequence[Invited], *, by: User, now: datetime
) -> list[Invitation]:
    """Invites people to one's own side, in their order and by the rules for one. The other side's leads are told of all
    of them in one mail.
    """
    require(by, Permission.INVITE, partner)
    partner = one_after_another(partner)
    whom = [_checked(partner, each, by, now) for each in people]
    if whom:
        tell_side(partner, by.side.other, said_of(whom), by=by, now=now)
    return [
        send(
            Invitation(
                partner=partner,
                email=each.email,
                full_name=each.full_name,
                role=each.role,
                theirs=by.side is Side.THEIRS,
                invited_by=by,
            ),
            now=now,
        )
        for each in whom
    ]


def _checked(partner: Partner, each: Invited, by: User, now: datetime) -> Invited:
    if not may_at_once(by.side, role=each.role, partner=partner, by=by):
        raise Refused("Only whoever speaks for your side in this partnership invites several people at once.")
    email = checked_address(each.email)
    refuse_address_of_the_other_side(email, side=by.side, partner=partner)
    refuse_whom_one_knows(partner, email, by.side, by)
    if Invitation.objects.open(now).filter(partner=partner, email=email).exists():
        raise Refused(f"{each.full_name} is invited already.", field="email")
    return replace(each, email=email, full_name=named(each.full_name))


def said_of(people: Sequence[Invited]) -> str:
    """ "Nina Roth as Observer and Omar Vance as Contributor are invited"; of many the first by name."""
    said = [f"{each.full_name} as {Role(each.role).label}" for each in people[:PEOPLE_NAMED]]
    if more := len(people) - len(said):
        said.append(counted(more, "other"))
    whole = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"{whole} {'is' if len(people) == 1 else 'are'} invited"
