"""People with addresses of their own, whom a provider may speak for."""

from collections.abc import Iterator

import pytest
from oidc_provider_mock import run_server_in_thread
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.partners.authentication.single_sign_on.installed import configured
from tests.partners.people import with_an_address_of_their_own


@pytest.fixture(autouse=True)
def _people(cast: Cast) -> None:
    with_an_address_of_their_own(cast.manager, cast.teammate, cast.lead, cast.cio, cast.administrator)


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
