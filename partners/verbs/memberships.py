"""Roles in a partnership, given, changed and ended: by one's own side, or with its yes."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import OuterRef, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from partners.access import Permission, Role, can, require
from partners.models import Invitation, Membership, Partner, Side, SideRequest, User
from partners.sides import leads_of_both, speakers, speaks_for
from partners.verb import Refused, verb
from partners.verbs.asking import ask
from partners.verbs.letters import tell_both

_OF_ONE_SIDE = {Role.RELATIONSHIP_MANAGER: Side.OURS, Role.PARTNER_LEAD: Side.THEIRS}
_Kind = SideRequest.Kind

took_part = Signal()
"""Sent with `partner`, `person` and `now` when somebody takes part, or in another role: for what waits for them."""


def may_at_once(side: Side, *, role: str, partner: Partner, by: User) -> bool:
    """Whether `by` gives `role` on `side` without asking; False where it takes that side's yes.

    Each side looks after its own people. Their first lead is let in by the host: somebody has to be the first.
    Raises where `by` may not even ask, and where the role is none of that side's.
    """
    require(by, Permission.INVITE, partner)
    fitting(side, role)
    return speaks_for(by, side, partner) or (
        is_first_lead(side, role, partner) and speaks_for(by, side.other, partner)
    )


def who_says_yes(side: Side, *, role: str, partner: Partner) -> Side:
    """The side whose yes a role on `side` takes: that side's; for its first lead, the host's."""
    return side.other if is_first_lead(side, role, partner) else side


def is_first_lead(side: Side, role: str, partner: Partner) -> bool:
    """Whether nobody has ever spoken for the partner in this partnership, and this would be the first."""
    if side is not Side.THEIRS or role != Role.PARTNER_LEAD:
        return False
    return not spoke_for(partner).exists()


def spoke_for(partner: Partner | OuterRef) -> QuerySet[Membership]:
    """Everybody who speaks for the partner itself in its partnership, or ever did."""
    speaking = [each for each in Role if Permission.SPEAK_FOR_SIDE in each.permissions]
    return Membership.objects.filter(partner=partner, person__employer=partner, role__in=speaking)


def fitting(side: Side, role: str) -> None:
    """Raises Refused unless `role` is one that people of `side` can have."""
    if role not in Role.values:
        raise Refused("Choose one of the roles.", field="role")
    if _OF_ONE_SIDE.get(Role(role), side) is not side:
        whose = "people of the enterprise" if side is Side.THEIRS else "the partner's people"
        raise Refused(f"“{Role(role).label}” is a role for {whose}. Choose another role.", field="role")


@verb(did="let a person take part")
def take_part(
    partner: Partner, *, person: User, role: str, by: User, now: datetime
) -> Membership | SideRequest:
    """Gives a person who already has an account a role in the partnership, or asks their side to."""
    require(by, Permission.INVITE, partner)
    partner = one_after_another(partner)
    at_once = may_at_once(person.side, role=role, partner=partner, by=by)
    if person.pk == by.pk and not can(by, Permission.SEE_PARTNERSHIP, partner):
        raise Refused("Nobody lets themselves into a partnership. Ask the CIO or a relationship manager.")
    _check_newcomer(partner, person)
    if not at_once:
        side = who_says_yes(person.side, role=role, partner=partner)
        return ask(
            _Kind.TAKE_PART,
            side=side,
            partner=partner,
            by=by,
            now=now,
            person=person,
            role=role,
            theirs=person.side is Side.THEIRS,
        )
    return admit(partner, person, role, by=by, now=now)


def _check_newcomer(partner: Partner, person: User) -> None:
    if not person.is_active:
        raise Refused(f"{person.full_name} has no access any more. An administrator can restore it.")
    if person.employer_id not in (None, partner.pk):
        raise Refused(f"{person.full_name} works for another partner and cannot take part in this one.")
    if Membership.objects.current().filter(partner=partner, person=person).exists():
        raise Refused(f"{person.full_name} already takes part. Change their role instead.")


def admit(partner: Partner, person: User, role: str, *, by: User, now: datetime) -> Membership:
    """The part itself, with word to both leads. Whoever calls has made sure of the yes."""
    person.__dict__.pop("roles", None)  # read beforehand, they would outlive the change
    membership = Membership.objects.create(
        partner=partner, person=person, role=role, since=timezone.localdate(now)
    )
    tell_both(partner, f"{person.full_name} takes part as {_called(role)}", by=by, now=now)
    took_part.send(sender=Membership, partner=partner, person=person, now=now)
    return membership


@verb(did="changed a role")
def change_role(membership: Membership, *, role: str, by: User, now: datetime) -> Membership | SideRequest:
    """Gives a member another role from now on, or asks their side to. Nobody changes their own."""
    require(by, Permission.INVITE, membership.partner)
    membership, side = _held(membership)
    at_once = may_at_once(side, role=role, partner=membership.partner, by=by)
    if membership.person_id == by.pk:
        raise Refused("Nobody changes their own role. Ask a colleague who leads with you.", field="role")
    if membership.role == role:
        raise Refused(f"{membership.person.full_name} has this part already.", field="role")
    _refuse_nobody_left(membership, role)
    if not at_once:
        return ask(
            _Kind.CHANGE_ROLE,
            side=side,
            partner=membership.partner,
            by=by,
            now=now,
            person=membership.person,
            role=role,
            theirs=side is Side.THEIRS,
        )
    return put_into(membership, role, by=by, now=now)


def put_into(membership: Membership, role: str, *, by: User, now: datetime) -> Membership:
    """The change of role itself, with word to those who led before and lead now."""
    before = leads_of_both(membership.partner)
    membership.role = role
    membership.save(update_fields=["role"])
    membership.person.__dict__.pop("roles", None)
    took_part.send(sender=Membership, partner=membership.partner, person=membership.person, now=now)
    _tell(membership, f"{membership.person.full_name} is {_called(role)} now", before, by, now)
    return membership


@verb(did="ended a person's part")
def end_part(membership: Membership, *, by: User, now: datetime) -> Membership | SideRequest:
    """Ends a person's part in the partnership, or asks their side to; their access ends with their next request."""
    require(by, Permission.INVITE, membership.partner)
    membership, side = _held(membership)
    at_once = may_at_once(side, role=membership.role, partner=membership.partner, by=by)
    _refuse_nobody_left(membership, "")
    if not at_once:
        return ask(
            _Kind.END_PART,
            side=side,
            partner=membership.partner,
            by=by,
            now=now,
            person=membership.person,
            theirs=side is Side.THEIRS,
        )
    return put_out(membership, by=by, now=now)


