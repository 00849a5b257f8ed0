"""What an identity provider says is read strictly: what is not exactly what the standards say is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from partners.authentication.claims import Claims, openid_claims, saml_claims
from partners.untrusted_text import NotUnderstood

SUBJECT = "urn:oasis:names:tc:SAML:attribute:subject-id"
ADDRESS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
PROVED = "http://schemas.auth0.com/email_verified"
WHO = {"sub": "priya", "email": "Priya@Example.com", "email_verified": True}

ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=30),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["sub", "email", "email_verified"]), inner)
    ),
    max_leaves=8,
)
"""Whatever JSON can say, where the claims stand most of all."""


def test_an_address_is_read_in_small_letters() -> None:
    assert openid_claims({"userinfo": WHO}) == Claims("priya", "priya@example.com", True)


@pytest.mark.parametrize("said", [False, "true", "false", "0", 1, [True], {}, ""])
@pytest.mark.parametrize("trusted", [False, True])
def test_whatever_is_said_of_an_address_and_is_not_true_means_that_it_is_not_proved(
    said: object, trusted: bool
) -> None:
    claims = openid_claims({"userinfo": {**WHO, "email_verified": said}})
    assert not claims.are_believed(trusted=trusted)


@pytest.mark.parametrize("trusted", [False, True])
def test_where_nothing_is_said_of_an_address_the_installation_decides(trusted: bool) -> None:
    claims = openid_claims({"userinfo": {"sub": "priya", "email": "priya@example.com"}})
    assert claims.are_believed(trusted=trusted) is trusted
    nameless = openid_claims({"userinfo": {"sub": "priya", "email_verified": True}})
    assert not nameless.are_believed(trusted=True)


NO_TEXT = [7, True, ["priya"], {"is": "priya"}, "a\x00b", "a\nb", "a\ud800", "a\u202eb", "", None]


@pytest.mark.parametrize("said", [*NO_TEXT, "x" * 192], ids=repr)
def test_a_subject_that_is_no_text_of_one_line_is_refused(said: object) -> None:
    with pytest.raises(NotUnderstood):
        openid_claims({"userinfo": {**WHO, "sub": said}})


@pytest.mark.parametrize(
    "said",
    [
        *NO_TEXT[:-2],
        "x" * 250 + "@example.com",
        "nobody",
        "a@b@c.de",
        "\u212airan@example.com",
        " p@example.com",
    ],
    ids=repr,
)
def test_an_address_that_is_none_is_refused(said: object) -> None:
    with pytest.raises(NotUnderstood):
        openid_claims({"userinfo": {**WHO, "email": said}})


@pytest.mark.parametrize(
    "said", [[], "priya", None, {}, {"userinfo": [WHO]}, {"id_token": "priya"}], ids=repr
)
def test_an_answer_that_is_no_record_is_refused(said: object) -> None:
    with pytest.raises(NotUnderstood):
        openid_claims(said)


def test_a_token_of_somebody_else_than_the_one_asked_about_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        openid_claims({"userinfo": WHO, "id_token": {"sub": "tom"}})


def test_what_is_said_of_an_address_counts_where_the_address_stands() -> None:
    """Else one document's word would prove another's address."""
    unproved = {"userinfo": {"sub": "priya", "email": "cio@example.com"}, "id_token": WHO}
    assert openid_claims(unproved).proved is None
    assert openid_claims({"userinfo": {"sub": "priya"}, "id_token": WHO}).proved is True


@given(ANYTHING, ANYTHING)
def test_whatever_a_provider_sends_is_understood_or_refused(userinfo: Any, token: Any) -> None:
    try:
        claims = openid_claims({"userinfo": userinfo, "id_token": token})
    except NotUnderstood:
        return
    assert claims.subject.isprintable()
    assert claims.proved in (True, False, None)


def test_a_saml_answer_names_one_value_of_each_thing() -> None:
    said = {SUBJECT: ["priya"], ADDRESS: ["Priya@Example.com"]}
    assert saml_claims(said, None) == Claims("priya", "priya@example.com", None)
    assert saml_claims({ADDRESS: ["p@example.com"]}, "_4f2").subject == "_4f2"
    for name in said:
        with pytest.raises(NotUnderstood):
            saml_claims({**said, name: ["priya@example.com", "tom@example.com"]}, None)


@pytest.mark.parametrize(("said", "proved"), [("true", True), ("false", False), ("0", False), ("1", False)])
def test_a_saml_provider_that_takes_its_word_back_is_not_believed(said: str, proved: bool) -> None:
    claims = saml_claims({SUBJECT: ["priya"], ADDRESS: ["p@example.com"], PROVED: [said]}, None)
    assert claims.are_believed(trusted=True) is proved
