"""Our own people come in by SAML, really spoken with a provider."""

import base64
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, entered
from partners.models import AccountEvent, User
from tests.cast import Cast
from tests.partners.authentication.single_sign_on.installed import (
    SAML,
    come_in,
    configured,
    knows,
)
from tests.partners.people import browser, is_in
from tests.partners.saml_provider import ENTITY, SIGNS_IN_AT, SamlProvider


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
