"""The tracker by keyboard: letters act on the row that has the focus, and nothing happens by accident."""

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.cast import LEAD
from tests.browser.axe import violations
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TRACKER = "/partnerships/meridian-systems/tracker/"


@pytest.fixture(scope="module")
def lead(chromium: Browser, tandem: Tandem) -> Iterator[Walker]:
    person = walker(chromium, tandem, size=DESK)
    person.sign_in(LEAD, "Meridian Systems")
    yield person
    person.page.context.close()


@pytest.fixture
def page(lead: Walker) -> Page:
    """The tracker as Jonas sees it: what his side owes stands on the right."""
    lead.open(TRACKER)
    expect(lead.page.locator(".keys-hint")).to_be_visible()  # the module is at work
    return lead.page


def titles(page: Page, side: str) -> list[str]:
    return page.locator(f".{side} .item-title a").all_inner_texts()


def row(page: Page, title: str) -> Locator:
    return page.locator(".item", has_text=title)


def in_hand(page: Page) -> Locator:
    return page.locator(".item.is-selected")


def take(page: Page, title: str) -> None:
    """By a click beside the title, as one does with a mouse."""
    row(page, title).locator(".item-meta").click()
    expect(row(page, title).locator(".item-title a")).to_be_focused()


def test_keys_do_nothing_until_a_row_has_the_focus(page: Page) -> None:
    shown = page.locator(".ledger").inner_text()
    for key in ("j", "d", "n", "w", "c", "x", "o", "/", "?"):
        page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()
    expect(page.locator("dialog[open], details[open]")).to_have_count(0)
    assert page.locator(".ledger").inner_text() == shown


