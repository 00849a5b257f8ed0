"""Words typed when the sign-in ended, or began anew, in another tab: kept, shown to nobody else, not acted on."""

import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from partners.isolation.scope import acting_as
from partners.models import PartnerNote, User
from tests.cast import PASSWORD, Cast
from tests.partners.people import with_an_address_of_their_own

HERE = "http://testserver"
NOTES, PAGE = "/partnerships/meridian/notes/", "/partnerships/meridian/"
WORDS = "They fear <b>the audit</b>.\nKeep it between us."
TOLD = {"HX-Request": "true", "HX-Current-URL": f"{HERE}{PAGE}"}


@pytest.fixture(autouse=True)
def _ways_in(cast: Cast) -> None:
    with_an_address_of_their_own(cast.lead, cast.manager, cast.cio)


def browser() -> Client:
    """A strict browser at an address of its own, whose pages are Tandem's."""
    there = f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1"
    return Client(enforce_csrf_checks=True, headers={"Origin": HERE}, REMOTE_ADDR=there)


def sign_in(client: Client, person: User) -> None:
    token = token_of(client.get("/accounts/login/").content.decode())
    typed = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/accounts/login/", typed).status_code == 302


def sign_out(client: Client) -> None:
    token = token_of(client.get("/accounts/logout/").content.decode())
    assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def token_of(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def written(client: Client) -> dict[str, str]:
    """The form of a private note, filled in on a page that `client` opened now."""
    return {"csrfmiddlewaretoken": token_of(client.get(PAGE).content.decode()), "text": WORDS}


def kept(answer: HttpResponse) -> dict[str, str]:
    """What the button of the page that keeps the words sends."""
    form = re.search(rf'<form method="post" action="{NOTES}">(.*?)</form>', answer.content.decode(), re.S)
    assert form, answer.content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[1])
    return {name: unescape(value) for name, value in hidden}


def shows(answer: HttpResponse) -> bool:
    return "They fear &lt;b&gt;the audit&lt;/b&gt;." in answer.content.decode()


def notes(cast: Cast) -> list[tuple[str, int]]:
    """The private notes of both sides: what was written, and by whom."""
    found = []
    for person in (cast.lead, cast.manager):
        with acting_as(person):
            found += list(PartnerNote.objects.values_list("text", "author"))
    return [(text.replace("\r", ""), author) for text, author in found]


