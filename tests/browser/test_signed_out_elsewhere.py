"""Somebody types, and their sign-in ends in another tab: what they typed stays on the screen until it is taken."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.cast import LEAD
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MERIDIAN, PARTNERSHIP = "Meridian Systems", "/partnerships/meridian-systems/"
WORDS = "Between us: they fear the audit."


def sign_out(tab: Page, tandem: Tandem) -> None:
    tab.goto(f"{tandem.address}/accounts/logout/")
    tab.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.fixture
def lead(chromium: Browser, tandem: Tandem) -> Walker:
    person = walker(chromium, tandem, size=DESK)
    person.sign_in(LEAD, MERIDIAN)
    return person


def test_a_form_comes_back_with_its_words_and_is_sent_after_signing_in_again(
    lead: Walker, tandem: Tandem
) -> None:
    page, other = lead.page, lead.page.context.new_page()
    lead.open(PARTNERSHIP)
    page.get_by_label("A private note of our side").fill(WORDS)
    sign_out(other, tandem)
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This was not sent")
    expect(page.get_by_role("textbox")).to_have_value(WORDS)
    Walker(other, tandem).sign_in(LEAD, MERIDIAN)
    page.get_by_role("button", name="I have signed in").click()
    expect(page.get_by_role("textbox")).to_have_value(WORDS)
    page.get_by_role("button", name=f"Send it as {LEAD}").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.context.close()


def test_a_row_of_the_tracker_keeps_the_date_typed_in_it(lead: Walker, tandem: Tandem) -> None:
    page, other = lead.page, lead.page.context.new_page()
    lead.open(f"{PARTNERSHIP}tracker/")
    row = page.locator(".ledger .item").filter(has=page.locator(".more-link")).first
    title = row.locator(".item-title a").inner_text()
    row.locator(".more-link").click()
    row = page.locator(".ledger .item").filter(has_text=title).first
    row.get_by_label(re.compile("date", re.I)).first.fill("18 Dec")
    row.get_by_label("Why the new date").fill("The vendor's patch is late")
    sign_out(other, tandem)
    send = row.locator("form[action$='/due-date/'] button")
    send.click()
    expect(page.locator("#unsent")).to_contain_text("You were signed out")
    expect(row.locator("[name=due_on]")).to_have_value("18 Dec")
    Walker(other, tandem).sign_in(LEAD, MERIDIAN)
    send.click()
    expect(page.locator("#unsent")).to_contain_text("You have signed in anew")
    expect(row.locator("[name=due_on]")).to_have_value("18 Dec")
    send.click()
    expect(page.locator(".ledger .item").filter(has_text=title).first).to_contain_text("18 Dec")
    page.context.close()
