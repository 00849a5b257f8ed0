"""The first hour: from an empty installation to the first pack that was sent, with every click counted.

A click is a finger's; a field counts one where it is not reached by the Tab key from the field before. Human pace is
1.2 seconds a click, 40 words a minute of typing (0.3 seconds a key, Tab and Enter too), and three seconds to take in
each page.
"""

import base64
import hmac
import io
import re
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import DjangoDbBlocker

from tests.browser.people import DESK, walker
from tests.browser.services import Tandem, running
from tests.emptying import empty

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MOST_CLICKS, MOST_SECONDS = 60, 600
A_CLICK, A_KEY, A_PAGE = 1.2, 0.3, 3.0
given: list[str] = []
"""The password an administrator was given as Tandem began."""
PASSWORD = "Herons walk at dusk, seven."
ADMINISTRATOR, CIO, MANAGER, LEAD = (
    "administrator@northgate.example",
    "anand.kulkarni@northgate.example",
    "priya.raman@northgate.example",
    "jonas.stein@meridian.example",
)
TARGETS = (
    ("Availability", "percent", "99.95"),
    ("Batch ends by", "hours", "6"),
    ("Tickets solved", "percent", "95"),
)
PROMISED_IN_THE_ROOM = ("Send the migration plan @jonas 4 Dec", "Open the test system @priya 7 Dec")
WRITTEN_IN_THE_ROOM = (
    ("Decision", "The archive moves first."), ("Note", "The purge ran in 40 minutes."),
    ("Note", "Both plans are on the shared drive."),
)  # fmt: skip


@dataclass
class Hour:
    """What it took everybody together, and how often a password was typed."""

    clicks: int = 0
    keys: int = 0
    pages: int = 0
    passwords: int = 0

    @property
    def seconds(self) -> float:
        return self.clicks * A_CLICK + self.keys * A_KEY + self.pages * A_PAGE


