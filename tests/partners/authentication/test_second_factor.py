"""A code beside the password: set up, asked for, lost, and demanded of whoever sees across partnerships."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter, link_in
from tests.partners.people import browser, is_in, signed_in, with_an_address_of_their_own
from tests.partners.telephone import code_of

SET_UP, TAKE_OFF = "/accounts/second-factor/code/activate/", "/accounts/second-factor/code/deactivate/"
CODES = "/accounts/second-factor/recovery/"


@pytest.fixture(autouse=True)
def _passwords(cast: Cast) -> None:
    with_an_address_of_their_own(cast.cio, cast.lead, cast.administrator)


def set_up(client: Client) -> tuple[str, list[str]]:
    """Sets a second factor up as a person does; returns its secret and the recovery codes shown."""
    if again := client.get(SET_UP).headers.get("Location"):
        assert again.startswith("/accounts/reauthenticate/")
        client.post(again, {"password": PASSWORD, "next": SET_UP})
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'factor-secret">([A-Z2-7]+)<', page).group(1)
    assert client.post(SET_UP, {"code": code_of(secret)}).headers["Location"] == CODES
    return secret, re.findall(r"<li><code>(\d+)</code></li>", client.get(CODES).content.decode())


def give(client: Client, code: str) -> object:
    return client.post("/accounts/second-factor/authenticate/", {"code": code})


def test_the_password_alone_opens_nothing_any_more(cast: Cast) -> None:
    secret, _ = set_up(signed_in(cast.lead))
    later = signed_in(cast.lead)
    assert not is_in(later)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        give(later, code_of(secret))
        assert is_in(later)


def test_a_wrong_code_is_told_and_lets_nobody_in(cast: Cast) -> None:
    set_up(signed_in(cast.lead))
    later = signed_in(cast.lead)
    answer = give(later, "000000")
    assert "Incorrect code" in answer.content.decode()
    assert not is_in(later)


def test_a_code_opens_once(cast: Cast) -> None:
    secret, _ = set_up(signed_in(cast.lead))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        code = code_of(secret)
        first, second = signed_in(cast.lead), signed_in(cast.lead)
        give(first, code)
        give(second, code)
        assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    _, codes = set_up(signed_in(cast.lead))
    assert len(codes) == 10
    first, second = signed_in(cast.lead), signed_in(cast.lead)
    give(first, codes[0])
    give(second, codes[0])
    assert (is_in(first), is_in(second)) == (True, False)


def test_recovery_codes_are_shown_this_once(cast: Cast) -> None:
    client = signed_in(cast.lead)
    _, codes = set_up(client)
    assert not [code for code in codes if code in client.get(CODES).content.decode()]


def test_guessing_ends_after_a_few_tries(cast: Cast) -> None:
    set_up(signed_in(cast.lead))
    later = signed_in(cast.lead)
    told = [give(later, f"{number:06}") for number in range(12)]
    assert "Incorrect code" not in told[-1].content.decode()
    assert not is_in(later)


def test_the_database_keeps_no_secret_that_opens(cast: Cast) -> None:
    secret, codes = set_up(signed_in(cast.lead))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in codes if code in kept]


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_ends_every_other_session_and_is_told_by_mail(cast: Cast) -> None:
    elsewhere, here = signed_in(cast.lead), signed_in(cast.lead)
    set_up(here)
    assert (is_in(elsewhere), is_in(here)) == (False, True)
    assert "A second factor protects your Tandem account" in last_letter().text


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_the_old_ones_and_every_other_session(cast: Cast) -> None:
    here = signed_in(cast.lead)
    secret, old = set_up(here)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        elsewhere = signed_in(cast.lead)
        give(elsewhere, code_of(secret))
        assert is_in(elsewhere)
        assert here.post(f"{CODES}generate/").headers["Location"] == CODES
        assert (is_in(elsewhere), is_in(here)) == (False, True)
        third = signed_in(cast.lead)
        give(third, old[0])
        assert not is_in(third)


@pytest.mark.parametrize("who", ["cio", "administrator"])
@pytest.mark.parametrize("page", ["/", "/settings/", "/settings/account/", "/partnerships/meridian/"])
def test_a_role_across_partnerships_comes_no_further_without_one(
    cast: Cast, settings: Settings, who: str, page: str
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(getattr(cast, who))
    assert client.get(page).headers["Location"] == SET_UP
    part = client.get(page, headers={"HX-Request": "true"})
    assert (part.status_code, f'href="{SET_UP}"' in part.content.decode()) == (409, True)


def test_whoever_has_just_come_in_sets_it_up_without_giving_the_password_twice(
    cast: Cast, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(cast.cio)
    page = client.get("/partnerships/meridian/", follow=True)
    assert page.redirect_chain == [(SET_UP, 302)]
    secret = re.search(r'factor-secret">([A-Z2-7]+)<', page.content.decode()).group(1)
    assert client.post(SET_UP, {"code": code_of(secret)}).headers["Location"] == CODES
    assert "<li><code>" in client.get(CODES).content.decode()
    assert client.get("/partnerships/meridian/").status_code == 200


def test_whoever_came_in_a_while_ago_gives_the_password_again(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        client = signed_in(cast.cio)
    for age, asked in ((299, False), (300, True), (301, True)):
        with time_machine.travel(now + timedelta(seconds=age), tick=False):
            again = client.get(SET_UP).headers.get("Location", "")
            assert again.startswith("/accounts/reauthenticate/") is asked


def test_a_partner_s_lead_may_go_without(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert is_in(signed_in(cast.lead))


def test_whose_role_needs_one_cannot_take_it_off(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(cast.cio)
    set_up(client)
    assert "Your role needs one" in client.get(TAKE_OFF).content.decode()
    client.post(TAKE_OFF)
    assert Authenticator.objects.filter(user=cast.cio, type="totp").exists()


def test_whoever_may_go_without_takes_it_off_themselves(cast: Cast) -> None:
    client = signed_in(cast.lead)
    set_up(client)
    assert client.post(TAKE_OFF).headers["Location"] == "/settings/sign-in/second-factor/"
    assert is_in(signed_in(cast.lead))


def test_an_administrator_takes_off_one_that_is_lost(cast: Cast) -> None:
    here = signed_in(cast.lead)
    set_up(here)
    signed_in(cast.administrator).post(f"/settings/our-people/{cast.lead.pk}/second-factor/removal/")
    assert not is_in(here)
    assert is_in(signed_in(cast.lead))
    with entered(SYSTEM):
        assert OutgoingMail.objects.filter(person=cast.lead, kind="second_factor").exists()
    assert "Ada Minster took the second factor off" in last_letter().text


def test_nobody_takes_off_their_own_by_that_way(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    set_up(client)
    client.post(f"/settings/our-people/{cast.administrator.pk}/second-factor/removal/")
    assert Authenticator.objects.filter(user=cast.administrator).exists()


def test_a_new_password_by_mail_does_not_go_round_it(cast: Cast) -> None:
    set_up(signed_in(cast.lead))
    visitor = browser()
    visitor.post("/accounts/password/reset/", {"email": cast.lead.email})
    form = visitor.get(link_in(last_letter().text), follow=True)
    new = "another horse battery staple"
    visitor.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert not is_in(visitor)
    visitor.post("/accounts/login/", {"login": cast.lead.email, "password": new})
    assert not is_in(visitor)
    assert visitor.get("/accounts/second-factor/authenticate/").status_code == 200


def shown(client: Client) -> str:
    """The secret on the page for setting it up; the password is given once more where it is asked for."""
    if again := client.get(SET_UP).headers.get("Location"):
        client.post(again, {"password": PASSWORD, "next": SET_UP})
    return re.search(r'factor-secret">([A-Z2-7]+)<', client.get(SET_UP).content.decode()).group(1)


def test_the_secret_stays_while_it_is_put_on_the_telephone(cast: Cast) -> None:
    client = signed_in(cast.lead)
    secret = shown(client)
    assert [shown(client), shown(client)] == [secret, secret]
    client.post(SET_UP, {"code": "000000"})
    assert shown(client) == secret
    assert client.post(SET_UP, {"code": code_of(secret)}).headers["Location"] == CODES


def test_a_secret_ends_when_another_is_asked_for_and_with_the_sign_in(cast: Cast) -> None:
    client = signed_in(cast.lead)
    first = shown(client)
    answer = client.post(SET_UP, {"anew": "yes"})
    assert answer.status_code == 200
    second = shown(client)
    assert second != first
    assert client.post(SET_UP, {"code": code_of(first)}).status_code == 200
    client.post("/accounts/logout/")
    assert shown(signed_in(cast.lead, client)) not in (first, second)
    client.post("/accounts/logout/")
    assert shown(signed_in(cast.cio, client)) not in (first, second)


def test_a_secret_ends_after_half_an_hour(cast: Cast) -> None:
    client = signed_in(cast.lead)
    secret, now = shown(client), timezone.now().timestamp()
    for age, stays in ((29, True), (31, False)):
        session = client.session
        session["app_secret_shown"] = [cast.lead.pk, now - age * 60]
        session.save()
        assert (shown(client) == secret) is stays
