from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from partners.access import InternalRole, Permission, require
from partners.authentication.account_log import note_account
from partners.authentication.second_factor import has_one
from partners.authentication.sessions import end_everywhere
from partners.mail.outbox import queue, written
from partners.models import AccountEvent, Membership, Side, SideRequest, User
from partners.sides import speakers, speaks_for
from partners.verb import Refused, verb
from partners.verbs.asking import ask
from partners.verbs.business_functions import function_as_known
from partners.verbs.letters import tell_both
from partners.verbs.places import checked_country, checked_time_zone


@verb(did="ended a person's access")
def deactivate(person: User, *, by: User, now: datetime) -> None:
    """Ends a person's access everywhere, from their next request. What they promised stays on record.

    It ends no part and frees no place: whose it is stays for their own side to say. Both leads are told.
    """
    require(by, Permission.ADMINISTER)
    if person.pk == by.pk:
        raise Refused("You cannot end your own access. Ask another administrator.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    _tell_where_they_take_part(person, "has no access any more", by, now)


@verb(did="restored a person's access")
def reactivate(person: User, *, by: User, now: datetime) -> None:
    """Restores a person's access. They choose a new password by mail, so that no earlier session comes back."""
    require(by, Permission.ADMINISTER)
    person.is_active = True
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    _tell_where_they_take_part(person, "has access again", by, now)


def _tell_where_they_take_part(person: User, what: str, by: User, now: datetime) -> None:
    for part in Membership.objects.current().filter(person=person).select_related("partner"):
        tell_both(part.partner, f"{person.full_name} {what}", by=by, now=now)


@verb(did="took off a lost second factor")
def take_off_second_factor(person: User, *, by: User, now: datetime) -> None:
    """Lets somebody who lost it sign in with their password once more, everywhere anew; they are told by mail."""
    require(by, Permission.ADMINISTER)
    if person.pk == by.pk:
        raise Refused("You cannot take off your own second factor. Ask another administrator.")
    if not has_one(person):
        raise Refused(f"{person.full_name} has no second factor.")
    Authenticator.objects.filter(user=person).delete()
    end_everywhere(person)
    note_account(person, what=AccountEvent.What.FACTOR_REMOVED, how="all of them", by=by, now=now)
    what = f"{by.full_name} took the second factor off your account; you can set up a new one."
    letter = written(
        "account/mail/second_factor",
        {"person": person, "what": what},
        subject="Your Tandem account has no second factor any more",
    )
    queue(letter, to=person, kind="second_factor", now=now)


@verb(did="took off single sign-on")
def take_off_single_sign_on(person: User, *, by: User, now: datetime) -> None:
    """Forgets who `person` is at the identity provider: whoever proves their address there next is tied anew."""
    require(by, Permission.ADMINISTER)
    tied, _ = SocialAccount.objects.filter(user=person).delete()
    if not tied:
        raise Refused(f"{person.full_name} has not come in by single sign-on.")
    end_everywhere(person)
    note_account(person, what=AccountEvent.What.UNLINKED, by=by, now=now)


@verb(did="changed a role across partnerships")
def give_internal_role(person: User, *, role: str, by: User, now: datetime) -> User | SideRequest:
    """Gives one of our own people a role across all partnerships; "" takes it away.

    An administrator reads no content, and neither gives nor takes a role that does without the yes of those who do.
    """
    require(by, Permission.ADMINISTER)
    if role not in InternalRole.values:
        raise Refused("Choose one of the roles.", field="role")
    if person.employer_id is not None:
        raise Refused(
            f"{person.full_name} works for a partner; these roles are for people of the enterprise."
        )
    if person.pk == by.pk:
        raise Refused("You cannot change your own role. Ask another administrator.")
    if takes_a_yes(role, by=by) or takes_a_yes(person.internal_role, by=by):
        return ask(
            SideRequest.Kind.INTERNAL_ROLE,
            side=Side.OURS,
            partner=None,
            by=by,
            now=now,
            person=person,
            internal_role=role,
        )
    return _put_into_internal_role(person, role)


def takes_a_yes(role: str, *, by: User) -> bool:
    """Whether an internal role is for those to give who read content. In an empty house somebody has to be first."""
    reads = Permission.SEE_PARTNERSHIP in InternalRole(role).permissions
    return reads and not speaks_for(by, Side.OURS, None) and speakers(Side.OURS, None).exists()


def put_into_internal_role(request: SideRequest, *, by: User, now: datetime) -> None:
    """Gives the role that was asked for, now that `by` says yes."""
    assert request.person is not None
    _put_into_internal_role(request.person, request.internal_role)


def _put_into_internal_role(person: User, role: str) -> User:
    person.internal_role = role
    person.save(update_fields=["internal_role"])
    return person


@verb(did="changed their account")
def change_own_account(
    *,
    full_name: str,
    job_title: str,
    country: str,
    time_zone: str,
    by: User,
    now: datetime,
    business_function: str | None = None,
) -> User:
    """Keeps what a person says about themselves. The country decides their holidays, the time zone their mornings, the
    business function (None leaves it) where in their house stands what they owe.
    """
    if not full_name.strip():
        raise Refused("Give your name, as others will read it.", field="full_name")
    by.full_name, by.job_title = full_name.strip(), job_title.strip()
    by.country, by.time_zone = checked_country(country), checked_time_zone(time_zone)
    if business_function is not None:
        by.business_function = function_as_known(business_function, of=by)
    by.save(update_fields=["full_name", "job_title", "country", "time_zone", "business_function"])
    return by
