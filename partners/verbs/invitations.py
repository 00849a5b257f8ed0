"""Invitations: bound to an address, a partner and a role; single-use; expiring after two weeks."""

import hashlib
import secrets
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners.access import InternalRole, Permission, Role, require
from partners.invited import looks_after, may_object, may_withdraw
from partners.isolation.scope import SYSTEM, entered
from partners.lengths import require_within
from partners.mail.outbox import queue, written
from partners.models import Invitation, Membership, Partner, Side, SideRequest, User, enterprise_name
from partners.verb import Refused, verb
from partners.verbs.accounts import takes_a_yes
from partners.verbs.addresses import checked_address, refuse_address_of_the_other_side, serves_the_other_side
from partners.verbs.asking import ask
from partners.verbs.letters import tell_both, tell_side
from partners.verbs.memberships import (
    admit,
    is_first_lead,
    may_at_once,
    one_after_another,
    refuse_another_first,
    who_says_yes,
)

VALID_FOR = Invitation.VALID_FOR
LONGEST_OBJECTION = 300
_JUST_SENT = timedelta(minutes=1)
"""So long a second press of the button sends nothing more."""
_OF_ANOTHER = (
    "Your address belongs to somebody of another organisation. Ask to be invited with another address."
)


@verb(did="invited a person")
def invite(
    partner: Partner, *, email: str, full_name: str, role: str, theirs: bool, by: User, now: datetime
) -> Invitation | SideRequest:
    """Invites a person to one's own side, or as the partner's first lead; the link is mailed. An open
    invitation of the address is renewed by it.

    A person of the other side is asked for: that side's yes sends the invitation.
    """
    require(by, Permission.INVITE, partner)
    partner = one_after_another(partner)
    side = Side.THEIRS if theirs else Side.OURS
    at_once = may_at_once(side, role=role, partner=partner, by=by)
    email = checked_address(email)
    refuse_address_of_the_other_side(email, side=side, partner=partner)
    refuse_whom_one_knows(partner, email, side, by)
    full_name = named(full_name)
    if at_once:
        return _invite(partner, email=email, full_name=full_name, role=role, theirs=theirs, by=by, now=now)
    return ask(
        SideRequest.Kind.INVITE,
        side=who_says_yes(side, role=role, partner=partner),
        partner=partner,
        by=by,
        now=now,
        email=email,
        full_name=full_name,
        role=role,
        theirs=theirs,
    )


def refuse_whom_one_knows(partner: Partner, email: str, side: Side, by: User) -> None:
    """What the inviter sees on the people's page anyway. Of everybody else they learn nothing here: whose address
    serves another organisation is told when the link is opened, to whom the address belongs."""
    present = Membership.objects.current().filter(partner=partner, person__email=email)
    if member := present.select_related("person").first():
        raise Refused(f"{member.person.full_name} already takes part in this partnership.", field="email")


def _invite(
    partner: Partner, *, email: str, full_name: str, role: str, theirs: bool, by: User, now: datetime
) -> Invitation:
    side = Side.THEIRS if theirs else Side.OURS
    if by.side is not side:
        refuse_another_first(partner, email, now)
    elif not Invitation.objects.open(now).filter(partner=partner, email=email, role=role).exists():
        tell_side(partner, side.other, f"{full_name} is invited as {Role(role).label}", by=by, now=now)
    return send(
        Invitation(
            partner=partner, email=email, full_name=full_name, role=role, theirs=theirs, invited_by=by
        ),
        now=now,
    )


@verb(did="invited a colleague")
def invite_colleague(
    *, email: str, full_name: str, internal_role: str, by: User, now: datetime
) -> Invitation | SideRequest:
    """Invites one of our own people to a role across all partnerships, such as the CIO.

    The first one who reads content is invited by the administrator; from then on it takes the yes of those who do.
    """
    require(by, Permission.ADMINISTER)
    email = checked_address(email)
    refuse_address_of_the_other_side(email, side=Side.OURS, partner=None)
    if internal_role not in InternalRole.values or internal_role == InternalRole.NONE:
        raise Refused("Choose one of the roles.", field="internal_role")
    whom = {"email": email, "full_name": named(full_name), "internal_role": internal_role}
    if takes_a_yes(internal_role, by=by):
        return ask(SideRequest.Kind.COLLEAGUE, side=Side.OURS, partner=None, by=by, now=now, **whom)
    return _invite_colleague(by=by, now=now, **whom)


