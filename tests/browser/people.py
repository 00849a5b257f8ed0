"""People of the demo at a browser, whose clicks are counted."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from demo.cast import PASSWORD, address
from tests.browser.services import Tandem

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@dataclass
class Walker:
    """Somebody at a browser. `click` is what their finger does; typing costs no click."""

    page: Page
    tandem: Tandem
    clicks: int = 0

    def open(self, path: str) -> None:
        self.page.goto(self.tandem.address + path)

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def sign_in(self, name: str, organisation: str, *, lands_on: str = "My desk") -> None:
        """From the first page to the desk, or wherever else their day begins."""
        self.open("/")
        self.page.get_by_label("E-mail address").fill(address(name, organisation))
        self.page.get_by_label("Password").fill(PASSWORD)
        self.click(self.page.get_by_role("button", name="Sign in"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(lands_on)

    def picture(self, folder: Path, name: str) -> None:
        self.page.screenshot(path=folder / f"{name}.png")


def walker(browser: Browser, tandem: Tandem, *, size: dict[str, int], scripts: bool = True) -> Walker:
    """A fresh browser context of a person who has not signed in."""
    context = browser.new_context(
        viewport=size, java_script_enabled=scripts, accept_downloads=True, locale="en-GB"
    )
    context.set_default_timeout(15_000)
    return Walker(context.new_page(), tandem)
