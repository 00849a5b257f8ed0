"""The server is killed and the line is cut while the room writes: nothing typed is lost, and nothing is there twice."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from demo.cast import CIO, LEAD
from partners.isolation.scope import SYSTEM, entered
from reviews.models import RoomMove
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LINE = "A promise: what, who, by when"
KEPT = "Not sent: still here. Trying again …"


@pytest.fixture
def cio(chromium: Browser, tandem: Tandem) -> Iterator[Walker]:
    """Whoever chairs, in the room."""
    cio = walker(chromium, tandem, size=DESK)
    cio.page.context.set_default_timeout(30_000)
    cio.sign_in(CIO, "Northgate Group")
    todays = cio.page.get_by_role("listitem").filter(has_text="today")
    todays.get_by_role("link", name="Meridian Systems").click()
    enter = cio.page.get_by_role("button", name="Open the room").or_(
        cio.page.get_by_role("link", name=re.compile("Enter the room|Back to the room"))
    )
    enter.first.click()
    expect(cio.page.get_by_label(LINE)).to_be_visible()
    cio.page.wait_for_load_state("load")
    yield cio
    cio.page.context.close()


def says(page: Page, line: str) -> None:
    """Typed and kept with Enter, as fast as somebody types who does not look up."""
    page.get_by_label(LINE).fill(line)
    page.keyboard.press("Enter")


def promised(beginning: str) -> list[str]:
    with entered(SYSTEM):
        moves = RoomMove.objects.filter(words__startswith=beginning, undone_at=None).order_by("pk")
        return [move.words for move in moves]


def test_lines_typed_over_a_killed_server_are_each_there_once_and_in_order(
    cio: Walker, tandem: Tandem, chromium: Browser, screenshots: Path
) -> None:
    page = cio.page
    lines = [f"Order disk {number:02}" for number in range(24)]
    for number, line in enumerate(lines):
        if number == 7:
            tandem.web.kill()
        if number == 15:
            tandem.web.start()
        says(page, f"{line} @tom 4 Dec")
    expect(page.locator("#kept")).to_be_hidden(timeout=60_000)
    assert promised("Order disk") == lines
    there = walker(chromium, tandem, size=DESK)
    there.sign_in(LEAD, "Meridian Systems")
    there.open(page.url.removeprefix(tandem.address))
    for screen in (page, there.page):
        expect(screen.get_by_role("complementary", name="Said and promised today")).to_contain_text(lines[-1])
        told = screen.get_by_role("complementary", name="Said and promised today").inner_text()
        assert [told.count(line) for line in lines] == [1] * len(lines)
    there.page.context.close()


def test_lines_typed_without_a_line_stand_in_the_page_and_after_a_reload(
    cio: Walker, screenshots: Path
) -> None:
    page = cio.page
    page.context.set_offline(True)
    for number in range(3):
        says(page, f"Order tape {number} @tom 4 Dec")
    expect(page.locator("#kept")).to_contain_text(KEPT)
    expect(page.locator(".kept-words")).to_have_text(
        [f"Order tape {number} @tom 4 Dec" for number in range(3)]
    )
    expect(page.locator("#not-done")).to_have_count(0)
    page.get_by_label(LINE).fill("Half a sentence")
    cio.picture(screenshots, "room-kept")
    page.route("**/room/lines/", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".kept-words")).to_have_count(3)
    expect(page.get_by_label(LINE)).to_have_value("Half a sentence")
    page.unroute("**/room/lines/")
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.get_by_label(LINE)).to_have_value("Half a sentence")
    assert promised("Order tape") == [f"Order tape {number}" for number in range(3)]


def test_a_line_that_fails_while_the_next_is_typed_takes_nothing_from_it(cio: Walker) -> None:
    page, held = cio.page, []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/room/lines/", hold)
    says(page, "Order fan 0 @tom 4 Dec")
    expect(page.get_by_label(LINE)).to_have_value("Order fan 0 @tom 4 Dec")
    for number in (1, 2):
        says(page, f"Order fan {number} @tom 4 Dec")
    held[0].abort("connectionreset")
    expect(page.locator("#kept")).to_be_hidden(timeout=30_000)
    assert promised("Order fan") == [f"Order fan {number}" for number in range(3)]


def test_an_answer_that_got_lost_on_its_way_back_does_nothing_twice(cio: Walker) -> None:
    page = cio.page
    answers: list[int] = []

    def lose(route: object) -> None:
        answers.append(route.fetch().status)  # type: ignore[attr-defined]
        if len(answers) < 3:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/room/lines/", lose)
    says(page, "Order cable @tom 4 Dec")
    expect(page.locator("#kept")).to_contain_text(KEPT)
    expect(page.locator("#kept")).to_be_hidden()
    assert promised("Order cable") == ["Order cable"]


def test_what_nobody_could_be_asked_about_meanwhile_is_asked_afterwards(cio: Walker) -> None:
    page = cio.page
    page.context.set_offline(True)
    says(page, "Order the racks")
    says(page, "Order lamps @tom 4 Dec")
    page.context.set_offline(False)
    expect(page.locator(".kept-line")).to_have_count(1)
    expect(page.locator(".kept-line")).to_contain_text("Nobody is named yet")
    page.get_by_role("button", name="Back to the line").click()
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.get_by_label(LINE)).to_have_value("Order the racks")
    assert promised("Order ").count("Order lamps") == 1
    page.get_by_label(LINE).fill("")
    page.context.set_offline(True)
    for _ in range(2):
        says(page, "order lamps! @tom 4 Dec")
    page.context.set_offline(False)
    expect(page.locator(".kept-line")).to_have_count(2)
    expect(page.locator(".kept-line").first).to_contain_text("Captured already by you: Tom")
    page.get_by_role("button", name="It is another one").first.click()
    expect(page.locator(".kept-line")).to_have_count(1)
    page.get_by_role("button", name="It is the same").click()
    expect(page.locator("#kept")).to_be_hidden()
    assert promised("Order lamps") == ["Order lamps", "Order lamps!"]


def test_a_sentence_and_an_answer_are_kept_like_a_line(cio: Walker) -> None:
    page = cio.page
    page.get_by_role("button", name="Read back & seal", exact=True).click()
    sentence = page.get_by_label("Your sentence for page one").first
    expect(sentence).to_be_visible()
    form = page.locator("form.form").filter(has=sentence)
    page.context.set_offline(True)
    sentence.fill("We said it aloud.")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#kept")).to_contain_text("We said it aloud.")
    expect(sentence).to_have_value("We said it aloud.")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator("blockquote").filter(has_text="We said it aloud.")).to_be_visible()