def _invite_colleague(
    *, email: str, full_name: str, internal_role: str, by: User, now: datetime
) -> Invitation:
    invitation = Invitation(
        email=email, full_name=full_name, internal_role=internal_role, theirs=False, invited_by=by
    )
    return send(invitation, now=now)


def send_what_was_asked(request: SideRequest, *, by: User, now: datetime) -> None:
    """Sends the invitation that was asked for, in the name of `by`, who says yes for their side."""
    whom = {"email": request.email, "full_name": request.full_name}
    if request.partner is None:
        _invite_colleague(**whom, internal_role=request.internal_role, by=by, now=now)
        return
    partner = one_after_another(request.partner)
    side = Side.THEIRS if request.theirs else Side.OURS
    if request.of_side is not side and not is_first_lead(side, request.role, partner):
        raise Refused(f"{partner.name} has a lead by now, who invites their own people.")
    refuse_whom_one_knows(partner, request.email, side, by)
    _invite(partner, **whom, role=request.role, theirs=request.theirs, by=by, now=now)


@verb(did="sent the invitation again")
def send_invitation_again(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """Mails a new link, in the name of `by`; the one of before opens nothing any more. For those who look after it.

    What was asked of an invitation is asked once more: its side may have come to have people of its own meanwhile.
    """
    invitation = _locked(invitation, by)
    if not looks_after(by, invitation):
        raise Refused("The other side looks after its own people: only they send this invitation again.")
    if now - invitation.invited_at < _JUST_SENT:
        raise Refused(f"The mail to {invitation.full_name} has just been sent.")
    refuse_address_of_the_other_side(invitation.email, side=invitation.side, partner=invitation.partner)
    if invitation.partner is not None:
        partner = one_after_another(invitation.partner)
        refuse_whom_one_knows(partner, invitation.email, invitation.side, by)
        if by.side is not invitation.side and not is_first_lead(invitation.side, invitation.role, partner):
            raise Refused(f"{partner.name} has a lead by now, who invites their own people.")
    invitation.invited_by = by
    return send(invitation, now=now)


@verb(did="withdrew the invitation")
def withdraw_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Ends an invitation that nobody has accepted; its link stops working. For those who look after it, and for
    administrators: then both leads are told.
    """
    invitation = _locked(invitation, by)
    if not may_withdraw(by, invitation):
        raise Refused("The other side looks after its own people: only they withdraw this invitation.")
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    if invitation.partner is not None and not looks_after(by, invitation):
        tell_both(
            invitation.partner, f"The invitation of {invitation.full_name} is withdrawn", by=by, now=now
        )


@verb(did="objected to the invitation")
def object_to_invitation(invitation: Invitation, *, reason: str, by: User, now: datetime) -> None:
    """Ends an invitation of the other side while its link opens something. Whoever sent it is told why, and so are both
    leads; they may talk about it, and invite again.
    """
    invitation = _locked(invitation, by)
    if invitation.partner is None or not may_object(by, invitation):
        raise Refused("Whoever leads the side that did not invite them objects; you can withdraw it.")
    if invitation.expires_at <= now:
        raise Refused("The link of this invitation has ended: nobody comes in by it.")
    said = " ".join(reason.split())
    if not said:
        raise Refused("Say why in a sentence: whoever invited them reads it.", field="reason")
    invitation.objection = require_within(said, LONGEST_OBJECTION, field="reason")
    invitation.objected_by, invitation.withdrawn_at = by, now
    invitation.save(update_fields=["objection", "objected_by", "withdrawn_at"])
    tell_both(
        invitation.partner,
        f"{by.full_name} objects to the invitation of {invitation.full_name}",
        because=said,
        by=by,
        now=now,
        before=[invitation.invited_by],
    )


def _locked(invitation: Invitation, by: User) -> Invitation:
    """The invitation, until the verb ends. Raises Refused where it is accepted or withdrawn."""
    if invitation.partner is None:
        require(by, Permission.ADMINISTER)
    else:
        require(by, Permission.INVITE, invitation.partner)
    rows = (
        Invitation.objects.pending().select_for_update(of=("self",)).select_related("partner", "invited_by")
    )
    found = rows.filter(pk=invitation.pk).first()
    if found is None:
        raise Refused("This invitation has been accepted or withdrawn already.")
    return found


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """The open invitation of a link, read within the scope SYSTEM. Raises Refused, saying what to do."""
    invitation = Invitation.objects.filter(token_digest=_digest(token)).select_related(
        "partner", "invited_by"
    )
    found = invitation.first()
    if found is None or found.withdrawn_at or found.accepted_at or found.expires_at <= now:
        raise Refused("This invitation is used up or has ended. Ask whoever invited you for a new one.")
    return found


@verb(did="accepted the invitation")
def accept_invitation(
    token: str, *, password: str, now: datetime, full_name: str = "", newcomer: bool | None = None
) -> User:
    """Makes the person and their part in the partnership. Somebody who has an account keeps their password.

    A newcomer without a `password` comes in by codes, passkeys or single sign-on. `newcomer` says for whom the page
    took them, where that decides what comes after: it refuses where they have an account meanwhile.
    """
    with entered(SYSTEM):
        invitation = invitation_of(token, now=now)
        _refuse_a_second_first(invitation)
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
            raise Refused("This invitation has just been used. Sign in with the password you chose.")
        person = User.objects.filter(email=invitation.email).first()
        if person and newcomer:
            raise Refused("You have an account by now. Open the link of the mail once more to join with it.")
        person = _checked_person(person, invitation) if person else _newcomer(invitation, password, full_name)
        with pghistory.context(person=person.pk):
            _give_what_was_promised(person, invitation, now)
        return person


def send(invitation: Invitation, *, now: datetime) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation.token_digest = _digest(token)
    invitation.expires_at = now + VALID_FOR
    invitation = _kept(invitation)
    whom = f"{invitation.partner.name} and {enterprise_name()}" if invitation.partner else "Tandem"
    letter = written(
        "people/mail/invitation",
        {"invitation": invitation, "link": settings.BASE_URL + reverse("invitation", args=[token])},
        subject=f"Your invitation to {whom}",
    )
    queue(letter, to=invitation.email, kind="invitation", now=now, partner=invitation.partner, secret=True)
    return invitation


_SAID_ANEW = ("full_name", "role", "internal_role", "theirs", "invited_by", "token_digest", "expires_at")


def _kept(invitation: Invitation) -> Invitation:
    """Written down: as the one that is neither used nor withdrawn where there is one, whose link then leads nowhere."""
    standing = Invitation.objects.select_for_update(of=("self",)).filter(
        partner=invitation.partner, email=invitation.email, accepted_at=None, withdrawn_at=None
    )
    found = standing.first()
    if found is None:
        try:
            with transaction.atomic():
                invitation.save()
            return invitation
        except IntegrityError:  # somebody else has invited them this moment
            found = standing.get()
    for field in _SAID_ANEW:
        setattr(found, field, getattr(invitation, field))
    found.save()
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def named(full_name: str) -> str:
    full_name = " ".join(full_name.split())
    if not full_name:
        raise Refused("Give the person's name, as others will read it.", field="full_name")
    return full_name


def _refuse_a_second_first(invitation: Invitation) -> None:
    """The host invites the first lead and nobody after them: an invitation across holds until there is one."""
    if invitation.partner is None or invitation.invited_by.side is invitation.side:
        return
    partner = one_after_another(invitation.partner)
    if not is_first_lead(invitation.side, invitation.role, partner):
        raise Refused(f"{partner.name} has a lead by now. Ask them to invite you.")


def _checked_person(person: User, invitation: Invitation) -> User:
    if not person.is_active:
        raise Refused("Your access to Tandem has ended. Ask an administrator to restore it.")
    if person.employer_id != _employer_of(invitation):
        raise Refused(_OF_ANOTHER)
    return person


def _employer_of(invitation: Invitation) -> int | None:
    return invitation.partner_id if invitation.theirs else None


def _newcomer(invitation: Invitation, password: str, full_name: str) -> User:
    if serves_the_other_side(invitation.email, employer=_employer_of(invitation)):
        raise Refused(_OF_ANOTHER)
    person = User(
        email=invitation.email,
        full_name=full_name.strip() or invitation.full_name,
        employer=invitation.partner if invitation.theirs else None,
    )
    try:
        if password:
            validate_password(password, person)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages), field="password") from None
    person.set_password(password or None)
    person.save()
    return person


def _give_what_was_promised(person: User, invitation: Invitation, now: datetime) -> None:
    if invitation.partner is None:
        person.internal_role = InternalRole(invitation.internal_role)
        person.save(update_fields=["internal_role"])
        return
    if not Membership.objects.current().filter(partner=invitation.partner, person=person).exists():
        admit(invitation.partner, person, Role(invitation.role), by=person, now=now)
