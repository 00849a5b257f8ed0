"""The entrance in a real browser: passkeys, on a device that keeps them, and every page of it readable."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from partners.access import InternalRole
from partners.isolation.scope import SYSTEM, entered
from partners.models import AccountEvent, User
from tests.browser.axe import violations
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def person(transactional_db: None) -> User:
    """Our CIO, whose role needs a second factor, at an address no other test has tried."""
    with entered(SYSTEM):
        person = User(
            email=f"{uuid.uuid4().hex}@example.com",
            full_name="Anand Kulkarni",
            internal_role=InternalRole.CIO,
        )
        person.set_password(PASSWORD)
        person.save()
    return person


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer, person: User) -> Iterator[Page]:
    """A browser on a device that keeps passkeys."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def give_password(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def make_one(page: Page, person: User) -> None:
    """Signs in by password and makes a passkey there, as a person does."""
    give_password(page, person)
    page.goto("/accounts/second-factor/passkeys/add/")
    if page.get_by_role("heading", name="Is it still you?").is_visible():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Yes, go on").click()
    page.get_by_label("What to call it").fill("The blue laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_opens_the_door_with_nothing_typed(page: Page, person: User) -> None:
    make_one(page, person)
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()
    with entered(SYSTEM):
        assert AccountEvent.objects.filter(person=person).latest("pk").how == "a passkey"


def test_it_stands_for_the_second_factor(page: Page, person: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    make_one(page, person)
    sign_out(page)
    give_password(page, person)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Show the passkey").click()
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()


def test_the_last_factor_of_a_role_that_needs_one_stays(page: Page, person: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    make_one(page, person)
    page.goto("/settings/sign-in/")
    expect(page.get_by_text("The blue laptop").first).to_be_visible()
    page.get_by_role("link", name="Take it off").click()
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("Set up another one first")).to_be_visible()
    expect(page.get_by_text("The blue laptop").first).to_be_visible()


def test_one_is_taken_off_and_opens_nothing_any_more(page: Page, person: User) -> None:
    make_one(page, person)
    page.goto("/settings/sign-in/")
    page.get_by_role("link", name="Take it off").click()
    page.get_by_role("button", name="Take it off").click()
    expect(page.get_by_text("The blue laptop")).to_have_count(0)
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.get_by_text("Incorrect code")).to_be_visible()


def test_somebody_without_a_password_shows_it_before_changing_a_way_in(page: Page, person: User) -> None:
    make_one(page, person)
    sign_out(page)
    User.objects.filter(pk=person.pk).update(password="!")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My desk")).to_be_visible()
    page.goto("/accounts/second-factor/recovery/generate/")
    page.get_by_role("button", name="Show the passkey").click()
    expect(page.get_by_role("heading", name="New recovery codes")).to_be_visible()


def test_where_the_address_is_a_number_none_is_offered(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/accounts/login/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()


def faults(page: Page, path: str) -> list[str]:
    """What keeps somebody from reading the page at `path`, in either theme and on a telephone."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        found += [f"{theme}: {broken}" for broken in violations(page)]
    page.set_viewport_size({"width": 360, "height": 800})
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 360:
        found.append(f"{wide} wide")
    return found


@pytest.mark.parametrize("path", ["login/", "login/code/", "password/reset/"])
def test_whoever_is_not_in_yet_can_read_the_way_in(page: Page, path: str) -> None:
    assert faults(page, f"/accounts/{path}") == []


def test_the_page_of_the_mailed_code_is_readable(page: Page, person: User) -> None:
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Type the code")).to_be_visible()
    assert faults(page, "/accounts/login/code/confirm/") == []


def test_the_pages_of_one_s_own_ways_in_are_readable(page: Page, person: User) -> None:
    make_one(page, person)
    User.objects.filter(pk=person.pk).update(internal_role=InternalRole.ADMINISTRATOR)
    paths = ("/settings/sign-in/", "/settings/sign-ins/", "/accounts/second-factor/passkeys/add/")
    assert [fault for path in paths for fault in faults(page, path)] == []
