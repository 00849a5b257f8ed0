"""How people sign in: by invitation only, and every mail of the sign-in leaves through the outbox."""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partners.access import Permission, can
from partners.authentication.account_log import PASSWORD, note
from partners.authentication.second_factor import is_required_of
from partners.authentication.sessions import began_at
from partners.authentication.single_sign_on import is_the_only_way_of
from partners.mail.outbox import queue, written
from partners.models import AccountEvent, User

# allauth's name of a mail → our letter and its subject. A mail that is not listed is not meant to be sent.
_LETTERS = {
    "mfa/email/totp_activated": (
        "account/mail/second_factor",
        "A second factor protects your Tandem account",
    ),
    "mfa/email/totp_deactivated": (
        "account/mail/second_factor",
        "Your Tandem account has no second factor any more",
    ),
    "mfa/email/webauthn_added": ("account/mail/second_factor", "A passkey opens your Tandem account"),
    "mfa/email/webauthn_removed": (
        "account/mail/second_factor",
        "A passkey was taken off your Tandem account",
    ),
    "mfa/email/recovery_codes_generated": (
        "account/mail/second_factor",
        "New recovery codes for your Tandem account",
    ),
    "account/email/login_code": ("account/mail/sign_in_code", "Your code for Tandem"),
    "account/email/password_reset_key": ("account/mail/password_link", "Choose a new password for Tandem"),
    "account/email/password_reset": ("account/mail/password_changed", "Your Tandem password was changed"),
    "account/email/password_changed": ("account/mail/password_changed", "Your Tandem password was changed"),
    "account/email/password_set": ("account/mail/password_changed", "Your Tandem password was changed"),
}

_STILL_YOU = {
    "reauthenticate": "Give your password",
    "mfa_reauthenticate:webauthn": "Show your passkey",
    "mfa_reauthenticate": "Give a code",
}


class ClosedSignUp(DefaultAccountAdapter):
    """People come in by invitation; nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Stops whoever may come in by the identity provider alone and came by another way."""
        if is_the_only_way_of(user, login["signal_kwargs"]):
            messages.error(request, f"You sign in with {settings.SSO_NAME}. Use the button for it.")
            return redirect("account_login")
        return super().pre_login(request, user, **login)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of whom their first sign-in sends on to set up a second factor: they have just shown who they are."""
        age = timezone.now().timestamp() - began_at(self.request)
        sent_on = is_required_of(self.request.user) and age < app_settings.REAUTHENTICATION_TIMEOUT
        return not sent_on and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How somebody who is in may show that it is still they, the easiest first."""
        found = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        return [{**found[way], "description": words} for way, words in _STILL_YOU.items() if way in found]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An administrator reads no content: their work begins in the settings."""
        if request.user.is_authenticated and can(request.user, Permission.ADMINISTER):
            return reverse("settings")
        return super().get_login_redirect_url(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: to the address people use, whatever host name this request was sent to."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Puts the mail into the outbox. Raises KeyError for a mail nobody decided to send."""
        template, subject = _LETTERS[template_prefix]
        person: User = context.get("user") or User.objects.get(email=email.lower())
        facts = {
            "person": person,
            "link": context.get("password_reset_url", ""),
            "link_works_for": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            "code_works_for": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
            "code": context.get("code", ""),
            "what": f"{subject}, since just now.",
        }
        letter = written(template, facts, subject=subject)
        kind = template.rpartition("/")[2]
        queue(letter, to=person, kind=kind, now=timezone.now(), secret=True)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Keeps that a wrong password was tried; what was typed as an address nobody has is not kept."""
        person = User.objects.filter(email=credentials.get("email", "").lower()).first()
        if person:
            note(request, person, AccountEvent.What.REFUSED, how=PASSWORD, by=None)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells a person that their password or second factor was changed, so that they notice when it was not they."""
        self.send_mail(template_prefix, user.email, {"user": user})
