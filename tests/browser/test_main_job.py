"""The main job, from the sign-in to the mail in an executive's mailbox, with every click counted."""

import io
import re
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from demo.cast import CIO, LEAD, READER, address
from tests.browser.people import DESK, PHONE, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

NORTHGATE, MERIDIAN = "Northgate Group", "Meridian Systems"
PARTNERSHIP = "/partnerships/meridian-systems/"
OUR_SECRET = "Ochre heron: if this slips once more we look for a second partner."
THEIR_SECRET = "Copper walrus: we would stay for two thirds of the price."
OUR_SENTENCE = "We kept the window open and left the archive lying; the second half is ours to mend."
THEIR_SENTENCE = "Give the finance board one page, and the close will take five hours by spring."
THE_PACK = "Monthly review, November 2026"
A_DECISION = "Finance closes two hours later in December too."
A_NOTE = "The purge ran in 40 minutes at the bank; we allow two hours for the first run."
AT_THE_TABLE = ("Priya Raman", "Tom Okafor", "Mei Chen", "Ravi Desai")
CLICKS_OF_THE_JOB, CLICKS_FROM_SEAL_TO_SENT = 30, 4


def test_a_review_from_the_sign_in_to_the_received_mail(
    chromium: Browser, tandem: Tandem, screenshots: Path
) -> None:
    _each_side_keeps_a_secret(chromium, tandem)
    cio, lead = walker(chromium, tandem, size=DESK), walker(chromium, tandem, size=PHONE)

    cio.sign_in(CIO, NORTHGATE)
    cio.picture(screenshots, "01-desk")
    _reads_the_agenda_and_opens_the_room(cio, screenshots)
    _notes_who_is_here(cio)
    _marks_a_promise_done_with_the_keyboard(cio)
    lead.sign_in(LEAD, MERIDIAN)
    _follows_on_a_phone(lead, screenshots)
    _records_a_promise_by_typing_one_line(cio, screenshots)
    expect(lead.page.get_by_text("Order the second archive volume").first).to_be_attached()
    _takes_up_the_next_section(cio, screenshots)
    _answers_an_ask_and_takes_it_back(cio)
    _reads_back(cio, screenshots)
    _agrees_and_writes_a_sentence(lead, MERIDIAN, THEIR_SENTENCE)
    lead.picture(screenshots, "07-lead-agrees")
    _agrees_and_writes_a_sentence(cio, NORTHGATE, OUR_SENTENCE)
    cio.picture(screenshots, "08-both-agree")
    before_the_seal = cio.clicks
    cio.click(cio.page.get_by_role("button", name="Seal and send the pack"))
    expect(cio.page.get_by_text("Sealed. The packs are being made")).to_be_visible()

    ours = tandem.post.to(address(READER, NORTHGATE), about=THE_PACK)
    theirs = tandem.post.to(address(LEAD, MERIDIAN), about=THE_PACK)
    assert cio.clicks - before_the_seal <= CLICKS_FROM_SEAL_TO_SENT
    assert cio.clicks + lead.clicks <= CLICKS_OF_THE_JOB

    _leaves_nothing_in_the_browser(cio)
    headline, sealed = _the_record(cio, screenshots)
    _carries_page_one_and_the_pack(ours, headline, sealed)
    _keeps_each_sides_secret(ours, theirs)
    _the_next_review_carries_what_was_not_reached(cio, screenshots)
    _the_promise_stands_in_the_tracker(cio)
    _show_page_one(ours, screenshots)


def _each_side_keeps_a_secret(chromium: Browser, tandem: Tandem) -> None:
    for name, organisation, secret in ((CIO, NORTHGATE, OUR_SECRET), (LEAD, MERIDIAN, THEIR_SECRET)):
        person = walker(chromium, tandem, size=DESK)
        person.sign_in(name, organisation)
        person.open(PARTNERSHIP)
        person.page.get_by_label("A private note of our side").fill(secret)
        person.page.get_by_role("button", name="Save note").click()
        expect(person.page.get_by_text(secret)).to_be_visible()
        person.page.context.close()


