"""Walks every address: each has a door. For whom it opens is told in tests/demo/rivals/doors.py."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY = {
    "account_login": "The door itself; allauth limits its rate and answers everybody in the same words.",
    "account_request_login_code": "Asked by people who are not in yet; the answer is the same for every address.",
    "account_confirm_login_code": "The code that was mailed stands for the person; three tries.",
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
    "mfa_login_webauthn": "The door for a passkey; what the device signs stands for the person.",
    "mfa_reauthenticate_webauthn": "allauth asks for a signed-in person and their passkey.",
    "mfa_add_webauthn": "The same as for the code.",
    "mfa_remove_webauthn": "The same; one's own passkeys alone are found.",
    "mfa_activate_totp": "allauth asks for a signed-in person who has just given their password.",
    "mfa_deactivate_totp": "The same, and for the code.",
    "mfa_view_recovery_codes": "The same; the codes are shown once.",
    "mfa_generate_recovery_codes": "The same.",
    "openid_connect_login": "The way to the identity provider; 404 where none is named.",
    "openid_connect_callback": "The way back; what it brings is asked of the provider itself.",
    "socialaccount_login_cancelled": "Says that somebody turned round there; holds nothing else.",
    "saml_login": "The way to the identity provider; 404 where none is named.",
    "saml_acs": "Keeps the provider's answer until the next request; believes nothing of it yet.",
    "saml_finish_acs": "Believes what the provider has signed for a request that was made here.",
    "saml_sls": "The page on which one signs out; that the provider says so ends nothing.",
    "saml_metadata": "What the provider is told about this installation; no secret is among it.",
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
        "enterprise_logo",
        "mail_inbound",
        "theme",
        # Opened by the link of a mail, which stands for its person.
        "from_mail",
        "from_mail_item",
        "from_mail_step",
        "from_mail_in_capitals",
        # What has another address now: nothing is looked up.
        "former_address",
        "reviews_from_mail",
        "reviews_from_mail_answer",
        "reviews_from_mail_in_capitals",
        "reviews_from_mail_paper",
        "reviews_one_item",
        "reviews_one_item_paper",
        "reviews_one_item_in_capitals",
    }


def test_every_page_of_others_is_there_for_a_reason() -> None:
    others = ("allauth.", "partners.authentication.")
    found = {route.name for _, route in ALL if route.callback.__module__.startswith(others)}
    assert found == set(THIRD_PARTY)
