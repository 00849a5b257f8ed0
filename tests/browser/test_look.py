"""The look, in a real Chromium: readable by everyone, in both themes, on any width, without a script's help."""

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from partners.models.enterprise import hold
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

_OURS = settings.TEMPLATES[0]
TEMPLATES = [{**_OURS, "DIRS": [*_OURS["DIRS"], Path(__file__).parent / "templates"]}]
PLACES = ["/", "/room/", "/accounts/login/", "/nowhere/"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """A failing test says what it needs."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The look's own pages behind the product's middleware, so its content policy holds; no database."""
    with override_settings(
        ROOT_URLCONF="tests.browser.look_urls", ALLOWED_HOSTS=["127.0.0.1"], TEMPLATES=TEMPLATES
    ):
        request_started.connect(_unnamed)
        server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        request_started.disconnect(_unnamed)


def _unnamed(**_: object) -> None:
    """Our organisation is called what the installation calls it: its own row is not asked for."""
    hold(None)


@pytest.fixture
def seen(chromium: Browser, address: str) -> Iterator[object]:
    """Opens a place at a width, in a theme, with or without scripts; a refused style or script fails the test."""
    contexts = []
    refused: list[str] = []

    def see(place: str, *, width: int = 1280, theme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: refused.append(said.text) if "Content Security" in said.text else None
        )
        page.goto(address + place)
        return page

    yield see
    for context in contexts:
        context.close()
    assert refused == []


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (360, "light")])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(seen: object, place: str, width: int, theme: str) -> None:
    assert violations(seen(place, width=width, theme=theme)) == []


@pytest.mark.parametrize("place", PLACES)
def test_no_page_scrolls_sideways(seen: object, place: str) -> None:
    page = seen(place)
    too_wide = []
    for width in (360, 480, 768, 1000, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(width)
    assert too_wide == []


def test_everything_a_finger_must_hit_is_large_enough(seen: object) -> None:
    page = seen("/", width=360)
    small = page.eval_on_selector_all(
        ".btn, .chip, .topbar a, .menu > summary, .more > summary, "
        ".field input:not([type=checkbox], [type=radio], [type=file])",
        "all => all.filter(e => e.checkVisibility() && e.offsetHeight < 44).map(e => e.outerHTML)",
    )
    assert small == []


def test_the_menu_opens_without_a_script(seen: object) -> None:
    page = seen("/", width=360, scripts=False)
    page.get_by_label("Menu", exact=True).first.click()
    expect(page.get_by_role("link", name="Reviews").first).to_be_in_viewport(ratio=1)


def test_escape_closes_the_menu_and_gives_the_focus_back(seen: object) -> None:
    page = seen("/")
    account = page.get_by_label("Your account, Anand Kulkarni")
    account.click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("someone@northgate.example")).to_be_hidden()
    expect(account).to_be_focused()


def test_a_chosen_theme_outlives_the_page(seen: object) -> None:
    page = seen("/")
    page.get_by_label("Your account, Anand Kulkarni").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_key_presses_the_selected_item_but_not_while_someone_types(seen: object) -> None:
    page = seen("/room/")
    page.evaluate(
        "document.querySelector('.is-selected [data-key=d]').addEventListener('click', () => document.title = 'done')"
    )
    page.locator(".capture input").press("d")
    assert page.title() != "done"
    page.locator("h1").click()
    page.keyboard.press("d")
    assert page.title() == "done"


def test_a_slash_brings_the_capture_line_to_hand(seen: object) -> None:
    page = seen("/room/")
    page.keyboard.press("/")
    expect(page.locator(".capture input")).to_be_focused()


def test_a_dialog_opens_over_the_page_and_closes_again(seen: object) -> None:
    page = seen("/")
    page.get_by_role("link", name="A dialog").click()
    dialog = page.get_by_role("dialog", name="A new date")
    expect(dialog).to_be_visible()
    assert dialog.bounding_box()["y"] > 50, "in the middle of the screen"
    page.get_by_role("button", name="Keep the old one").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_what_was_typed_is_still_there_beside_the_error(seen: object) -> None:
    page = seen("/")
    expect(page.get_by_label("By when").first).to_have_value("31.02.")
    expect(page.get_by_label("By when").first).to_have_accessible_description(
        "The date the owner accepts is kept as the first date. Enter a valid date."
    )
