"""allauth's forms in our words."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from partners.fields import TextField

_ADDRESS = "address_just_given"
_SHOWN, _KEPT_FOR = "app_secret_shown", 30 * 60
"""To whom the secret of an app was shown, and when; and for how many seconds it stays the same."""


def remember_address(request: HttpRequest, address: str) -> None:
    """Somebody who has just given their address need not type it again."""
    request.session[_ADDRESS] = address


def _remembered() -> str:
    return context.request.session.get(_ADDRESS, "")


class SignIn(LoginForm):
    """An address and its password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].initial = _remembered()
        self.fields["remember"].label = "Stay signed in when the browser is closed"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AskForCode(RequestLoginCodeForm):
    """The address a code goes to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].initial = _remembered()
        self.fields["email"].widget.attrs.update(autocomplete="username", autofocus=True)
        self.fields["email"].widget.attrs.pop("placeholder", None)
        self.code_works_for = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


class AddPasskey(AddWebAuthnForm):
    """A passkey and what to call it. Each can stand for the password as well: its holder proves themselves to it."""

    name = TextField(
        label="What to call it", max_length=60, required=False, help_text="Such as the device it lives on."
    )
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True


class SetUpApp(ActivateTOTPForm):
    """The app beside the password. Its secret stays the same however often the page is loaded: somebody may have put it
    on their telephone already. It ends when its code is given, when another is asked for (`anew`), with the sign-in,
    and after half an hour.
    """

    def __init__(self, data: Any = None, **options: Any) -> None:
        session = context.request.session
        pending = (
            session.get(SECRET_SESSION_KEY) if _is_pending(session.get(_SHOWN), options["user"].pk) else None
        )
        anew = data is not None and "anew" in data
        if anew:
            data = options["files"] = None
        super().__init__(data, **options)
        if self.is_bound:
            return
        if pending and not anew:
            self.secret = session[SECRET_SESSION_KEY] = pending
        else:
            session[_SHOWN] = [options["user"].pk, timezone.now().timestamp()]


def _is_pending(shown: list[float] | None, person: int) -> bool:
    """Whether a secret was shown to this person a moment ago."""
    return shown is not None and shown[0] == person and timezone.now().timestamp() - shown[1] < _KEPT_FOR
