"""Our own people come in by OpenID Connect, really spoken with a provider."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, User
from partners.verbs import deactivate
from tests.cast import Cast
from tests.partners.authentication.single_sign_on.installed import (
    OIDC,
    answer_of_provider,
    come_in,
    configured,
    knows,
)
from tests.partners.people import browser, is_in, signed_in


def test_the_button_leads_to_the_provider_and_back_to_one_s_desk(
    cast: Cast, issuer: str, oidc: dict[str, str]
) -> None:
    knows(issuer, "priya", email=cast.manager.email.upper(), email_verified=True)
    client = browser()
    page = client.get("/accounts/login/").content.decode()
    assert "Sign in with Northgate ID" in page
    assert re.search(rf'href="{OIDC}login/\?', page)
    assert come_in(client, "priya").headers["Location"] == "/"
    assert is_in(client)
    with entered(SYSTEM):
        events = AccountEvent.objects.filter(person=cast.manager).order_by("pk")
        assert [(event.what, event.how) for event in events] == [
            ("linked", "Northgate ID"),
            ("signed_in", "Northgate ID"),
        ]


def test_the_identity_and_not_the_address_is_known_from_then_on(
    cast: Cast, issuer: str, oidc: dict[str, str]
) -> None:
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    come_in(browser(), "priya")
    knows(issuer, "priya", email="married@example.com", email_verified=True)
    client = browser()
    come_in(client, "priya")
    assert is_in(client)


def test_an_address_given_to_a_newcomer_opens_nothing_of_the_leaver(
    cast: Cast, issuer: str, oidc: dict[str, str]
) -> None:
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    come_in(browser(), "priya")
    knows(issuer, "priscilla", email=cast.manager.email, email_verified=True)
    client = browser()
    assert come_in(client, "priscilla").status_code == 403
    assert not is_in(client)


NOT_TRUE = [False, "true", "false", "0"]
"""What says nothing for an address, whatever it may mean to whoever sent it."""


@pytest.mark.parametrize("claims", [{}, *({"email_verified": said} for said in NOT_TRUE)], ids=repr)
def test_an_address_the_provider_has_not_verified_opens_nothing(
    cast: Cast, issuer: str, oidc: dict[str, str], claims: dict[str, object]
) -> None:
    knows(issuer, "priya", email=cast.manager.email, **claims)
    client = browser()
    assert come_in(client, "priya").status_code == 403
    assert not is_in(client)


def test_an_installation_may_believe_every_address(
    cast: Cast, issuer: str, oidc: dict[str, str], settings: Settings
) -> None:
    configured(settings, **oidc, OIDC_TRUSTS_ADDRESSES=True)
    knows(issuer, "priya-unverified", email=cast.manager.email)
    client = browser()
    come_in(client, "priya-unverified")
    assert is_in(client)


@pytest.mark.parametrize("who", ["a partner's lead", "nobody here", "whose access has ended"])
def test_the_provider_speaks_for_our_own_people_alone(
    cast: Cast, issuer: str, oidc: dict[str, str], who: str
) -> None:
    with acting_as(cast.administrator):
        deactivate(cast.teammate, by=cast.administrator, now=timezone.now())
    addresses = {
        "a partner's lead": cast.lead.email,
        "whose access has ended": cast.teammate.email,
        "nobody here": "nobody@example.com",
    }
    before = User.objects.count()
    knows(issuer, "somebody", email=addresses[who], email_verified=True)
    client = browser()
    assert come_in(client, "somebody").status_code == 403
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_whose_access_ends_later_comes_in_no_more(cast: Cast, issuer: str, oidc: dict[str, str]) -> None:
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    come_in(browser(), "priya")
    with acting_as(cast.administrator):
        deactivate(cast.manager, by=cast.administrator, now=timezone.now())
    client = browser()
    come_in(client, "priya")
    assert not is_in(client)


def test_an_answer_nobody_asked_for_is_not_believed(cast: Cast, issuer: str, oidc: dict[str, str]) -> None:
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    way = browser().get(OIDC + "login/").headers["Location"]
    back = urlsplit(answer_of_provider(way, {"sub": "priya"}))
    another = browser()
    another.get(f"{back.path}?{back.query}")
    assert not is_in(another)


def test_somebody_who_turns_round_there_is_told_kindly(cast: Cast, issuer: str, oidc: dict[str, str]) -> None:
    client = browser()
    way = client.get(OIDC + "login/").headers["Location"]
    back = urlsplit(answer_of_provider(way, {"sub": "priya", "action": "deny"}))
    (state,) = parse_qs(urlsplit(way).query)["state"]  # this provider forgets to send it back
    page = client.get(f"{back.path}?{back.query}&state={state}", follow=True)
    assert "You stopped at your organisation" in page.content.decode()


def test_a_provider_that_does_not_answer_is_told_kindly(cast: Cast, settings: Settings) -> None:
    configured(settings, OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID="tandem", OIDC_CLIENT_SECRET="x")
    page = browser().get(OIDC + "login/")
    assert page.status_code == 503
    assert "did not understand each other" in page.content.decode()


def test_their_second_factor_counts_where_the_installation_says_so(
    cast: Cast, issuer: str, oidc: dict[str, str], settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    knows(issuer, "anand", email=cast.cio.email, email_verified=True)
    client = browser()
    come_in(client, "anand")
    assert client.get("/").headers["Location"] == "/accounts/second-factor/code/activate/"
    configured(settings, **oidc, SSO_SECOND_FACTOR=True)
    assert client.get("/").status_code == 200
    by_password = signed_in(cast.cio)
    assert by_password.get("/").headers["Location"] == "/accounts/second-factor/code/activate/"


def test_where_it_is_the_only_way_our_people_come_in_by_no_other(
    cast: Cast, issuer: str, oidc: dict[str, str], settings: Settings
) -> None:
    configured(settings, **oidc, SSO_ONLY=True)
    assert not is_in(signed_in(cast.manager))
    assert is_in(signed_in(cast.lead))
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    client = browser()
    come_in(client, "priya")
    assert is_in(client)


def test_an_administrator_takes_an_identity_off_and_the_next_one_is_tied(
    cast: Cast, issuer: str, oidc: dict[str, str]
) -> None:
    knows(issuer, "priya", email=cast.manager.email, email_verified=True)
    come_in(browser(), "priya")
    knows(issuer, "priya-anew", email=cast.manager.email, email_verified=True)
    administrator = signed_in(cast.administrator)
    assert "Take off single sign-on" in administrator.get("/settings/our-people/").content.decode()
    administrator.post(f"/settings/our-people/{cast.manager.pk}/single-sign-on/removal/")
    with entered(SYSTEM):
        event = AccountEvent.objects.select_related("by").filter(person=cast.manager).latest("pk")
    assert (event.what, event.by) == ("unlinked", cast.administrator)
    client = browser()
    come_in(client, "priya-anew")
    assert is_in(client)
