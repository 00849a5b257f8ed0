"""The room's capture line asks, and is answered without a mouse."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from demo.cast import CIO
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LINE = "A promise: what, who, by when"


@pytest.fixture
def cio(chromium: Browser, tandem: Tandem) -> Walker:
    """Whoever chairs, in the room."""
    cio = walker(chromium, tandem, size=DESK)
    cio.sign_in(CIO, "Northgate Group")
    todays = cio.page.get_by_role("listitem").filter(has_text="today")
    todays.get_by_role("link", name="Meridian Systems").click()
    enter = cio.page.get_by_role("button", name="Open the room").or_(
        cio.page.get_by_role("link", name=re.compile("Enter the room|Back to the room"))
    )
    enter.first.click()
    expect(cio.page.get_by_label(LINE)).to_be_visible()
    cio.page.wait_for_load_state("load")
    return cio


def test_what_is_asked_is_answered_and_kept_by_the_keyboard_alone(cio: Walker, screenshots: Path) -> None:
    page, line, bar = cio.page, cio.page.get_by_label(LINE), cio.page.get_by_label("Capture")
    aside = page.get_by_role("complementary", name="Said and promised today")
    cio.press("/")
    page.keyboard.type("Order the third archive volume @tom by 4/12")
    expect(bar).to_contain_text("4/12: is that 4 December 2026 or 12 April 2027?")
    cio.picture(screenshots, "capture-two-days")
    cio.press("Tab")
    expect(bar.get_by_role("button", name="Fri 4 Dec")).to_be_focused()
    cio.press("Enter")
    expect(line).to_have_value("Order the third archive volume @tom by Fri 4 Dec")
    expect(line).to_be_focused()
    expect(page.locator("#capture-mirror .is-date")).to_have_text("Fri 4 Dec")
    cio.press("Enter")
    expect(aside).to_contain_text("Order the third archive volume")
    expect(line).to_have_value("")
    page.keyboard.type("Empty the shelf @priya 5 Dec")
    expect(bar).to_contain_text("5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec?")
    with page.expect_response(re.compile("/room/lines/$")) as asked:
        cio.press("Enter")
    assert asked.value.status == 422
    expect(line).to_be_focused()
    expect(line).to_have_attribute("value", "Empty the shelf @priya 5 Dec")
    expect(line).to_have_value("Empty the shelf @priya 5 Dec")
    bar.get_by_role("button", name="Keep Sat 5 Dec").click()
    expect(line).to_have_value("Empty the shelf @priya Sat 5 Dec")
    expect(line).to_be_focused()
    cio.press("Enter")
    expect(aside).to_contain_text("Priya Raman · 5 Dec")
