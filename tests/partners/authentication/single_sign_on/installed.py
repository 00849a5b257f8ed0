"""An installation whose people come in by the identity provider of the enterprise."""

import json
import urllib.request
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from config.environment import VARIABLES
from config.single_sign_on import providers

OIDC, SAML = "/accounts/staff/oidc/staff/", "/accounts/staff/saml/staff/"


def configured(settings: Settings, **given: object) -> None:
    """The installation as these variables of the environment would make it."""
    without = {name: variable.default for name, variable in VARIABLES.items()}
    known = {**without, "SSO_NAME": "Northgate ID", **given}
    settings.SOCIALACCOUNT_PROVIDERS = providers(known.__getitem__)
    settings.SSO_NAME, settings.SSO_ONLY = known["SSO_NAME"], known["SSO_ONLY"]
    settings.SSO_SECOND_FACTOR = known["SSO_SECOND_FACTOR"]


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
