"""Where no provider is named, or half of one."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from tests.partners.authentication.single_sign_on.installed import OIDC, SAML, configured
from tests.partners.people import browser


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