def put_out(membership: Membership, *, by: User, now: datetime) -> Membership:
    """The end of a part itself, with word to those who led before and lead now."""
    before = leads_of_both(membership.partner)
    membership.until = max(timezone.localdate(now), membership.since)
    membership.save(update_fields=["until"])
    _tell(membership, f"{membership.person.full_name} no longer takes part", before, by, now)
    return membership


def _tell(membership: Membership, happened: str, before: Sequence[User], by: User, now: datetime) -> None:
    tell_both(membership.partner, happened, by=by, now=now, before=before)


def carry_out(request: SideRequest, *, by: User, now: datetime) -> None:
    """Does what was asked about a person with an account, now that `by` says yes for their side."""
    partner, person = request.partner, request.person
    assert partner is not None
    assert person is not None
    if request.kind == _Kind.TAKE_PART:
        _check_newcomer(partner, person)
        if request.of_side is not person.side and not is_first_lead(person.side, request.role, partner):
            raise Refused(f"{partner.name} has a lead by now, who lets in their own people.")
        admit(partner, person, request.role, by=by, now=now)
        return
    current = Membership.objects.current().filter(partner=partner, person=person).first()
    if current is None:
        raise Refused(f"{person.full_name} does not take part any more.")
    membership, _ = _held(current)
    leaves = request.kind == _Kind.END_PART
    _refuse_nobody_left(membership, "" if leaves else request.role)
    if leaves:
        put_out(membership, by=by, now=now)
    else:
        put_into(membership, request.role, by=by, now=now)


def one_after_another(partner: Partner) -> Partner:
    """The partner, held until the verb ends: of two who let in its first lead at once, the second sees the first."""
    return Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)


def refuse_another_first(partner: Partner, email: str, now: datetime) -> None:
    """Raises Refused while somebody else is invited as the first lead."""
    invited = Invitation.objects.open(now).filter(partner=partner, theirs=True, role=Role.PARTNER_LEAD)
    if other := invited.exclude(email=email).first():
        raise Refused(
            f"{other.full_name} is invited as their first lead already. Withdraw that invitation before another."
        )


def _held(membership: Membership) -> tuple[Membership, Side]:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person", "partner")
    one_after_another(membership.partner)
    held = rows.get(pk=membership.pk)
    if held.until is not None:
        raise Refused(f"{held.person.full_name} does not take part any more. Invite them again if need be.")
    return held, held.person.side


def _refuse_nobody_left(membership: Membership, role: str) -> None:
    """A side that nobody speaks for could not look after its people any more, nor answer when it is asked."""
    if not _speaks(membership.role) or _speaks(role):
        return
    others = speakers(membership.person.side, membership.partner).filter(is_active=True)
    if not others.exclude(pk=membership.person_id).exists():
        raise Refused(
            f"{membership.person.full_name} is the last who speaks for their side here. Give the lead to a colleague "
            "of theirs first."
        )


def _speaks(role: str) -> bool:
    return bool(role) and Permission.SPEAK_FOR_SIDE in Role(role).permissions


def _called(role: str) -> str:
    return Role(role).label.lower()