def test_after_signing_in_again_the_words_are_there_and_are_sent_by_one_s_own_hand(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    signed_out = client.post(NOTES, form)
    assert (signed_out.status_code, shows(signed_out), notes(cast)) == (403, True, [])
    sign_in(client, cast.lead)
    seen = client.post(NOTES, kept(signed_out))
    assert (seen.status_code, shows(seen), notes(cast)) == (403, True, [])
    assert f"Send it as {cast.lead.full_name}" in seen.content.decode()
    assert client.post(NOTES, kept(seen)).status_code == 302
    assert notes(cast) == [(WORDS, cast.lead.pk)]


def test_while_nobody_has_signed_in_the_words_stay_as_often_as_the_button_is_pressed(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    answer = client.post(NOTES, form)
    for _ in range(3):
        answer = client.post(NOTES, kept(answer))
        assert (answer.status_code, shows(answer), notes(cast)) == (403, True, [])


def test_a_form_that_was_open_when_one_signed_in_anew_keeps_its_words(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    sign_in(client, cast.lead)
    seen = client.post(NOTES, form)
    assert (seen.status_code, shows(seen), notes(cast)) == (403, True, [])
    assert client.post(NOTES, kept(seen)).status_code == 302
    assert len(notes(cast)) == 1


def test_nobody_else_sees_or_sends_them_and_they_come_back_to_whoever_wrote_them(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    sign_in(client, cast.manager)
    closed = client.post(NOTES, form)
    for _ in range(2):
        assert closed.status_code == 403
        assert b"audit" not in closed.content
        assert notes(cast) == []
        closed = client.post(NOTES, kept(closed))
    sign_out(client)
    closed = client.post(NOTES, kept(closed))
    assert b"audit" not in closed.content
    sign_in(client, cast.manager)
    closed = client.post(NOTES, kept(closed))
    assert b"audit" not in closed.content
    sign_out(client)
    sign_in(client, cast.lead)
    seen = client.post(NOTES, kept(closed))
    assert shows(seen)
    assert client.post(NOTES, kept(seen)).status_code == 302
    assert [author for _, author in notes(cast)] == [cast.lead.pk]


def test_the_closed_words_of_one_person_open_by_no_token_of_another(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    sign_in(client, cast.manager)
    closed = kept(client.post(NOTES, form))
    of_manager = written(client)["csrfmiddlewaretoken"]
    sign_out(client)
    sign_in(client, cast.manager)
    tried = client.post(NOTES, closed | {"csrfmiddlewaretoken": of_manager})
    assert b"audit" not in tried.content
    assert notes(cast) == []


@pytest.mark.parametrize("origin", [None, "null", "https://elsewhere.example"])
def test_what_another_site_sends_is_never_shown(cast: Cast, origin: str | None) -> None:
    client = browser()
    sign_in(client, cast.lead)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answer = strict.post(NOTES, {"text": WORDS}, headers={"Origin": origin} if origin else {})
    assert (answer.status_code, b"audit" in answer.content) == (403, False)
    assert b"This page was open too long" in answer.content


def test_passwords_are_never_shown_again(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    typed = {"csrfmiddlewaretoken": "x" * 64, "login": cast.lead.email, "password": "a very long secret"}
    assert b"a very long secret" not in client.post("/accounts/login/", typed).content
    account = reverse("settings_account")
    answer = client.post(
        account, {"csrfmiddlewaretoken": "x" * 64, "full_name": "N", "password": "a very long secret"}
    )
    assert b"a very long secret" not in answer.content


def test_a_part_of_a_page_is_told_and_everything_stays(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    told = client.post(NOTES, form, headers=TOLD)
    assert (told.status_code, told.headers["HX-Retarget"]) == (409, "#messages")
    assert "You were signed out" in told.content.decode()
    assert "tandem:token" not in told.headers.get("HX-Trigger", "")
    sign_in(client, cast.lead)
    again = client.post(NOTES, form, headers=TOLD)
    assert (again.status_code, notes(cast)) == (409, [])
    renewed = re.search(r'"token": "(\w+)"', again.headers["HX-Trigger"])
    assert renewed
    assert client.post(NOTES, form | {"csrfmiddlewaretoken": renewed[1]}, headers=TOLD).status_code == 302
    assert len(notes(cast)) == 1


def test_a_part_of_a_page_of_somebody_else_gets_no_token(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    sign_in(client, cast.manager)
    told = client.post(NOTES, form, headers=TOLD)
    assert (told.status_code, notes(cast)) == (409, [])
    assert "HX-Trigger" not in told.headers


def test_a_file_is_said_to_be_lost_and_nothing_is_sent_without_it(cast: Cast) -> None:
    client = browser()
    sign_in(client, cast.lead)
    form = written(client)
    sign_out(client)
    answer = client.post(NOTES, form | {"file": SimpleUploadedFile("a.txt", b"a")})
    assert shows(answer)
    assert "A file cannot stay here" in answer.content.decode()
    assert f'action="{NOTES}"' not in answer.content.decode()


def test_a_missing_second_factor_keeps_the_words_as_well(cast: Cast, settings: Settings) -> None:
    client = browser()
    sign_in(client, cast.cio)
    form = written(client)
    settings.REQUIRE_SECOND_FACTOR = True
    session = client.session
    session.pop("second_factor", None)
    session.save()
    answer = client.post(NOTES, form)
    assert (answer.status_code, shows(answer), notes(cast)) == (403, True, [])
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.post(NOTES, kept(answer)).status_code == 302
