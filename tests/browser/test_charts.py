"""Charts in a real Chromium, under the product's own content policy."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from playwright.sync_api import Browser, Page, expect

from dashboards.charts import MonthPromises, mirrored_chart, sparkline_chart, trend_chart
from tests.dashboards.charts.chart_facts import trend

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PAGE = """{% load static charts %}<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{% static 'css/tokens.css' %}">
{% include "components/chart_head.html" %}</head><body><main>
{% for each in charts %}<section>{% chart each %}</section>{% endfor %}</main></body></html>"""


class _Handler(SimpleHTTPRequestHandler):
    """The page with the product's content policy, and the static files beside it."""

    def __init__(self, *args: object, page: str, **more: object) -> None:
        self.page = page
        super().__init__(*args, directory=str(ROOT), **more)

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        return self.wfile.write(self.page.encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", _policy())
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet: a failing test says what it needs."""


def _policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(
        " ".join(
            [name, *(str(source) for source in sources if str(source).startswith(("'", "data", "blob")))]
        )
        for name, sources in directives.items()
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    months = [
        MonthPromises(date(2026, month, 1), side, 4, kept, 0, 0, 4 - kept)
        for month, kept in ((9, 4), (10, 3), (11, 2))
        for side in ("ours", "theirs")
    ]
    charts = [
        trend_chart(trend(96, 97, None, None, None, 94, 92, name="<b>Hostile</b> & co")),
        mirrored_chart(months),
        sparkline_chart(trend(96, 97)),
    ]
    page = engines["django"].from_string(PAGE).render({"charts": charts})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, page=page))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@contextmanager
def opened(chromium: Browser, address: str, **context: object) -> Iterator[tuple[Page, list[str]]]:
    """The page, and what its console complained of."""
    pages = chromium.new_context(**context)
    page, complaints = pages.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page, complaints
    pages.close()


def test_plotly_draws_without_a_word_from_the_content_policy(chromium, address):
    with opened(chromium, address) as (page, complaints):
        expect(page.locator("[data-live] .main-svg").first).to_be_visible()
        expect(page.locator("[data-live]")).to_have_count(2)
        assert complaints == []


def test_a_sparkline_stays_the_drawing_it_was_served_as(chromium, address):
    with opened(chromium, address) as (page, _):
        expect(page.locator("figure").nth(2).locator("svg")).to_have_count(1)


def test_a_screen_reader_hears_what_the_drawing_said(chromium, address):
    with opened(chromium, address) as (page, _):
        live = page.locator("[data-live] .chart-live").first
        expect(live).to_have_attribute("role", "img")
        said = live.get_attribute("aria-label")
        assert said.startswith("<b>Hostile</b> & co. July 2026: 92%, slipping.")


def test_a_change_of_theme_mixes_the_inks_anew(chromium, address):
    with opened(chromium, address, color_scheme="light") as (page, _):
        word = page.locator("[data-live] .annotation-text", has_text="target 95")
        in_light = word.evaluate("element => getComputedStyle(element).fill")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        expect(word).not_to_have_css("fill", in_light)


def test_a_phone_gets_the_narrow_layout(chromium, address):
    with opened(chromium, address, viewport={"width": 360, "height": 700}) as (page, _):
        live = page.locator("[data-live] .main-svg").first
        expect(live).to_have_attribute("height", "170")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_the_drawing_and_the_table_are_there(chromium, address):
    with opened(chromium, address, java_script_enabled=False) as (page, _):
        expect(page.locator("[data-drawing=wide] svg").first).to_be_visible()
        expect(page.locator("summary").first).to_have_text("Table")


def test_the_drawing_stays_when_plotly_does_not_come(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/plotly-basic.min.js", lambda route: route.abort())
    with page.expect_console_message(lambda message: message.text == "Plotly did not load."):
        page.goto(address)
    expect(page.locator("[data-drawing=wide] svg").first).to_be_visible()
    context.close()


def test_a_chart_swapped_in_by_htmx_is_enlivened(chromium, address):
    with opened(chromium, address) as (page, _):
        expect(page.locator("[data-live]")).to_have_count(2)
        page.evaluate(
            """() => {
                const copy = document.querySelector("section").cloneNode(true);
                copy.querySelector(".chart-live").remove();
                const figure = copy.querySelector("figure");
                delete figure.dataset.live;
                delete figure.dataset.drawnAt;
                document.querySelector("main").prepend(copy);
                copy.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
            }"""
        )
        expect(page.locator("[data-live]")).to_have_count(3)
