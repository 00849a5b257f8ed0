"""Walks every address: each has a door, and no door opens for the wrong person."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from partners.models import User
from tests.cast import Cast

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
IN_A_PARTNERSHIP = [(written, route) for written, route in GUARDED if "<slug:partner>" in written]


def named(pairs: list[tuple[str, URLPattern]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("written", "route"), pairs, ids=[written for written, _ in pairs])


def address(written: str, partner: str) -> str:
    """An address with every blank filled: the partner as given, numbers and words that lead nowhere."""
    filled = "/" + written
    for converter, blank in _blanks(written):
        value = "987654321" if converter == "int" else "2026-11" if blank == "month" else "nowhere"
        filled = filled.replace(f"<{converter}:{blank}>", partner if blank == "partner" else value)
    return filled


def _blanks(written: str) -> Iterator[tuple[str, str]]:
    for part in written.split("<")[1:]:
        converter, _, blank = part.split(">")[0].rpartition(":")
        yield converter, blank


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


def test_strangers_see_the_sign_in_page_and_nothing_else(cast: Cast) -> None:
    let_in = []
    for written, _ in GUARDED:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address(written, "meridian"))
            asked = answer.headers.get("Location", "").startswith("/accounts/login/")
            if answer.status_code != 405 and not asked:
                let_in.append(f"{method} {written}: {answer.status_code}")
    assert let_in == []


@pytest.mark.parametrize("who", ["rival_lead", "stranger", "administrator"])
def test_a_partnership_that_is_not_yours_looks_like_one_that_is_not_there(
    cast: Cast, signed_in: Callable[[User], Client], who: str
) -> None:
    client = signed_in(getattr(cast, who))
    told_apart = []
    for written, _ in IN_A_PARTNERSHIP:
        for method in ("get", "post"):
            theirs = getattr(client, method)(address(written, "meridian"))
            missing = getattr(client, method)(address(written, "no-such-partner"))
            same = _without_tokens(theirs.content) == _without_tokens(missing.content)
            if theirs.status_code not in (404, 405) or theirs.status_code != missing.status_code or not same:
                told_apart.append(f"{method} {written}: {theirs.status_code}, {missing.status_code}")
    assert told_apart == []


def _without_tokens(content: bytes) -> list[str]:
    return [
        line for line in content.decode().splitlines() if "csrf" not in line.lower() and "nonce" not in line
    ]