@dataclass
class Person:
    """Somebody at a browser of their own."""

    page: Page
    tandem: Tandem
    hour: Hour

    def open(self, address: str) -> None:
        """By a link of a mail, or typed by heart: a click."""
        self.hour.clicks += 1
        self.page.goto(address)

    def click(self, what: Locator | str) -> None:
        found = self.named(what) if isinstance(what, str) else what
        found.click()
        self.hour.clicks += 1
        self.page.wait_for_load_state()

    def named(self, words: str) -> Locator:
        main = self.page.locator("main")
        button, link = (main.get_by_role(role, name=words, exact=True) for role in ("button", "link"))
        return button.or_(link).first

    def type(self, label: str, words: str) -> None:
        """Into the field of that label: by Tab from the field before, else with a click."""
        named = re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
        into = self.page.locator("main").get_by_label(named).first
        if not self._is_reached_by_tab(into):
            self.click(into)
        self.press("ControlOrMeta+a")
        self.keys(words)

    def _is_reached_by_tab(self, into: Locator) -> bool:
        same = "each => !!document.activeElement.form && document.activeElement.form === each.form"
        if not into.evaluate(same):
            return False
        for _ in range(8):
            if into.evaluate("each => each === document.activeElement"):
                return True
            self.press("Tab")
        return False

    def picks(self, label: str, option: str) -> None:
        """Opens the list, and chooses: two clicks."""
        self.page.locator("main").get_by_label(label, exact=True).first.select_option(label=option)
        self.hour.clicks += 2

    def keys(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.hour.keys += len(words)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.hour.keys += 1

    def enter(self) -> None:
        self.press("Enter")
        self.page.wait_for_load_state()

    def chooses_a_second_factor(self) -> None:
        secret = self.page.locator(".factor-secret").inner_text()
        self.type("Authenticator code", _code(secret, time.time() + self.tandem.shift))
        self.enter()
        self.click("I have saved them")

    def chooses_a_password(self) -> None:
        self.type("Choose a password", PASSWORD)
        self.hour.passwords += 1
        self.enter()

    def next_is(self, action: str) -> None:
        """Follows what the page says is next."""
        self.click(self.page.locator(".next-step, .way, main").get_by_role("link", name=action).first)


def _code(secret: str, at: float) -> str:
    """What the app on the telephone shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    begin = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


@pytest.fixture(scope="module")
def empty_tandem(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tandem]:
    """A Tandem as it starts: an administrator, no name, a second factor asked of whoever sees across partnerships."""
    with django_db_blocker.unblock():
        try:
            said = io.StringIO()
            call_command("first_administrator", email=ADMINISTRATOR, stdout=said)
            given.append(said.getvalue().partition("with the password ")[2].split()[0])
            with running(tmp_path_factory.mktemp("empty"), DEMO="", ENTERPRISE_NAME="") as tandem:
                yield tandem
        finally:
            empty()


def test_from_an_empty_installation_to_the_first_pack(
    chromium: Browser, empty_tandem: Tandem, screenshots: Path
) -> None:
    hour = Hour()
    administrator, cio, manager, lead = (
        _person(chromium, empty_tandem, hour) for _ in (ADMINISTRATOR, CIO, MANAGER, LEAD)
    )
    _names_the_house_and_invites_the_cio(administrator, screenshots)
    _adds_the_partner_and_invites_both_leads(cio, screenshots)
    _picture(cio, screenshots, "invited")
    _comes_in(lead, LEAD)
    _says_what_is_to_be_reached_and_when_one_meets(manager, screenshots)
    lead.page.reload()
    _picture(lead, screenshots, "lead")
    lead.click(lead.page.get_by_role("link", name="Close the books in five working days").first)
    lead.click("Agree it as it stands")
    expect(lead.page.get_by_text("Agreed by both.")).to_be_visible()
    _runs_the_review(manager, screenshots)
    _agrees_from_elsewhere(lead)
    manager.click("Seal and send the pack")
    took = f"{hour.clicks} clicks, {hour.keys} keys, {hour.pages} pages: {hour.seconds / 60:.1f} minutes"
    (screenshots / "first-hour.txt").write_text(took)
    for address in (LEAD, MANAGER, CIO):
        mail = empty_tandem.post.to(address, about="Monthly review, November 2026")
        assert any(part.get_content_type() == "application/pdf" for part in mail.walk())
    for person in (manager, lead, cio):
        person.page.goto(empty_tandem.address)
        expect(person.page.get_by_label("The way to the first pack")).to_have_count(0)
    assert hour.passwords == 4
    assert hour.clicks < MOST_CLICKS, took
    assert hour.seconds < MOST_SECONDS, took


def _person(chromium: Browser, tandem: Tandem, hour: Hour) -> Person:
    page = walker(chromium, tandem, size=DESK).page

    def opened(frame: object) -> None:
        hour.pages += frame == page.main_frame

    page.on("framenavigated", opened)
    return Person(page, tandem, hour)


def _picture(person: Person, folder: Path, name: str) -> None:
    person.page.screenshot(path=folder / f"first-hour-{name}.png", full_page=True)


def _names_the_house_and_invites_the_cio(administrator: Person, screenshots: Path) -> None:
    administrator.open(administrator.tandem.address)
    administrator.type("E-mail address", ADMINISTRATOR)
    administrator.type("Password", given[-1])
    administrator.hour.passwords += 1
    administrator.enter()
    administrator.chooses_a_second_factor()
    _picture(administrator, screenshots, "administrator")
    administrator.next_is("Name your organisation")
    administrator.type("Name", "Northgate Group")
    administrator.enter()
    administrator.next_is("Invite the CIO")
    administrator.type("Name", "Anand Kulkarni")
    administrator.type("E-mail address", CIO)
    administrator.enter()
    expect(administrator.page.get_by_text("Anand Kulkarni is invited as CIO")).to_be_visible()


def _comes_in(person: Person, address: str) -> None:
    letter = person.tandem.post.to(address, about="invitation", within=20).get_body(("plain",))
    assert letter
    link = re.search(r"http\S+/invitations/\S+", letter.get_content())
    assert link
    person.open(link[0])
    person.chooses_a_password()


def _adds_the_partner_and_invites_both_leads(cio: Person, screenshots: Path) -> None:
    _comes_in(cio, CIO)
    cio.chooses_a_second_factor()
    _picture(cio, screenshots, "cio")
    cio.next_is("Add the first partner")
    cio.type("Partner", "Meridian Systems")
    cio.enter()
    for name, address in (("Jonas Stein", LEAD), ("Priya Raman", MANAGER)):
        cio.type("Name", name)
        cio.type("E-mail address", address)
        cio.enter()
        if address == LEAD:
            cio.next_is("Invite our lead")
    expect(cio.page.get_by_text(f"An invitation is on its way to {MANAGER}")).to_be_visible()


def _says_what_is_to_be_reached_and_when_one_meets(manager: Person, screenshots: Path) -> None:
    _comes_in(manager, MANAGER)
    _picture(manager, screenshots, "manager")
    manager.next_is("Write down the first outcome")
    manager.type("The outcome, in one line", "Close the books in five working days")
    manager.type("How everyone will know it is reached", "Five days, three months in a row")
    manager.click("Draft it")
    manager.next_is("Set the first target")
    for number, (name, unit, target) in enumerate(TARGETS, 1):
        manager.type("What is measured", name)
        manager.type("Unit", unit)
        manager.type("Target", target)
        if number < len(TARGETS):
            manager.click("Define it, and another")
        else:
            manager.enter()
    manager.next_is("Write down the first promise")
    _picture(manager, screenshots, "promise")
    manager.type("What is to be done", "Name who signs for the cut-over")
    manager.picks("Who", "Priya Raman")
    manager.type("By when", "4 Dec")
    manager.enter()
    manager.next_is("Schedule a review")
    manager.type("Day of the first review", "today")
    manager.type("At", "15:00")
    manager.click(manager.page.get_by_label("Anand Kulkarni receives the pack"))
    _picture(manager, screenshots, "forum")
    manager.click("Set it up")
    expect(manager.page.get_by_role("button", name="Open the room")).to_be_visible()
    _picture(manager, screenshots, "agenda")


def _runs_the_review(manager: Person, screenshots: Path) -> None:
    page = manager.page
    manager.click("Open the room")
    page.wait_for_load_state("load")
    manager.press("h")
    expect(page.get_by_text("2 here")).to_be_visible()
    aside = page.get_by_role("complementary", name="Said and promised today")
    line = page.get_by_label("A promise: what, who, by when")
    manager.press("/")
    expect(line).to_be_focused()
    for words in PROMISED_IN_THE_ROOM:
        manager.keys(words)
        expect(page.get_by_label("Capture")).to_contain_text(re.compile(r" · \w+ \d Dec"))
        _picture(manager, screenshots, "captured")
        manager.press("Enter")
        expect(aside).to_contain_text(words.partition(" @")[0])
        expect(line).to_have_value("")
    for button, words in WRITTEN_IN_THE_ROOM:
        manager.keys(words)
        manager.click(page.get_by_role("button", name=button, exact=True))
        expect(aside).to_contain_text(words)
        expect(line).to_have_value("")
    manager.press("Escape")
    _picture(manager, screenshots, "room")
    manager.click(page.get_by_role("button", name="Read back & seal", exact=True))
    _agrees(manager, "Northgate Group", "We begin with the archive.")


def _agrees_from_elsewhere(lead: Person) -> None:
    lead.open(lead.tandem.address)
    lead.click(lead.page.get_by_role("link", name="Northgate Group").first)
    lead.click("Enter the room")
    expect(lead.page.get_by_role("heading", level=1)).to_have_text("Read back & seal")  # where the chair is
    _agrees(lead, "Meridian Systems", "A plan by Friday.")


def _agrees(person: Person, side: str, sentence: str) -> None:
    page = person.page
    mine = page.locator("section").filter(has=page.get_by_role("heading", level=2, name=side, exact=True))
    person.click(mine.get_by_text("Agree", exact=True))
    person.click(mine.get_by_label("Your sentence for page one"))
    person.keys(sentence)
    person.click(mine.get_by_role("button", name="Save", exact=True))
    expect(mine.locator("blockquote")).to_contain_text(sentence)
