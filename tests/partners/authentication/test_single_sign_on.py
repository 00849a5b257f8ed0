"""Our own people come in by the identity provider of the enterprise: OpenID Connect and SAML, each really spoken."""

import base64
import json
import re
import threading
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from oidc_provider_mock import run_server_in_thread
from pytest_django.fixtures import Settings

from config.environment import VARIABLES
from config.single_sign_on import providers
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, User
from partners.verbs import deactivate
from tests.cast import Cast
from tests.partners.people import browser, is_in, signed_in, with_an_address_of_their_own
from tests.partners.saml_provider import ENTITY, SIGNS_IN_AT, SamlProvider

OIDC, SAML = "/accounts/staff/oidc/staff/", "/accounts/staff/saml/staff/"


def configured(settings: Settings, **given: object) -> None:
    """The installation as these variables of the environment would make it."""
    without = {name: variable.default for name, variable in VARIABLES.items()}
    known = {**without, "SSO_NAME": "Northgate ID", **given}
    settings.SOCIALACCOUNT_PROVIDERS = providers(known.__getitem__)
    settings.SSO_NAME, settings.SSO_ONLY = known["SSO_NAME"], known["SSO_ONLY"]
    settings.SSO_SECOND_FACTOR = known["SSO_SECOND_FACTOR"]


@pytest.fixture(autouse=True)
def _people(cast: Cast) -> None:
    with_an_address_of_their_own(cast.manager, cast.teammate, cast.lead, cast.cio, cast.administrator)


# --- OpenID Connect ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """An OpenID provider that answers at this address; it believes whoever says who they are."""
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def oidc(settings: Settings, issuer: str) -> dict[str, str]:
    """The variables that name it; it is what this installation uses."""
    named = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "tandem", "OIDC_CLIENT_SECRET": "a secret"}
    configured(settings, **named)
    return named