def _reads_the_agenda_and_opens_the_room(cio: Walker, screenshots: Path) -> None:
    page = cio.page
    todays = page.get_by_role("listitem").filter(has_text="today")
    cio.click(todays.get_by_role("link", name=MERIDIAN))
    expect(page.get_by_role("heading", level=1)).to_contain_text(MERIDIAN)
    expect(page.get_by_text("Monday 14:00")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=re.compile("Promised last time"))).to_be_visible()
    cio.picture(screenshots, "02-agenda")
    cio.click(page.get_by_role("button", name="Open the room"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Promised last time")


def _notes_who_is_here(cio: Walker) -> None:
    """Everyone at the table; the partner's lead follows from elsewhere."""
    aside = cio.page.get_by_role("complementary", name="Said and promised today")
    for number, name in enumerate(AT_THE_TABLE, 1):
        cio.click(aside.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="Here"))
        expect(cio.page.get_by_text(f"{number + 1} here")).to_be_visible()


def _marks_a_promise_done_with_the_keyboard(cio: Walker) -> None:
    page = cio.page
    selected = page.locator(".item.is-selected")
    title = selected.locator(".item-title").inner_text()
    expect(selected.get_by_role("button", name="Done")).to_be_visible()
    cio.press("d")
    done = page.locator(".item").filter(has_text=title)
    expect(done.locator(".item-due")).to_contain_text(re.compile("confirm|kept|reported|done"))


def _follows_on_a_phone(lead: Walker, screenshots: Path) -> None:
    page = lead.page
    todays = page.get_by_role("listitem").filter(has_text="today")
    lead.click(todays.get_by_role("link", name=NORTHGATE))
    lead.click(page.get_by_role("link", name="Enter the room"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Promised last time")
    lead.picture(screenshots, "03-lead-follows")


def _records_a_promise_by_typing_one_line(cio: Walker, screenshots: Path) -> None:
    page, line = cio.page, cio.page.get_by_label("A promise: what, who, by when")
    aside = page.get_by_role("complementary", name="Said and promised today")
    cio.press("/")
    page.keyboard.type("Order the second archive volume @tom 4 Dec")
    expect(page.get_by_label("Capture")).to_contain_text("Tom Okafor · Fri 4 Dec")
    cio.press("Enter")
    expect(aside).to_contain_text("Order the second archive volume")
    expect(aside).to_contain_text("Tom Okafor · 4 Dec")
    expect(line).to_have_value("")
    page.keyboard.type("Run the purge in the test system @mei 30 Nov")
    cio.press("Enter")
    expect(aside).to_contain_text("Mei Chen · 30 Nov")
    for words, button in ((A_DECISION, "Decision"), (A_NOTE, "Note")):
        expect(line).to_have_value("")
        page.keyboard.type(words)
        cio.click(page.get_by_role("button", name=button, exact=True))
        expect(aside).to_contain_text(words)
    expect(line).to_have_value("")
    page.keyboard.type("Send the archiving paper to the board @priya 27 Nov")
    expect(page.get_by_label("Capture")).to_contain_text("Priya Raman · Fri 27 Nov")
    cio.picture(screenshots, "room")
    line.clear()
    cio.press("Escape")


def _takes_up_the_next_section(cio: Walker, screenshots: Path) -> None:
    rail = cio.page.get_by_role("navigation", name="Agenda")
    cio.click(rail.get_by_role("button", name="performance"))
    expect(cio.page.get_by_role("heading", level=1)).to_contain_text("performance")
    cio.picture(screenshots, "05-performance")


def _answers_an_ask_and_takes_it_back(cio: Walker) -> None:
    """The list is longer than the screen: what was answered goes to its end, and the next one is in view."""
    page = cio.page
    cio.click(page.get_by_role("navigation", name="Agenda").get_by_role("button", name="Asks"))
    in_hand = page.locator(".item.is-selected")
    title = in_hand.locator(".item-title").inner_text()
    answered = page.locator(".item.is-done").filter(has_text=title)
    cio.press("d")
    page.keyboard.type("Since Friday")
    cio.press("Enter")
    expect(answered).to_contain_text("Since Friday")
    expect(in_hand).not_to_contain_text(title)
    expect(in_hand).to_be_in_viewport()
    cio.press("u")
    expect(answered).to_have_count(0)
    expect(in_hand).to_contain_text(title)
    _stays_where_it_is_while_a_line_is_kept(cio)


def _stays_where_it_is_while_a_line_is_kept(cio: Walker) -> None:
    page, in_hand = cio.page, cio.page.locator(".item.is-selected .item-title")
    aside = page.get_by_role("complementary", name="Said and promised today")
    first = in_hand.inner_text()
    cio.press("j")
    expect(in_hand).not_to_have_text(first)
    second = in_hand.inner_text()
    cio.press("/")
    page.keyboard.type("Check the plan @tom 4 Dec")
    cio.press("Enter")
    expect(aside).to_contain_text("Check the plan")
    expect(in_hand).to_have_text(second)
    cio.press("Escape")
    cio.press("u")
    expect(aside).not_to_contain_text("Check the plan")


def _reads_back(cio: Walker, screenshots: Path) -> None:
    cio.click(cio.page.get_by_role("button", name="Read back & seal", exact=True))
    expect(cio.page.get_by_role("heading", level=2, name="Seal it")).to_be_visible()
    cio.picture(screenshots, "06-read-back")


def _agrees_and_writes_a_sentence(person: Walker, side: str, sentence: str) -> None:
    page = person.page
    mine = page.locator("section").filter(has=page.get_by_role("heading", level=2, name=side, exact=True))
    if not mine.count():
        person.click(page.get_by_role("link", name="Read-back", exact=True))
    person.click(mine.get_by_text("Agree", exact=True))
    mine.get_by_label("Your sentence for page one").fill(sentence)
    person.click(mine.get_by_role("button", name="Save", exact=True))
    expect(mine.locator("blockquote")).to_contain_text(sentence)


def _leaves_nothing_in_the_browser(person: Walker) -> None:
    """But the address of the page, which htmx notes for the way back."""
    kept = person.page.evaluate("({...localStorage, ...sessionStorage})")
    assert kept.keys() <= {"htmx-current-path-for-history"}
    assert all(re.fullmatch(r"/[\w/?=&-]*", address) for address in kept.values())


def _the_record(cio: Walker, screenshots: Path) -> tuple[str, str]:
    """Returns the headline and the hash it shows."""
    page = cio.page
    page.reload()
    expect(page.get_by_role("link", name="Download the PDF").first).to_be_visible()
    headline, sealed = (
        page.locator("h1 ~ .say, .page-head .say").first.inner_text(),
        page.locator(".record-hash").first,
    )
    assert re.fullmatch("[0-9a-f]{64}", sealed.inner_text())
    page.screenshot(path=screenshots / "09-record.png", full_page=True)
    return headline, sealed.inner_text()


def _carries_page_one_and_the_pack(mail: EmailMessage, headline: str, sealed: str) -> None:
    body = mail.get_body(("plain",)).get_content()
    printed = _text(_pdf(mail))
    for said in (headline, OUR_SENTENCE, THEIR_SENTENCE):
        assert _squeezed(said) in _squeezed(body)
        assert _squeezed(said) in _squeezed(printed)
    assert "".join(sealed.split()) in "".join(printed.split())
    assert mail.get_body(("html",)) is not None


def _keeps_each_sides_secret(ours: EmailMessage, theirs: EmailMessage) -> None:
    assert "Ochre heron" not in _everything(theirs)
    assert "Copper walrus" not in _everything(ours)


def _the_next_review_carries_what_was_not_reached(cio: Walker, screenshots: Path) -> None:
    cio.open(f"{PARTNERSHIP}reviews/next/")
    expect(cio.page.get_by_role("heading", level=1)).to_contain_text("December")
    section = cio.page.get_by_role("region", name="One item from each side")
    cio.click(section.locator("summary").first)
    tabled = section.get_by_role("listitem")
    expect(tabled).to_contain_text(["What we stop doing", "Six months asked, twelve given"])
    expect(tabled).to_contain_text(["carried over", "carried over"])
    cio.page.screenshot(path=screenshots / "10-next-agenda.png", full_page=True)


def _the_promise_stands_in_the_tracker(cio: Walker) -> None:
    cio.open(f"{PARTNERSHIP}tracker/")
    row = cio.page.get_by_role("listitem").filter(has_text="Order the second archive volume")
    expect(row).to_contain_text("Tom Okafor")
    expect(row).to_contain_text("4 Dec")


def _show_page_one(mail: EmailMessage, screenshots: Path) -> None:
    """Page one of the pack as a picture, where poppler is installed."""
    if drawer := shutil.which("pdftoppm"):
        subprocess.run(
            [drawer, "-png", "-r", "110", "-singlefile", "-", screenshots / "pack"],
            input=_pdf(mail),
            check=True,
        )


def _pdf(mail: EmailMessage) -> bytes:
    (pack,) = (part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf")
    return pack.get_content()


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def _everything(mail: EmailMessage) -> str:
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*parts, _text(_pdf(mail))])


def _squeezed(text: str) -> str:
    return "".join(text.split())
