"""allauth's forms in our words."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest

from partners.fields import TextField

_ADDRESS = "address_just_given"


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


class AddPasskey(AddWebAuthnForm):
    """A passkey and what to call it. Each can stand for the password as well: its holder proves themselves to it."""

    name = TextField(
        label="What to call it", max_length=60, required=False, help_text="Such as the device it lives on."
    )
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True