def knows(issuer: str, subject: str, **claims: object) -> None:
    """The provider learns of somebody."""
    request = urllib.request.Request(
        f"{issuer}/users/{subject}",
        json.dumps(claims).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()


class _StayPut(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def answer_of_provider(address: str, body: dict[str, str]) -> str:
    """Where the provider sends the browser once its form was filled in."""
    try:
        urllib.request.build_opener(_StayPut).open(address, urlencode(body).encode())
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("The provider sent nobody anywhere.")


def come_in(client: Client, subject: str) -> HttpResponse:
    """Through Tandem's button to the provider, and back with what it says."""
    way = client.get(OIDC + "login/").headers["Location"]
    back = urlsplit(answer_of_provider(way, {"sub": subject}))
    return client.get(f"{back.path}?{back.query}")


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


# --- SAML -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def idp() -> SamlProvider:
    return SamlProvider.new()


@pytest.fixture
def saml(settings: Settings, idp: SamlProvider) -> dict[str, str]:
    """The variables that name it; it is what this installation uses."""
    named = {"SAML_ENTITY_ID": ENTITY, "SAML_SSO_URL": SIGNS_IN_AT, "SAML_CERTIFICATE": idp.certificate}
    configured(settings, **named)
    return named


@pytest.fixture
def httpserver_of() -> Iterator[Callable[[str], str]]:
    """A page of one's own on this machine: its address, for what it says."""
    servers: list[HTTPServer] = []

    def serve(text: str) -> str:
        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None: ...

        servers.append(HTTPServer(("127.0.0.1", 0), Page))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/metadata/{uuid.uuid4().hex}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def saml_client() -> Client:
    client = browser()
    client.defaults["HTTP_HOST"] = urlsplit(
        django_settings.BASE_URL
    ).netloc  # the provider compares the whole address
    return client


def come_in_by(idp: SamlProvider, client: Client, **answer: object) -> HttpResponse:
    asked = idp.read(client.get(SAML + "login/").headers["Location"])
    return bring(client, idp.answer(asked, **answer))


def bring(client: Client, answer: str) -> HttpResponse:
    """The provider's answer comes with a form of its own page, and is looked at with the next request."""
    on = client.post(SAML + "acs/", {"SAMLResponse": answer}).headers["Location"]
    return client.get(on)


def test_a_signed_answer_lets_our_person_in(cast: Cast, idp: SamlProvider, saml: dict[str, str]) -> None:
    client = saml_client()
    assert "Sign in with Northgate ID" in client.get("/accounts/login/").content.decode()
    come_in_by(idp, client, subject="priya", address=cast.manager.email)
    assert is_in(client)
    with entered(SYSTEM):
        assert AccountEvent.objects.filter(person=cast.manager).latest("pk").how == "Northgate ID"


def test_a_provider_that_describes_itself_needs_no_certificate_here(
    cast: Cast, idp: SamlProvider, settings: Settings, httpserver_of: Callable[[str], str]
) -> None:
    address = httpserver_of(idp.description())
    configured(settings, SAML_ENTITY_ID=ENTITY, SAML_METADATA_URL=address)
    client = saml_client()
    come_in_by(idp, client, subject="priya", address=cast.manager.email)
    assert is_in(client)


def test_a_description_that_cannot_be_had_is_told_kindly(cast: Cast, settings: Settings) -> None:
    configured(settings, SAML_ENTITY_ID=ENTITY, SAML_METADATA_URL="http://127.0.0.1:9/metadata")
    page = saml_client().get(SAML + "login/")
    assert page.status_code == 503
    assert "did not understand each other" in page.content.decode()


def test_what_nobody_signed_is_not_believed(cast: Cast, idp: SamlProvider, saml: dict[str, str]) -> None:
    client = saml_client()
    come_in_by(idp, client, subject="priya", address=cast.manager.email, signed=False)
    assert not is_in(client)


def test_what_somebody_else_signed_is_not_believed(
    cast: Cast, saml: dict[str, str], idp: SamlProvider
) -> None:
    client = saml_client()
    come_in_by(SamlProvider.new(), client, subject="priya", address=cast.manager.email)
    assert not is_in(client)


def test_what_was_changed_after_signing_is_not_believed(
    cast: Cast, idp: SamlProvider, saml: dict[str, str]
) -> None:
    client = saml_client()
    asked = idp.read(client.get(SAML + "login/").headers["Location"])
    told = base64.b64decode(idp.answer(asked, subject="tom", address=cast.teammate.email)).decode()
    forged = told.replace(cast.teammate.email, cast.manager.email)
    bring(client, base64.b64encode(forged.encode()).decode())
    assert not is_in(client)


def test_an_answer_to_no_question_is_not_believed(
    cast: Cast, idp: SamlProvider, saml: dict[str, str]
) -> None:
    client = saml_client()
    come_in_by(idp, client, subject="priya", address=cast.manager.email, to_nothing=True)
    assert not is_in(client)


def test_an_answer_opens_once_and_in_the_browser_that_asked(
    cast: Cast, idp: SamlProvider, saml: dict[str, str]
) -> None:
    client, another = saml_client(), saml_client()
    asked = idp.read(client.get(SAML + "login/").headers["Location"])
    answer = idp.answer(asked, subject="priya", address=cast.manager.email)
    bring(another, answer)
    assert not is_in(another)
    bring(client, answer)
    assert is_in(client)
    client.post("/accounts/logout/")
    bring(client, answer)
    assert not is_in(client)


def test_a_partner_s_person_does_not_come_in_by_our_provider(
    cast: Cast, idp: SamlProvider, saml: dict[str, str]
) -> None:
    client = saml_client()
    assert come_in_by(idp, client, subject="jonas", address=cast.lead.email).status_code == 403
    assert not is_in(client)


def test_the_same_name_at_another_provider_is_another_identity(
    cast: Cast, idp: SamlProvider, saml: dict[str, str], issuer: str, oidc: dict[str, str], settings: Settings
) -> None:
    configured(settings, **oidc, **saml)
    client = saml_client()
    come_in_by(idp, client, subject="same-name", address=cast.manager.email)
    knows(issuer, "same-name", email=cast.cio.email, email_verified=True)
    other = browser()
    come_in(other, "same-name")
    assert [_who(client), _who(other)] == [cast.manager, cast.cio]


def _who(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_what_the_provider_is_told_of_us_holds_no_secret(saml: dict[str, str], idp: SamlProvider) -> None:
    told = saml_client().get(SAML + "metadata/").content.decode()
    assert f"{django_settings.BASE_URL}{SAML}acs/" in told
    assert "PRIVATE" not in told


# --- Where none is named ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [OIDC + "login/", OIDC + "callback/", SAML + "login/", SAML + "metadata/"])
def test_without_a_provider_there_is_no_such_page(db: None, page: str) -> None:
    assert browser().get(page).status_code == 404
    assert "Sign in with" not in browser().get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"OIDC_ISSUER": "https://idp.example"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"),
        ({"SAML_ENTITY_ID": "https://idp.example"}, "SAML_SSO_URL and SAML_CERTIFICATE"),
    ],
)
def test_half_a_provider_stops_the_start_and_names_what_is_missing(
    settings: Settings, given: dict[str, str], missing: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=missing):
        configured(settings, **given)


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