def test_rows_are_walked_down_up_and_across(page: Page) -> None:
    ours, theirs = titles(page, "ours"), titles(page, "theirs")
    take(page, theirs[0])
    for key, expected in (
        ("j", theirs[1]), ("ArrowDown", theirs[2]), ("k", theirs[1]), ("h", ours[1]), ("ArrowUp", ours[0]),
        ("k", ours[0]), ("h", ours[0]), ("ArrowRight", theirs[0]), ("l", theirs[0]),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(in_hand(page).locator(".item-title a")).to_have_text(expected)
        expect(in_hand(page).locator(".item-title a")).to_be_focused()


def test_tab_comes_to_the_rows_and_leaves_the_mark_behind(page: Page) -> None:
    page.locator(".keys-hint").focus()
    while not in_hand(page).count():
        page.keyboard.press("Tab")
    page.get_by_label("Words or number").focus()
    expect(in_hand(page)).to_have_count(0)


def test_a_key_opens_the_action(page: Page) -> None:
    title = titles(page, "theirs")[1]
    take(page, title)
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_what_a_link_leads_to_is_unfolded_there(page: Page) -> None:
    address = row(page, "Rebuild calendar, week by week").locator(".more-link").get_attribute("href")
    page.goto(urljoin(page.url, address))
    expect(page.locator("details#due-date")).to_have_attribute("open", "")


def test_a_new_date_is_written_and_left_again(page: Page) -> None:
    title = "Rebuild calendar, week by week"
    take(page, title)
    page.keyboard.press("n")
    field = row(page, title).get_by_label("New date", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("jdx?")
    expect(field).to_have_value("jdx?")
    page.keyboard.press("Escape")
    expect(row(page, title).locator("details[open]")).to_have_count(0)
    expect(row(page, title).locator(".item-title a")).to_be_focused()
    page.keyboard.press("w")
    expect(row(page, title).get_by_label("What it waits for")).to_be_focused()


def test_what_is_done_with_a_modifier_is_the_browser_s(page: Page) -> None:
    title = "Rebuild calendar, week by week"
    take(page, title)
    for key in ("Alt+d", "Control+x"):
        page.keyboard.press(key)
    expect(row(page, title).get_by_role("button", name="Done", exact=True)).to_be_visible()
    expect(page.locator(".pick:checked")).to_have_count(0)


def test_a_key_reports_it_done_and_the_row_keeps_the_focus(page: Page) -> None:
    title = "Short restore test in a quiet hour"
    take(page, title)
    page.keyboard.press("d")
    expect(row(page, title).locator(".item-due")).to_contain_text("reported done")
    expect(row(page, title).locator(".item-title a")).to_be_focused()
    page.keyboard.press("d")
    expect(page.locator("#tracker-said")).to_have_text("There is nothing to report done here.")
    page.keyboard.press("k")
    expect(in_hand(page)).to_have_count(1)


def test_a_key_selects_and_it_is_told(page: Page) -> None:
    first, second = titles(page, "theirs")[:2]
    take(page, first)
    said = page.locator("#tracker-said")
    page.keyboard.press("x")
    expect(said).to_have_text("1 selected.")
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.locator("#theirs-selected")
    if row(page, second).locator(".pick").count():
        expect(said).to_have_text("2 selected.")
    expect(bar).to_be_visible()
    take(page, first)
    page.keyboard.press("x")
    expect(row(page, first).locator(".pick")).not_to_be_checked()


def test_the_keys_are_shown_and_put_away(page: Page) -> None:
    title = titles(page, "ours")[0]
    take(page, title)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row(page, title).locator(".item-title a")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Words or number")).to_be_focused()


def test_they_are_found_without_knowing_them(page: Page) -> None:
    page.get_by_role("button", name="? keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.locator(".keys-hint")).to_be_hidden()
    page.set_viewport_size(DESK)


def test_the_later_ones_are_walked_into(lead: Walker) -> None:
    lead.open(f"{TRACKER}?show=done")
    page = lead.page
    more = page.locator(".theirs .more-row a")
    more.focus()
    before = len(titles(page, "theirs"))
    page.keyboard.press("Enter")
    first_of_them = page.locator(".theirs .item-title a").nth(before)
    expect(first_of_them).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".theirs .item-title a").nth(before - 1)).to_be_focused()


def test_all_shown_are_selected_and_handed_over_at_once(page: Page) -> None:
    column = page.locator(".theirs")
    column.get_by_label("Select", exact=True).check()
    boxes = column.locator(".pick")
    expect(boxes.first).to_be_visible()
    column.get_by_label("All shown").check()
    count = boxes.count()
    expect(column.locator(".pick:checked")).to_have_count(count)
    page.get_by_label("Hand them to").select_option(label="Ravi Desai")
    column.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("status").filter(has_text="Ravi Desai’s now")).to_be_visible()
    handed = page.locator(".theirs .item", has=page.locator(".pick"))
    expect(handed.filter(has_text="Ravi Desai")).to_have_count(count)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_it_is_in_anybody_s_way(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    take(page, titles(page, "theirs")[0])
    page.keyboard.press("x")
    assert violations(page) == []
    page.keyboard.press("?")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")


def test_a_letter_does_nothing_while_no_row_has_the_focus(page: Page) -> None:
    """Whoever speaks to the page sets nothing off: neither by the letters of the steps nor by those that write."""
    before = page.locator(".ledger").inner_text()
    for letter in "dcqnw":
        page.keyboard.press(letter)
    page.wait_for_load_state()
    assert page.locator(".ledger").inner_text() == before
    expect(page.locator("#tracker-said")).to_be_empty()


def test_a_key_asks_how_a_late_promise_of_the_other_side_stands(page: Page) -> None:
    title = page.locator('.ledger-side.ours .item:has([data-row-key="q"]) .item-title').first.inner_text()
    take(page, title)
    page.keyboard.press("q")
    expect(row(page, title).locator(".item-meta")).to_contain_text("we asked how it stands")
    expect(row(page, title).locator(".item-title a")).to_be_focused()
    page.keyboard.press("q")
    expect(page.locator("#tracker-said")).to_contain_text("was asked about already")
