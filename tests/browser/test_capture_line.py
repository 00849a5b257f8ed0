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
    bar.get_by_role("button", name="Stay with Sat 5 Dec").click()
    expect(line).to_have_value("Empty the shelf @priya Sat 5 Dec")
    expect(line).to_be_focused()
    cio.press("Enter")
    expect(aside).to_contain_text("Priya Raman · 5 Dec")


def test_people_are_offered_and_enter_stays_with_the_line(cio: Walker, screenshots: Path) -> None:
    page, line, bar = cio.page, cio.page.get_by_label(LINE), cio.page.get_by_label("Capture")
    offered = bar.get_by_role("option").and_(page.locator("#capture-people *"))
    height = bar.bounding_box()["height"]
    cio.press("/")
    page.keyboard.type("Order the disks @")
    expect(offered.first).to_be_visible()
    assert bar.bounding_box()["height"] == height
    cio.picture(screenshots, "capture-people")
    page.keyboard.type("to")
    expect(offered).to_have_text(["Tom Okafor"])
    cio.press("Tab")
    expect(line).to_have_value("Order the disks @Tom Okafor ")
    expect(line).to_be_focused()
    page.keyboard.type("4 Dec")
    expect(bar).to_contain_text("Tom Okafor · Fri 4 Dec")
    assert bar.bounding_box()["height"] == height
    line.clear()

    # With the arrows, also for a first name without an @.
    page.keyboard.type("Pri")
    expect(offered).to_have_text(["Priya Raman"])
    cio.press("Escape")
    expect(offered).to_have_count(0)
    expect(line).to_be_focused()
    page.keyboard.type("y")
    expect(offered).to_have_count(1)
    cio.press("ArrowDown")
    cio.press("Enter")
    expect(line).to_have_value("@Priya Raman ")
    line.clear()

    # A line that is whole is kept by Enter, whatever is offered beside it.
    page.keyboard.type("Order the racks @tom 4 Dec, ask Pri")
    expect(offered).to_have_text(["Priya Raman"])
    expect(bar).to_contain_text("Tom Okafor · Fri 4 Dec")
    cio.press("Enter")
    expect(page.get_by_role("complementary", name="Said and promised today")).to_contain_text(
        "Order the racks, ask Pri"
    )
    expect(line).to_have_value("")


def test_the_marks_follow_a_line_that_is_longer_than_its_field(cio: Walker, screenshots: Path) -> None:
    page, line = cio.page, cio.page.get_by_label(LINE)
    page.set_viewport_size({"width": 360, "height": 780})
    line.fill("Archive every one of the invoices of the last nine years @tom by 4/12")
    line.press("End")
    expect(page.locator("#capture-mirror .is-owner")).to_have_text("@tom")
    cio.picture(screenshots, "capture-phone")
    assert line.evaluate("field => field.scrollLeft") > 0
    assert page.locator("#capture-mirror").evaluate("mirror => mirror.scrollLeft") == line.evaluate(
        "field => field.scrollLeft"
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
