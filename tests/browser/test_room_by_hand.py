"""The room by keyboard and by finger: where the focus is, what is in view, what was done last."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from demo.cast import CIO
from governance.models import Ask
from partners.isolation.scope import SYSTEM, entered
from tests.browser.people import DESK, Walker, walker
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LINE = "A promise: what, who, by when"
MEASURED = """() => {
    const row = document.querySelector(".item.is-selected"), head = row.closest(".ledger-side").firstElementChild;
    const boxes = [row, document.querySelector("#main"), document.querySelector(".room-capture")];
    const stuck = getComputedStyle(head).position === "sticky" ? head.offsetHeight : 0;
    return [...boxes.map((each) => each.getBoundingClientRect().toJSON()), stuck];
}"""


@pytest.fixture
def cio(chromium: Browser, tandem: Tandem) -> Iterator[Walker]:
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
    yield cio
    cio.page.context.close()


def turn_to(page: Page, section: str) -> None:
    page.get_by_role("navigation", name="Agenda").get_by_role("button", name=section).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(section)


def in_hand(page: Page) -> str:
    return page.locator(".item.is-selected .item-title").inner_text()


def answers() -> dict[str, str]:
    with entered(SYSTEM):
        return {ask.title: ask.answer for ask in Ask.objects.exclude(answer="")}


def test_what_is_pressed_after_an_answer_moves_on_and_answers_nothing(cio: Walker) -> None:
    page = cio.page
    turn_to(page, "Asks")
    first, before = in_hand(page), answers()
    cio.press("d")
    page.keyboard.type("Since Friday")
    for key in ("Enter", "j", "j", "j", "Enter"):
        cio.press(key)
    expect(page.locator(".item.is-done").filter(has_text=first)).to_contain_text("Since Friday")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".item.is-selected .item-title a")).to_be_focused()
    expect(page.locator("#kept")).to_be_hidden()
    assert answers() == before | {first: "Since Friday"}
    expect(page.locator(".item.is-selected [name=answer]")).to_have_value("")
    cio.press("u")
    expect(page.locator(".item.is-done").filter(has_text=first)).to_have_count(0)


def test_escape_leaves_the_field_for_the_row_and_letters_act_again(cio: Walker) -> None:
    page = cio.page
    turn_to(page, "Asks")
    cio.press("d")
    expect(page.locator(".item.is-selected [name=answer]")).to_be_focused()
    expect(page.locator(".item.is-selected")).to_contain_text("leaves the field")
    page.keyboard.type("j")
    first = in_hand(page)
    cio.press("Escape")
    expect(page.locator(".item.is-selected .item-title a")).to_be_focused()
    cio.press("j")
    expect(page.locator(".item.is-selected .item-title")).not_to_have_text(first)


def test_whoever_types_while_a_move_is_answered_goes_on_in_their_field(cio: Walker) -> None:
    page, held = cio.page, list[Route]()
    turn_to(page, "Asks")
    page.wait_for_load_state("networkidle")
    page.route("**/turn/", lambda route: held.append(route))
    page.get_by_role("navigation", name="Agenda").get_by_role("button", name="Asks").click()
    field = page.locator(".item.is-selected [name=answer]")
    field.fill("Half a sen")
    with page.expect_response("**/turn/"):
        held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.keyboard.type("tence")
    expect(field).to_be_focused()
    expect(field).to_have_value("Half a sentence")


@pytest.mark.parametrize("size", [(1280, 620), (1280, 720), (360, 780), (1920, 1080)], ids=str)
def test_the_row_in_hand_is_wholly_in_view_after_each_answer(cio: Walker, size: tuple[int, int]) -> None:
    page = cio.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    turn_to(page, "Asks")
    done = 0
    while page.locator(".item.is-selected [name=answer]").count() and done < 4:
        title = in_hand(page)
        _is_in_view(page, title)
        page.locator(".item.is-selected [name=answer]").fill(f"Yes, {done}, on {size[0]}")
        if (next_look := page.locator(".item.is-selected [name=needed_by]")).count():
            next_look.fill("in 3 weeks")
        cio.press("Enter")
        expect(page.locator(".item", has_text=title)).to_contain_text(f"Yes, {done}, on {size[0]}")
        done += 1
    assert done > 2
    for _ in range(done):
        latest = page.locator(".room-last [name=latest]").get_attribute("value")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(f".room-last [name=latest][value='{latest}']")).to_have_count(0)
        _is_in_view(page, in_hand(page))


def _is_in_view(page: Page, title: str) -> None:
    """Between the heads of the columns and the line, or from its beginning where it is higher than that."""
    expect(page.locator(".item.is-selected .item-title")).to_have_text(title)
    row, main, bar, head = page.evaluate(MEASURED)
    top = max(main["top"], 0) + head
    assert row["top"] >= top - 1, f"the beginning of {title} lies under the head"
    fits = row["height"] <= bar["top"] - top - 17
    assert not fits or row["bottom"] <= bar["top"] + 1, f"the end of {title} lies under the line"


def test_on_a_phone_what_was_done_last_is_said_and_taken_back(cio: Walker, screenshots: Path) -> None:
    page = cio.page
    page.set_viewport_size({"width": 360, "height": 780})
    turn_to(page, "Promised last time")
    title = in_hand(page)
    page.locator(".item.is-selected").get_by_role("button", name="Done").click()
    last = page.locator(".room-last")
    expect(last).to_contain_text(f"Reported done: {title}")
    cio.picture(screenshots, "room-last-phone")
    turn_to(page, "Operational performance")
    last.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Promised last time")
    expect(page.locator(".item.is-selected .item-title")).to_have_text(title)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_target_is_read_as_a_sentence_and_type_grows_on_a_projector(cio: Walker, screenshots: Path) -> None:
    page = cio.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    turn_to(page, "Outcomes")
    cio.picture(screenshots, "room-outcomes-1920")
    card = page.locator(".room-outcome").first
    target = card.locator("dt", has_text="Target").locator("xpath=following-sibling::dd").bounding_box()
    assert target["width"] > 0.8 * card.bounding_box()["width"]
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('#main')).fontSize)") >= 22
    turn_to(page, "Promised last time")
    cio.picture(screenshots, "room-promised-1920")
    turn_to(page, "Asks")
    cio.picture(screenshots, "room-asks-1920")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 620})
    cio.picture(screenshots, "room-asks-1280")
