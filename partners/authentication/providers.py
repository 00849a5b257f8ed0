"""allauth's two kinds of identity provider, who say to Tandem only what was read of them strictly (claims.py)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.saml.provider import SAMLProvider

from partners.authentication.claims import Claims, openid_claims, saml_claims


class _ReadStrictly:
    """Answers whatever allauth asks of a provider's answer from its claims. Raises NotUnderstood."""

    app: Any

    def claims(self, said: Any) -> Claims:
        raise NotImplementedError

    def extract_uid(self, said: Any) -> str:
        return self.claims(said).subject

    def extract_extra_data(self, said: Any) -> dict[str, Any]:
        """Kept beside the identity: what was read, and not what else the provider knows of its people."""
        claims = self.claims(said)
        return {"sub": claims.subject, "email": claims.address, "email_verified": claims.proved}

    def extract_common_fields(self, said: Any) -> dict[str, Any]:
        """Nothing: people have given themselves their names (staff.py)."""
        return {}

    def extract_email_addresses(self, said: Any) -> list[EmailAddress]:
        claims = self.claims(said)
        if not claims.address:
            return []
        believed = claims.are_believed(trusted=self.app.settings["trusts_addresses"])
        return [EmailAddress(email=claims.address, verified=believed, primary=True)]


class OpenIDConnect(_ReadStrictly, OpenIDConnectProvider):
    def claims(self, said: Any) -> Claims:
        return openid_claims(said)


class Saml(_ReadStrictly, SAMLProvider):
    def claims(self, said: Any) -> Claims:
        return saml_claims(said.get_attributes(), said.get_nameid())
