"""The search by keyboard, by finger and without scripts; and never on the room's screen."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.cast import CIO, LEAD
from tests.browser.axe import violations
from tests.browser.people import DESK, PHONE, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TRACKER = "/partnerships/meridian-systems/tracker/"
LINE = "A promise: what, who, by when"


@pytest.fixture(scope="module")
def lead(chromium: Browser, tandem: Tandem) -> Iterator[Walker]:
    person = walker(chromium, tandem, size=DESK)
    person.sign_in(LEAD, "Meridian Systems")
    yield person
    person.page.context.close()


@pytest.fixture
def page(lead: Walker) -> Page:
    lead.open(TRACKER)
    expect(lead.page.locator(".keys-hint")).to_be_visible()  # the modules are at work
    return lead.page


def palette(page: Page) -> Page:
    return page.locator("dialog#palette")


def test_it_is_opened_walked_and_followed_by_keys_alone(page: Page) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-words")).to_be_focused()
    page.keyboard.type("rebuild")
    hits = palette(page).get_by_role("option")
    expect(hits.first).to_contain_text(re.compile("rebuild", re.IGNORECASE))
    expect(hits.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator("#palette-words")).to_have_attribute(
        "aria-activedescendant", hits.nth(1).get_attribute("id") or ""
    )
    page.keyboard.press("ArrowUp")
    title = hits.first.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_escape_closes_it_and_the_focus_is_where_it_was(page: Page) -> None:
    field = page.get_by_label("Words or number")
    field.focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("data")
    expect(palette(page).get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    expect(field).to_be_focused()


def test_tab_on_a_partner_looks_there_alone_until_escape_or_backspace(page: Page) -> None:
    words, said, chip = (page.locator(f"#palette-{each}") for each in ("words", "said", "within"))
    hits = palette(page).get_by_role("option")
    page.keyboard.press("Control+k")
    page.keyboard.type("northgate")
    expect(hits.first).to_have_attribute("data-narrows-to", "meridian-systems")
    for widened_by in ("Escape", "Backspace"):
        page.keyboard.press("Tab")
        expect(words).to_be_focused()
        expect(words).to_have_value("")
        expect(words).to_have_attribute("aria-label", "Search in Northgate Group")
        expect(chip).to_be_visible()
        expect(said).to_contain_text("only in Northgate Group")
        expect(hits.first).to_contain_text("The partnership")
        expect(palette(page).get_by_text("one partner only")).to_be_hidden()
        expect(palette(page).get_by_text("all partners")).to_be_visible()
        if widened_by == "Escape":
            assert violations(page) == []
        page.keyboard.press(widened_by)
        expect(chip).to_be_hidden()
        expect(words).to_have_value("northgate")
        expect(said).to_contain_text("All partners again.")
        expect(hits.first).to_have_attribute("data-narrows-to", "meridian-systems")
    page.keyboard.press("Tab")
    page.keyboard.type("rebuild")
    expect(hits.first).to_contain_text(re.compile("rebuild", re.IGNORECASE))
    page.keyboard.press("Tab")
    expect(words).not_to_be_focused()  # on anything else Tab goes on, as everywhere
    words.focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()


def test_enter_before_the_answer_leads_to_the_page_of_the_search(page: Page) -> None:
    page.route(
        "**/search/?q=*",
        lambda route: route.abort() if route.request.is_navigation_request() is False else route.continue_(),
    )
    page.keyboard.press("Control+k")
    page.keyboard.type("rebuild")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=rebuild"))
    page.unroute("**/search/?q=*")


def test_nothing_is_wrong_with_it_for_axe(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("data")
    expect(palette(page).get_by_role("option").first).to_be_visible()
    assert violations(page) == []


def test_a_finger_finds_it_on_a_phone(chromium: Browser, tandem: Tandem) -> None:
    person = walker(chromium, tandem, size=PHONE)
    person.sign_in(LEAD, "Meridian Systems")
    page = person.page
    page.get_by_role("link", name="Search").click()
    page.keyboard.type("data")
    expect(palette(page).get_by_role("option").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    palette(page).get_by_role("button", name="Close").click()
    expect(palette(page)).to_be_hidden()
    page.locator(".new-menu > summary").click()
    page.locator(".new-menu").get_by_role("link", name="Action").click()
    expect(page).to_have_url(re.compile("/actions/new/$"))
    page.context.close()


def test_a_finger_looks_in_one_partnership_alone(chromium: Browser, tandem: Tandem) -> None:
    person = walker(chromium, tandem, size=PHONE)
    person.sign_in(LEAD, "Meridian Systems")
    page = person.page
    page.get_by_role("link", name="Search").click()
    page.keyboard.type("northgate")
    palette(page).get_by_role("button", name="in Northgate Group").click()
    expect(page.locator("#palette-said")).to_contain_text("only in Northgate Group")
    expect(page.locator("#palette-chips")).to_be_hidden()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("#palette-within").click()
    expect(palette(page).get_by_role("button", name="in Northgate Group")).to_be_visible()
    page.context.close()


def test_without_scripts_it_is_a_page(chromium: Browser, tandem: Tandem) -> None:
    person = walker(chromium, tandem, size=DESK, scripts=False)
    person.sign_in(LEAD, "Meridian Systems")
    page = person.page
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("rebuild")
    page.get_by_role("button", name="Search").click()
    hit = page.locator(".found-hit").first
    title = hit.locator("b").inner_text()
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.context.close()


def test_the_room_s_screen_neither_offers_nor_opens_it(chromium: Browser, tandem: Tandem) -> None:
    cio = walker(chromium, tandem, size=DESK)
    cio.sign_in(CIO, "Northgate Group")
    page = cio.page
    page.get_by_role("listitem").filter(has_text="today").get_by_role("link", name="Meridian Systems").click()
    enter = page.get_by_role("button", name="Open the room").or_(
        page.get_by_role("link", name=re.compile("Enter the room|Back to the room"))
    )
    enter.first.click()
    expect(page.get_by_label(LINE)).to_be_visible()
    page.wait_for_load_state("load")
    here = page.url
    for key in ("Control+k", "Meta+k"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#palette, .new-menu, a[href='/search/']")).to_have_count(0)
    assert page.url == here
    page.context.close()
