import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail, User
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter, link_in

GUESSERS = 16
HOME = "/accounts/password/change/"


@pytest.fixture
def browser() -> Client:
    """A browser at an address of its own, so that the rate limits of one test are not those of another."""
    return Client(REMOTE_ADDR=f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1")


@pytest.fixture
def person(cast: Cast) -> User:
    """Our relationship manager, with a password and an address no other test has tried."""
    with entered(SYSTEM):
        cast.manager.email = f"{uuid.uuid4().hex}@example.com"
        cast.manager.set_password(PASSWORD)
        cast.manager.save()
    return cast.manager


def sign_in(browser: Client, email: str, password: str = PASSWORD) -> object:
    return browser.post(f"/accounts/login/?next={HOME}", {"login": email, "password": password, "next": HOME})


def signed_in(browser: Client) -> bool:
    return browser.get(HOME).status_code == 200


def words_of(answer: object) -> str:
    text = answer.content.decode()
    return text[text.index("error-summary") : text.index("</ul>")]


def test_address_and_password_open_the_door(browser: Client, person: User) -> None:
    assert sign_in(browser, person.email.upper()).headers["Location"] == HOME
    assert signed_in(browser)


def test_passwords_are_kept_with_argon2id(person: User) -> None:
    assert person.password.startswith("argon2$argon2id$")


def test_signing_out_ends_the_session(browser: Client, person: User) -> None:
    sign_in(browser, person.email)
    key = browser.cookies["tandem"].value
    browser.post("/accounts/logout/")
    browser.cookies["tandem"] = key
    assert not signed_in(browser)


def test_opening_the_sign_out_page_signs_nobody_out(browser: Client, person: User) -> None:
    sign_in(browser, person.email)
    assert browser.get("/accounts/logout/").status_code == 200
    assert signed_in(browser)


def test_the_session_gets_a_new_key_on_sign_in(browser: Client, person: User) -> None:
    browser.get("/accounts/login/")
    session = browser.session
    session["held"] = "before"
    session.save()
    browser.cookies["tandem"] = session.session_key
    sign_in(browser, person.email)
    assert browser.cookies["tandem"].value != session.session_key


def test_a_wrong_password_and_an_unknown_address_read_the_same(browser: Client, person: User) -> None:
    wrong = sign_in(browser, person.email, "not the password")
    unknown = sign_in(browser, f"{uuid.uuid4().hex}@example.com")
    assert words_of(wrong) == words_of(unknown)


@pytest.mark.usefixtures("drawn_from")
def test_asking_for_a_new_password_reads_the_same_for_known_and_unknown(
    browser: Client, person: User
) -> None:
    known = browser.post("/accounts/password/reset/", {"email": person.email}, follow=True)
    unknown = browser.post(
        "/accounts/password/reset/", {"email": f"{uuid.uuid4().hex}@example.com"}, follow=True
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert known.templates[0].name == unknown.templates[0].name
    with entered(SYSTEM):
        assert OutgoingMail.objects.count() == 1


def test_the_link_to_a_new_password_is_a_secret_mail_and_works(browser: Client, person: User) -> None:
    browser.post("/accounts/password/reset/", {"email": person.email})
    letter = last_letter()
    assert letter.mail.secret
    form = browser.get(link_in(letter.text), follow=True)
    new = "an entirely different sentence"
    answer = browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert answer.headers["Location"] == "/accounts/password/reset/key/done/"
    assert User.objects.get(pk=person.pk).check_password(new)
    assert last_letter().mail.kind == "password_changed"


def test_the_link_works_once(browser: Client, person: User) -> None:
    browser.post("/accounts/password/reset/", {"email": person.email})
    link = link_in(last_letter().text)
    form = browser.get(link, follow=True)
    new = "an entirely different sentence"
    browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert "This link has been used" in Client().get(link, follow=True).content.decode()


def test_the_link_names_the_address_people_use_whatever_host_asked(browser: Client, person: User) -> None:
    browser.post("/accounts/password/reset/", {"email": person.email}, HTTP_HOST="localhost")
    assert f"{settings.BASE_URL}/accounts/" in last_letter().text
    assert "localhost" not in last_letter().text


def test_a_changed_password_ends_the_sessions_elsewhere(
    browser: Client, person: User, signed_in: Callable[[User], Client]
) -> None:
    elsewhere = signed_in(person)
    sign_in(browser, person.email)
    new = "an entirely different sentence"
    browser.post(HOME, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get(HOME).status_code == 302
    assert browser.get(HOME).status_code == 200


def test_ended_access_holds_from_the_next_request(browser: Client, person: User) -> None:
    sign_in(browser, person.email)
    with entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(is_active=False)
    assert not signed_in(browser)


def test_somebody_whose_access_ended_cannot_sign_in(browser: Client, person: User) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(browser, person.email)
    assert not signed_in(browser)


def test_guessing_is_slowed_down(browser: Client, person: User) -> None:
    for _ in range(5):
        sign_in(browser, person.email, "a guess")
    sign_in(browser, person.email)
    assert not signed_in(browser)


def test_a_forged_address_buys_no_further_guesses(browser: Client, person: User) -> None:
    def guess(password: str, number: int) -> None:
        forged = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"}
        browser.post("/accounts/login/", {"login": person.email, "password": password}, headers=forged)

    for number in range(5):
        guess("a guess", number)
    guess(PASSWORD, 9)
    assert not signed_in(browser)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_guessing_at_the_same_moment_buys_no_further_guesses(browser: Client, person: User) -> None:
    together, address = Barrier(GUESSERS), browser.defaults["REMOTE_ADDR"]

    def guess(number: int) -> bool:
        """Whether the password was looked at."""
        try:
            together.wait(timeout=30)
            answer = sign_in(Client(REMOTE_ADDR=address), person.email, f"guess {number}")
            return b"not correct" in answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(GUESSERS) as guessers:
        looked_at = sum(guessers.map(guess, range(GUESSERS)))
    assert 0 < looked_at <= 5
    sign_in(browser, person.email)
    assert not signed_in(browser)


def test_asking_for_links_is_slowed_down(browser: Client, person: User) -> None:
    for _ in range(5):
        browser.post("/accounts/password/reset/", {"email": person.email})
    answer = browser.post("/accounts/password/reset/", {"email": person.email})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()


@pytest.mark.parametrize("page", ["signup", "email", "confirm-email", "staff/signup", "3rdparty"])
def test_pages_nobody_wants_are_not_there(browser: Client, db: None, page: str) -> None:
    assert browser.get(f"/accounts/{page}/").status_code == 404


def test_the_way_on_after_sign_in_stays_here(browser: Client, person: User) -> None:
    answer = browser.post(
        "/accounts/login/",
        {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(("role", "place"), [("administrator", "/settings/"), ("cio", "/"), ("", "/")])
def test_work_begins_where_the_role_has_it(browser: Client, person: User, role: str, place: str) -> None:
    User.objects.filter(pk=person.pk).update(internal_role=role)
    door = browser.get("/").headers["Location"]
    answer = browser.post(door, {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == place
