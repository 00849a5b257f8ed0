"""A SAML identity provider as small as one can be: it reads what it is asked, and answers with what it has signed."""

import base64
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY, SIGNS_IN_AT = "https://idp.northgate.example/saml", "https://idp.northgate.example/saml/sign-in"
_ADDRESS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
_SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"


@dataclass(frozen=True)
class Asked:
    """What Tandem asked for: the number of its request, where the answer goes, and who is meant to read it."""

    number: str
    answer_to: str
    audience: str


@dataclass(frozen=True)
class SamlProvider:
    """Signs with a key of its own; `certificate` is what Tandem is told beforehand."""

    key: str = field(repr=False)
    certificate: str

    @classmethod
    def new(cls) -> "SamlProvider":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.northgate.example")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .sign(key, hashes.SHA256())
        )
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        written = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
        return cls(written.decode(), certificate.public_bytes(pem).decode())

    def description(self) -> str:
        """What it says of itself, as it stands at its SAML_METADATA_URL."""
        bare = "".join(line for line in self.certificate.splitlines() if "CERTIFICATE" not in line)
        return _DESCRIPTION.format(entity=ENTITY, certificate=bare, signs_in_at=SIGNS_IN_AT)

    def read(self, address: str) -> Asked:
        """What stands in the address that Tandem sent a browser to."""
        assert address.startswith(SIGNS_IN_AT)
        (packed,) = parse_qs(urlsplit(address).query)["SAMLRequest"]
        request = ElementTree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
        issuer = request.find("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer")
        return Asked(request.attrib["ID"], request.attrib["AssertionConsumerServiceURL"], issuer.text)

    def answer(
        self, asked: Asked, *, subject: str, address: str, signed: bool = True, to_nothing: bool = False
    ) -> str:
        """The form field SAMLResponse for whoever signed in; `to_nothing`: as if nobody had asked."""
        now = datetime.now(UTC)
        facts = {
            "now": _written(now), "until": _written(now + timedelta(minutes=5)), "number": f"_{now.timestamp()}",
            "entity": ENTITY, "to": asked.answer_to, "audience": asked.audience,
            "asked": "" if to_nothing else f'InResponseTo="{asked.number}"', "subject": escape(subject),
            "attributes": _attribute(_SUBJECT, subject) + _attribute(_ADDRESS, address),
        }  # fmt: skip
        assertion = _ASSERTION.format(**facts)
        if signed:
            assertion = OneLogin_Saml2_Utils.add_sign(
                assertion,
                self.key,
                self.certificate,
                sign_algorithm=Names.RSA_SHA256,
                digest_algorithm=Names.SHA256,
            ).decode()
        return base64.b64encode(_RESPONSE.format(**facts, assertion=assertion).encode()).decode()


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _attribute(name: str, value: str) -> str:
    return f'<saml:Attribute Name="{name}"><saml:AttributeValue>{escape(value)}</saml:AttributeValue></saml:Attribute>'


_ASSERTION = """\
<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{number}a" Version="2.0" IssueInstant="{now}">\
<saml:Issuer>{entity}</saml:Issuer>\
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>\
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
<saml:SubjectConfirmationData {asked} NotOnOrAfter="{until}" Recipient="{to}"/>\
</saml:SubjectConfirmation></saml:Subject>\
<saml:Conditions NotBefore="{now}" NotOnOrAfter="{until}"><saml:AudienceRestriction>\
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{number}s"><saml:AuthnContext>\
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>\
</saml:AuthnContext></saml:AuthnStatement>\
<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion>"""

_DESCRIPTION = """\
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}">\
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>\
<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{signs_in_at}"/>\
</md:IDPSSODescriptor></md:EntityDescriptor>"""

_RESPONSE = """\
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{number}r" Version="2.0" IssueInstant="{now}" \
Destination="{to}" {asked}><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{entity}</saml:Issuer>\
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
{assertion}</samlp:Response>"""
