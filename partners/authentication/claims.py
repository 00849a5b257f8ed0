"""What an identity provider says of somebody who signed in: read strictly, and nothing else of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from partners.untrusted_text import NotUnderstood, only_one, text_of

LONGEST_SUBJECT, LONGEST_ADDRESS = 191, 254
_SAML_SUBJECT = ("urn:oasis:names:tc:SAML:attribute:subject-id",)
_SAML_ADDRESS = (
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)
_SAML_PROVED = ("http://schemas.auth0.com/email_verified",)


@dataclass(frozen=True)
class Claims:
    """Whom the provider means, by its own name for them, and their address: in small letters, empty where it says none.

    `proved` is True where the provider says that the address is theirs, False where it says anything else, and None
    where it says nothing of it.
    """

    subject: str
    address: str
    proved: bool | None

    def are_believed(self, *, trusted: bool) -> bool:
        """Whether the address counts. `trusted`: the installation believes a provider that says nothing of it."""
        return bool(self.address) and (self.proved if self.proved is not None else trusted)


def openid_claims(said: Any) -> Claims:
    """Of an ID token, of what the provider says when asked (userinfo), or of both. Raises NotUnderstood."""
    whole = _record(said, "the answer")
    documents = [_record(whole[name], name) for name in ("userinfo", "id_token") if whole.get(name)]
    if not documents:
        raise NotUnderstood("The provider said nothing of who signed in.")
    subjects = {text_of(one.get("sub"), called="sub", most=LONGEST_SUBJECT) for one in documents}
    if len(subjects) > 1:
        raise NotUnderstood("The ID token and userinfo speak of different people.")
    told = next((one for one in documents if one.get("email") is not None), {})
    proved = told["email_verified"] is True if told.get("email_verified") is not None else None
    return Claims(subjects.pop(), _address(told.get("email")), proved)


def saml_claims(attributes: Any, name: Any) -> Claims:
    """Of the attributes of an assertion, each a list of values, and its NameID. Raises NotUnderstood."""
    said = _record(attributes, "the attributes")
    subject = _attribute(said, _SAML_SUBJECT)
    proved = _attribute(said, _SAML_PROVED)
    return Claims(
        text_of(name if subject is None else subject, called="the subject", most=LONGEST_SUBJECT),
        _address(_attribute(said, _SAML_ADDRESS)),
        proved == "true" if proved is not None else None,
    )


def _record(said: Any, called: str) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise NotUnderstood(f"{called} is no record but {type(said).__name__}.")
    return said


def _attribute(said: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The one value of the first of `names` that is said; None where none is."""
    found = next((name for name in names if said.get(name)), None)
    return None if found is None else only_one(said[found], called=found)


def _address(said: Any) -> str:
    if said is None or said == "":
        return ""
    written = text_of(said, called="the address", most=LONGEST_ADDRESS)
    address = written.lower()
    if address.isascii() and not written.isascii():
        # The sign for Kelvin becomes a k: somebody else's address, which this provider never proved.
        raise NotUnderstood("The address becomes another in small letters.")
    try:
        validate_email(address)
    except ValidationError:
        raise NotUnderstood("The address is none.") from None
    return address
