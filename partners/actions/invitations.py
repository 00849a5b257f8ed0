"""Invitations: bound to an address, a partner and a role; single-use; expiring after two weeks."""

import hashlib
import secrets
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partners.access import InternalRole, Permission, Role, require
from partners.actions.parts import admit_to
from partners.models import Invitation, Membership, Partner, Side, User
from partners.outbox import queue, written
from partners.scope import SYSTEM, entered
from partners.verbs import Refused, verb

VALID_FOR = timedelta(days=14)


@verb
def invite(
    partner: Partner, *, email: str, full_name: str, role: str, theirs: bool, by: User, now: datetime
) -> Invitation:
    """Invites a person to the partnership; the link is mailed. An open invitation of the address is renewed by it."""
    admit_to(Side.THEIRS if theirs else Side.OURS, role=role, partner=partner, by=by)
    email = _checked_address(email)
    present = (
        Membership.objects.current().filter(partner=partner, person__email=email).select_related("person")
    )
    if member := present.first():
        raise Refused(f"{member.person.full_name} already takes part in this partnership.", field="email")
    said = {"full_name": full_name.strip(), "role": role, "theirs": theirs, "invited_by": by}
    return _send(Invitation(partner=partner, email=email, **said), now=now)


@verb
def invite_colleague(
    *, email: str, full_name: str, internal_role: str, by: User, now: datetime
) -> Invitation:
    """Invites one of our own people to a role across all partnerships, such as the CIO."""
    require(by, Permission.ADMINISTER)
    email = _checked_address(email)
    if internal_role not in InternalRole.values or internal_role == InternalRole.NONE:
        raise Refused("Choose one of the roles.", field="internal_role")
    invitation = Invitation(
        email=email, full_name=full_name.strip(), internal_role=internal_role, theirs=False, invited_by=by
    )
    return _send(invitation, now=now)


@verb
def withdraw_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Ends an invitation that nobody has accepted; its link stops working."""
    if invitation.partner is None:
        require(by, Permission.ADMINISTER)
    else:
        admit_to(invitation.side, role=invitation.role, partner=invitation.partner, by=by)
    if not Invitation.objects.open(now).filter(pk=invitation.pk).update(withdrawn_at=now):
        raise Refused("This invitation has been accepted or has ended already.")


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """The open invitation of a link, read within the scope SYSTEM. Raises Refused, saying what to do."""
    invitation = Invitation.objects.filter(token_digest=_digest(token)).select_related(
        "partner", "invited_by"
    )
    found = invitation.first()
    if found is None or found.withdrawn_at or found.accepted_at or found.expires_at <= now:
        raise Refused("This invitation is used up or has ended. Ask whoever invited you for a new one.")
    return found


@verb
def accept_invitation(token: str, *, password: str, now: datetime, full_name: str = "") -> User:
    """Makes the person and their part in the partnership. Somebody who has an account keeps their password.

    A newcomer without a `password` comes in by codes, passkeys or single sign-on.
    """
    with entered(SYSTEM):
        invitation = invitation_of(token, now=now)
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
            raise Refused("This invitation has just been used. Sign in with the password you chose.")
        person = User.objects.filter(email=invitation.email).first()
        person = _checked_person(person, invitation) if person else _newcomer(invitation, password, full_name)
        with pghistory.context(person=person.pk):
            _give_what_was_promised(person, invitation, now)
        return person


def _send(invitation: Invitation, *, now: datetime) -> Invitation:
    if not invitation.full_name:
        raise Refused("Give the person's name, as others will read it.", field="full_name")
    token = secrets.token_urlsafe(32)
    invitation.token_digest = _digest(token)
    invitation.expires_at = now + VALID_FOR
    invitation = _kept(invitation)
    whom = f"{invitation.partner.name} and {settings.ENTERPRISE_NAME}" if invitation.partner else "Tandem"
    letter = written(
        "invitation",
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


def _checked_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused("Give an e-mail address, such as name@example.com.", field="email") from None
    return email


def _checked_person(person: User, invitation: Invitation) -> User:
    if not person.is_active:
        raise Refused("Your access to Tandem has ended. Ask an administrator to restore it.")
    works_for = invitation.partner_id if invitation.theirs else None
    if person.employer_id != works_for:
        raise Refused(
            "Your address belongs to somebody of another organisation. Ask to be invited with another address."
        )
    return person


def _newcomer(invitation: Invitation, password: str, full_name: str) -> User:
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
    Membership.objects.get_or_create(
        partner=invitation.partner, person=person, until=None,
        defaults={"role": Role(invitation.role), "since": timezone.localdate(now)},
    )  # fmt: skip
