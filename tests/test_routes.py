"""Walks every address: each has a door. For whom it opens is told in tests/demo/rivals/doors.py."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY = {
    "account_login": "The door itself; allauth limits its rate and answers everybody in the same words.",
    "account_logout": "Ends one's own session, by POST alone.",
    "account_inactive": "Says that access has ended; holds nothing else.",
    "account_change_password": "allauth asks for a signed-in person and the old password.",
    "account_set_password": "allauth asks for a signed-in person without a password.",
    "account_reset_password": "Asked by people who cannot sign in; the answer is the same for every address.",
    "account_reset_password_done": "Says that a mail is on its way; holds nothing else.",
    "account_reset_password_from_key": "The secret of the mailed link stands for the person.",
    "account_reset_password_from_key_done": "Says that the password is kept; holds nothing else.",
    "account_reauthenticate": "allauth asks for a signed-in person and their password.",
    "mfa_authenticate": "The second step of the door; allauth asks for the first and limits the rate.",
    "mfa_reauthenticate": "allauth asks for a signed-in person and their code.",
    "mfa_activate_totp": "allauth asks for a signed-in person who has just given their password.",
    "mfa_deactivate_totp": "The same, and for the code.",
    "mfa_view_recovery_codes": "The same; the codes are shown once.",
    "mfa_generate_recovery_codes": "The same.",
}


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address as it is written, with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        written = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, written)
        else:
            yield written, entry


ALL = list(routes())
OURS = [(written, route) for written, route in ALL if route.name not in THIRD_PARTY]
GUARDED = [(written, route) for written, route in OURS if hasattr(route.callback, "required_permission")]


def named(pairs: list[tuple[str, URLPattern]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("written", "route"), pairs, ids=[written for written, _ in pairs])


@named(OURS)
def test_every_address_asks_who_is_there_or_says_why_not(written: str, route: URLPattern) -> None:
    asks = hasattr(route.callback, "required_permission")
    says_why = getattr(route.callback, "public_reason", "")
    assert asks != bool(says_why)


def test_what_stands_open_is_known() -> None:
    """A new public page is added here on purpose, or not at all."""
    assert {route.name for _, route in OURS if hasattr(route.callback, "public_reason")} == {
        "healthz",
        "invitation",
        "theme",
    }


def test_every_page_of_others_is_there_for_a_reason() -> None:
    found = {route.name for _, route in ALL if route.callback.__module__.startswith("allauth.")}
    assert found == set(THIRD_PARTY)
