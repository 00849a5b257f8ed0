"""The main path with scripts switched off: every button is a form, every link an address."""

import io
import re

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from demo.cast import CIO, LEAD, address
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

TRACKER = "/partnerships/meridian-systems/tracker/"
OURS_TO_DO, THEIRS_TO_DO = "Open the firewall for the new monitor", "Rebuild calendar, week by week"
HANDED_OVER = ("Rebuild calendar, week by week", "Archive rehearsed on copies of nine tables")
THE_PACK = "Monthly review, November 2026"


@pytest.fixture
def cio(chromium: Browser, tandem: Tandem) -> Walker:
    person = walker(chromium, tandem, size=DESK, scripts=False)
    person.sign_in(CIO, "Northgate Group")
    return person


@pytest.fixture
def lead(chromium: Browser, tandem: Tandem) -> Walker:
    person = walker(chromium, tandem, size=DESK, scripts=False)
    person.sign_in(LEAD, "Meridian Systems")
    return person


def test_a_promise_gets_a_new_date(lead: Walker) -> None:
    lead.open(TRACKER)
    lead.page.get_by_role("listitem").filter(has_text=THEIRS_TO_DO).get_by_text(
        "New date, waiting on"
    ).click()
    form = lead.page.locator("#due-date")
    form.locator("summary").click()
    form.get_by_label("New date").fill("4 Dec")
    form.get_by_label("Why").fill("Two of the rebuilds depend on one another.")
    form.get_by_role("button").click()
    expect(lead.page.locator(".facts").first).to_contain_text("4 Dec")


def test_a_promise_is_reported_done_by_its_side(cio: Walker) -> None:
    cio.open(TRACKER)
    row = cio.page.get_by_role("listitem").filter(has_text=OURS_TO_DO)
    row.get_by_role("button", name="Done", exact=True).click()
    expect(row.locator(".item-due")).to_contain_text("reported done")


def test_a_slip_is_taken_back_where_it_is_told(lead: Walker) -> None:
    lead.open(TRACKER)
    row = lead.page.get_by_role("listitem").filter(has_text=THEIRS_TO_DO)
    row.get_by_role("button", name="Done", exact=True).click()
    expect(row.locator(".item-due")).to_contain_text("reported done")
    told = lead.page.locator("#messages")
    told.get_by_role("button", name="Undo").click()
    expect(told).to_contain_text("taken back")
    expect(row.get_by_role("button", name="Done", exact=True)).to_be_visible()


def test_several_are_selected_and_handed_over(lead: Walker) -> None:
    lead.open(TRACKER)
    column = lead.page.locator(".theirs")
    expect(column.locator(".pick").first).to_be_hidden()
    column.get_by_label("Select", exact=True).check()
    for title in HANDED_OVER:
        column.get_by_label(f"Select {title}").check()
    lead.page.get_by_label("Hand them to").select_option(label="Ravi Desai")
    column.get_by_role("button", name="Hand over").click()
    for title in HANDED_OVER:
        expect(lead.page.get_by_role("listitem").filter(has_text=title)).to_contain_text("Ravi Desai")


def test_a_view_is_kept_opened_and_removed(lead: Walker) -> None:
    page = lead.page
    lead.open(f"{TRACKER}?text=archive")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("The archive")
    page.get_by_role("button", name="Save", exact=True).click()
    lead.open(TRACKER)
    page.get_by_role("link", name="The archive").click()
    expect(page.get_by_label("Words or number")).to_have_value("archive")
    page.get_by_role("button", name="Remove the view The archive").click()
    expect(page.get_by_role("link", name="The archive")).to_have_count(0)


def test_a_review_is_read_held_sealed_and_its_pack_fetched(cio: Walker, tandem: Tandem) -> None:
    page = cio.page
    page.get_by_role("listitem").filter(has_text="today").get_by_role("link", name="Meridian Systems").click()
    expect(page.get_by_role("heading", level=2, name=re.compile("Promised last time"))).to_be_visible()
    page.get_by_role("button", name="Open the room").click()
    page.get_by_label("A promise: what, who, by when").fill("Order the second archive volume @tom 4 Dec")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Said and promised today")).to_contain_text(
        "Tom Okafor · 4 Dec"
    )
    page.get_by_role("button", name="Read back & seal", exact=True).click()
    mine = page.get_by_role("region", name="Northgate Group")
    mine.get_by_text("Agree", exact=True).click()
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine).to_contain_text("agrees")
    page.get_by_role("button", name="Seal and send the pack").click()
    expect(page.get_by_role("alert")).to_contain_text("Meridian Systems has not said whether it agrees.")
    page.get_by_role("button", name="Seal it all the same").click()
    expect(page.get_by_text("Sealed. The packs are being made")).to_be_visible()

    tandem.post.to(address(CIO, "Northgate Group"), about=THE_PACK)
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").first.click()
    pack = PdfReader(io.BytesIO(download.value.path().read_bytes()))
    sealed = page.locator(".record-hash").first.inner_text()
    assert sealed in "".join("".join(sheet.extract_text() for sheet in pack.pages).split())
