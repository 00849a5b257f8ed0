"""A code by mail opens the door to whoever has no password, or not at hand."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, OutgoingMail, User
from partners.verbs import accept_invitation, deactivate, invite
from tests.cast import Cast
from tests.partners.authentication.test_second_factor import set_up, signed_in
from tests.partners.conftest import last_letter, link_in
from tests.partners.people import browser, is_in, with_an_address_of_their_own

ASK, GIVE = "/accounts/login/code/", "/accounts/login/code/confirm/"


@pytest.fixture(autouse=True)
def _people(cast: Cast) -> None:
    with_an_address_of_their_own(cast.lead, cast.cio)


def ask(client: Client, address: str) -> str:
    """Where the browser is sent on to."""
    return client.post(ASK, {"email": address}).headers["Location"]


def mailed_code() -> str:
    return re.search(r"^ {4}(\S+)$", last_letter().text, re.M).group(1)


def give(client: Client, code: str) -> object:
    return client.post(GIVE, {"code": code})


def test_the_code_opens_the_door(cast: Cast) -> None:
    client = browser()
    assert ask(client, cast.lead.email.upper()) == GIVE
    assert not is_in(client)
    give(client, mailed_code())
    assert is_in(client)


def test_the_mail_is_a_secret(cast: Cast) -> None:
    ask(browser(), cast.lead.email)
    letter = last_letter()
    assert (letter.mail.secret, letter.mail.person) == (True, cast.lead)
    assert mailed_code() in letter.html
    assert mailed_code() not in letter.mail.subject


def test_a_code_opens_once(cast: Cast) -> None:
    client = browser()
    ask(client, cast.lead.email)
    code = mailed_code()
    give(client, code)
    client.post("/accounts/logout/")
    give(client, code)
    assert not is_in(client)


def test_a_code_opens_nothing_in_another_browser(cast: Cast) -> None:
    asked, other = browser(), browser()
    ask(asked, cast.lead.email)
    code = mailed_code()
    ask(other, cast.lead.email)
    give(other, code)
    assert not is_in(other)


def test_a_code_ends_after_ten_minutes(cast: Cast) -> None:
    client = browser()
    ask(client, cast.lead.email)
    code = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=5)):
        give(client, code)
        assert not is_in(client)


def test_another_code_is_sent_and_ends_the_first(cast: Cast) -> None:
    client = browser()
    ask(client, cast.lead.email)
    first = mailed_code()
    client.post(GIVE, {"action": "resend"})
    second = mailed_code()
    assert first != second
    give(client, first)
    assert not is_in(client)
    give(client, second)
    assert is_in(client)


def test_whoever_asked_for_a_code_may_still_come_in_another_way(cast: Cast) -> None:
    client = browser()
    ask(client, cast.lead.email)
    page = client.get(GIVE).content.decode()
    assert "Come in another way" in page
    assert (
        client.post("/accounts/logout/", {"next": "/accounts/login/"}).headers["Location"]
        == "/accounts/login/"
    )
    assert is_in(signed_in(cast.lead, client))


def test_three_wrong_tries_end_it(cast: Cast) -> None:
    client = browser()
    ask(client, cast.lead.email)
    code = mailed_code()
    for _ in range(3):
        give(client, "AAAA-AAAA")
    give(client, code)
    assert not is_in(client)
    assert AccountEvent.objects.count() == 0  # nothing is shown without a scope
    with entered(SYSTEM):
        assert [event.how for event in AccountEvent.objects.filter(what="refused")] == ["a code by mail"] * 3


def test_a_known_and_an_unknown_address_read_the_same(cast: Cast) -> None:
    known, unknown = browser(), browser()
    assert ask(known, cast.lead.email) == ask(unknown, "nobody@example.com")
    pages = [client.get(GIVE).content.decode() for client in (known, unknown)]
    bare = [re.sub(r'(nonce|value)="[^"]*"|"X-CSRFToken": "[^"]*"', "", page) for page in pages]
    assert bare[0].replace(cast.lead.email, "…") == bare[1].replace("nobody@example.com", "…")
    with entered(SYSTEM):
        assert OutgoingMail.objects.count() == 1


def test_whose_access_has_ended_gets_none(cast: Cast) -> None:
    with acting_as(cast.administrator):
        deactivate(cast.lead, by=cast.administrator, now=timezone.now())
    ask(browser(), cast.lead.email)
    with entered(SYSTEM):
        assert not OutgoingMail.objects.filter(address=cast.lead.email).exists()


def test_a_code_does_not_go_round_the_second_factor(cast: Cast) -> None:
    set_up(signed_in(cast.lead))
    client = browser()
    ask(client, cast.lead.email)
    assert give(client, mailed_code()).headers["Location"] == "/accounts/second-factor/authenticate/"
    assert not is_in(client)


def test_a_role_across_partnerships_sets_up_a_factor_first(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = browser()
    ask(client, cast.cio.email)
    give(client, mailed_code())
    assert client.get("/").headers["Location"] == "/accounts/second-factor/code/activate/"


def test_asking_is_slowed_down(cast: Cast) -> None:
    for _ in range(6):
        browser().post(ASK, {"email": cast.lead.email})
    with entered(SYSTEM):
        assert OutgoingMail.objects.count() <= 3


def test_an_invitation_is_taken_without_a_password(cast: Cast) -> None:
    with acting_as(cast.lead):
        invite(
            cast.partner,
            email="noor@meridian.example",
            full_name="Noor Haddad",
            role="contributor",
            theirs=True,
            by=cast.lead,
            now=timezone.now(),
        )
    newcomer = browser()
    newcomer.post(link_in(last_letter().text), {"full_name": "Noor Haddad", "password": ""}, follow=True)
    assert is_in(newcomer), "the link of the mail was as good as a code"
    client = browser()
    ask(client, "noor@meridian.example")
    give(client, mailed_code())
    assert is_in(client)
    assert not User.objects.get(email="noor@meridian.example").has_usable_password()


def _without_password(cast: Cast) -> Client:
    """A browser in which somebody without a password or factor is signed in."""
    cast.lead.set_unusable_password()
    cast.lead.save()
    client = browser()
    ask(client, cast.lead.email)
    give(client, mailed_code())
    return client


@pytest.mark.parametrize(
    "page", ["password/set/", "second-factor/code/activate/", "second-factor/passkeys/add/"]
)
def test_somebody_without_a_password_signs_in_anew_before_changing_a_way_in(cast: Cast, page: str) -> None:
    client = _without_password(cast)
    assert client.get(f"/accounts/{page}").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        assert client.get(f"/accounts/{page}").headers["Location"].startswith("/accounts/login/?next=")
        assert not is_in(client)


def test_somebody_without_a_password_chooses_one(cast: Cast) -> None:
    client, new = _without_password(cast), "an entirely different sentence"
    client.post("/accounts/password/set/", {"password1": new, "password2": new})
    assert User.objects.get(pk=cast.lead.pk).check_password(new)


def test_the_password_of_an_invitation_may_not_be_weak(cast: Cast) -> None:
    from partners.verb import Refused

    with acting_as(cast.lead):
        invite(
            cast.partner,
            email="noor@meridian.example",
            full_name="Noor Haddad",
            role="contributor",
            theirs=True,
            by=cast.lead,
            now=timezone.now(),
        )
    token = link_in(last_letter().text).split("/")[2]
    with pytest.raises(Refused):
        accept_invitation(token, password="short", now=timezone.now())
