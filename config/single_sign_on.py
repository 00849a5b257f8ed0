"""The identity provider of our own people, as the environment names it, in allauth's words."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

OIDC, SAML = "staff", "staff"
"""How the addresses call the one provider there is of each kind."""


def providers(setting: Callable[[str], Any]) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS of what `setting` tells. Raises ImproperlyConfigured, naming what is missing."""
    # The readers of what they say are named whether or not there is such a provider: allauth looks once, at its start.
    found: dict[str, Any] = {
        "openid_connect": {"provider_class": "partners.authentication.providers.OpenIDConnect"},
        "saml": {"provider_class": "partners.authentication.providers.Saml"},
    }
    if setting("OIDC_ISSUER"):
        _together(setting, "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        found["openid_connect"]["APPS"] = [_oidc(setting)]
    if setting("SAML_ENTITY_ID"):
        if not setting("SAML_METADATA_URL"):
            _together(setting, "SAML_ENTITY_ID", "SAML_SSO_URL", "SAML_CERTIFICATE")
        found["saml"]["APPS"] = [_saml(setting)]
    return found


def _together(setting: Callable[[str], Any], *names: str) -> None:
    missing = [name for name in names if not setting(name)]
    if missing:
        raise ImproperlyConfigured(f"{names[0]} needs {' and '.join(missing)} beside it.")


def _oidc(setting: Callable[[str], Any]) -> dict[str, Any]:
    return {
        "provider_id": OIDC,
        "name": setting("SSO_NAME"),
        "client_id": setting("OIDC_CLIENT_ID"),
        "secret": setting("OIDC_CLIENT_SECRET"),
        "settings": {
            "server_url": setting("OIDC_ISSUER"),
            "trusts_addresses": setting("OIDC_TRUSTS_ADDRESSES"),
            "oauth_pkce_enabled": True,
        },
    }


def _saml(setting: Callable[[str], Any]) -> dict[str, Any]:
    return {
        "provider_id": setting("SAML_ENTITY_ID"),
        "name": setting("SSO_NAME"),
        "client_id": SAML,
        "settings": {
            "idp": {
                "entity_id": setting("SAML_ENTITY_ID"),
                "metadata_url": setting("SAML_METADATA_URL"),
                "sso_url": setting("SAML_SSO_URL"),
                "x509cert": setting("SAML_CERTIFICATE"),
            },
            "trusts_addresses": True,  # the enterprise's own provider says whose address it is
            "advanced": {"strict": True, "want_assertion_signed": True, "reject_idp_initiated_sso": True},
        },
    }
