"""Keeps what becomes of accounts: in a table that only grows, and through it in the chained history."""

from datetime import datetime
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from partners.isolation.scope import SYSTEM, entered
from partners.models import AccountEvent, User
from partners.verb import verb

What = AccountEvent.What

PASSWORD, CODE, LINK = "password", "a code by mail", "a link by mail"
INVITATION = "invitation"
"""What allauth's record of a session calls the link of an invitation."""
_WAYS = {
    INVITATION: LINK,
    "password": PASSWORD,
    "code": CODE,
    Authenticator.Type.TOTP: "a code of the app",
    Authenticator.Type.RECOVERY_CODES: "a recovery code",
    Authenticator.Type.WEBAUTHN: "a passkey",
}
_BROWSER_KEPT = 300


def note(request: HttpRequest, person: User, what: What, *, how: str = "", by: User | None) -> None:
    """Keeps what happened to the account of `person`, and `by` whom: None where nobody knows who it was."""
    with entered(SYSTEM):
        note_account(person, what=what, how=how, by=by, now=timezone.now(), request=request)


@verb(did="recorded what became of an account")
def note_account(
    person: User,
    *,
    what: What,
    how: str = "",
    by: User | None,
    now: datetime,
    request: HttpRequest | None = None,
) -> AccountEvent:
    """Writes one event of an account, with the network and browser it came from where there is a request."""
    return AccountEvent.objects.create(
        person=person,
        what=what,
        how=how,
        by=by,
        at=now,
        network=get_adapter().get_client_ip(request) if request else None,
        browser=request.headers.get("User-Agent", "")[:_BROWSER_KEPT] if request else "",
    )


def ways_in(request: HttpRequest, person: User) -> str:
    """How `person` showed in this session who they are, such as "password, a code of the app"."""
    ways = (_way(record) for record in get_authentication_records(request, person))
    return ", ".join(dict.fromkeys(ways))


def _way(record: dict[str, Any]) -> str:
    method = record["method"]
    if method == "mfa":
        return _WAYS[record["type"]]
    return settings.SSO_NAME if method == "socialaccount" else _WAYS[method]


def _signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, user, What.SIGNED_IN, how=ways_in(request, user), by=user)


def _wrong_factor(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    note(request, user, What.REFUSED, how=_WAYS[authenticator.type], by=None)


def _wrong_code(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, user, What.REFUSED, how=CODE, by=None)


def _new_password(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, user, What.PASSWORD, by=user)


def _new_password_by_mail(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, user, What.PASSWORD, how=LINK, by=user)


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    note(request, user, What.CODES_MADE if codes else What.FACTOR_ADDED, how=_kind(authenticator), by=user)


def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:  # they go with the factor they stand in for
        note(request, user, What.FACTOR_REMOVED, how=_kind(authenticator), by=user)


def _codes_made(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, user, What.CODES_MADE, by=user)


def _kind(authenticator: Authenticator) -> str:
    return {"totp": "an app", "webauthn": "a passkey"}.get(authenticator.type, "")


_KEPT = (
    (account.user_logged_in, _signed_in),
    (account.login_code_rejected, _wrong_code),
    (account.password_changed, _new_password),
    (account.password_set, _new_password),
    (account.password_reset, _new_password_by_mail),
    (factors.authentication_failed, _wrong_factor),
    (factors.authenticator_added, _factor_added),
    (factors.authenticator_removed, _factor_removed),
    (factors.authenticator_reset, _codes_made),
)


def connect() -> None:
    """What allauth says has happened is kept."""
    for number, (signal, keep) in enumerate(_KEPT):
        signal.connect(keep, dispatch_uid=f"tandem_account_event_{number}")
