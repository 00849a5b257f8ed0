"""The second factor: an app or a passkey beside the password, with recovery codes for the day it is lost."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from partners.access import InternalRole
from partners.authentication.encryption import fernet_for
from partners.authentication.sessions import Kept
from partners.authentication.single_sign_on import came_by_it
from partners.models import User, enterprise_name

_SEEN = "second_factor"
_PURPOSE = "second factor"
"""With a new SECRET_KEY every second factor is unreadable, and an administrator resets them."""


class SecondFactors(DefaultMFAAdapter):
    """allauth's rules with our names; what it keeps is encrypted, so that a copy of the database opens no door."""

    def get_totp_issuer(self) -> str:
        return f"Tandem {enterprise_name()}"

    def encrypt(self, text: str) -> str:
        return fernet_for(_PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return fernet_for(_PURPOSE).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whose role needs a second factor may go without this one while they have another."""
        others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return not is_required_of(authenticator.user) or others.exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        from allauth.account.adapter import get_adapter

        get_adapter().send_notification_mail(*args, **kwargs)


def is_required_of(user: User) -> bool:
    """Whether the role of `user`, across all partnerships, must not rest on a password alone."""
    return settings.REQUIRE_SECOND_FACTOR and user.internal_role != InternalRole.NONE


def factors_of(user: User) -> QuerySet[Authenticator]:
    """The apps and passkeys of `user`; recovery codes only stand in for them."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_one(user: User) -> bool:
    """Whether `user` is asked for a second factor on signing in."""
    return factors_of(user).exists()


def is_missing(request: HttpRequest) -> bool:
    """Whether this person must set up a second factor before anything else. Asks the database once a session."""
    user = request.user
    assert isinstance(user, User)
    if not is_required_of(user) or is_settled(user, request.session):
        return False
    if not has_one(user) and not _was_asked_elsewhere(request, user):
        return True
    request.session[_SEEN] = True
    return False


def is_settled(user: User, session: Kept) -> bool:
    """Whether nothing has to be asked: their role needs no second factor, or they were found to have one before."""
    return not is_required_of(user) or bool(session.get(_SEEN))


def _was_asked_elsewhere(request: HttpRequest, user: User) -> bool:
    """Whether the identity provider has asked for a second factor, as this installation trusts it to."""
    return settings.SSO_SECOND_FACTOR and came_by_it(request, user)
