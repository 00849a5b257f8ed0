"""Two rivals at work in the same processes, on the same pooled connections, errors included: nothing bleeds."""

import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from demo.cast import LEAD, PASSWORD, address
from tests.browser.services import Tandem

pytestmark = [pytest.mark.browser, pytest.mark.faults, pytest.mark.django_db]
REQUESTS, AT_ONCE = 1000, 8
PEOPLE = {"Meridian Systems": (LEAD, "meridian-systems"), "Halden & Roy": ("Callum Reid", "halden-roy")}
WORDS = {"Meridian Systems": ("Meridian", LEAD), "Halden & Roy": ("Halden", "Callum Reid")}
"""What every page of a partnership says somewhere, and no page of the other."""


class Browser:
    """A signed-in person without a screen."""

    def __init__(self, tandem: Tandem, organisation: str) -> None:
        self.at, self.organisation = tandem.address, organisation
        self.person, self.slug = PEOPLE[organisation]
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        _, page = self.ask("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        code, _ = self.ask(
            "/accounts/login/",
            {
                "csrfmiddlewaretoken": token.group(1),
                "login": address(self.person, organisation),
                "password": PASSWORD,
            },
        )
        assert code == 200

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Code and text of the answer, errors included."""
        body = urlencode(form).encode() if form is not None else None
        request = Request(self.at + path, data=body, headers={"Referer": self.at + path})
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()


def paths(mine: str, other: str) -> Iterator[str]:
    """Pages of one's own, of the other's, of nobody's, and some that end in an error."""
    yield from ("/", "/partnerships/", "/tracker/", "/performance/", "/our-house/", "/settings/history/")
    for page in ("", "tracker/", "asks/", "performance/", "reviews/", "raci/"):
        yield f"/partnerships/{mine}/{page}"
    for page in ("", "tracker/", "reviews/next/"):
        yield f"/partnerships/{other}/{page}"
    yield from (
        f"/partnerships/{mine}/actions/99999999/",
        "/portfolio/",
        "/settings/our-people/",
        "/nowhere/",
    )


def test_a_thousand_interleaved_requests_show_nobody_the_other(tandem: Tandem) -> None:
    meridian, halden = (Browser(tandem, organisation) for organisation in PEOPLE)
    chosen = random.Random(20261123)
    errands = [
        (browser, path, chosen.random() < 0.1)
        for _ in range(REQUESTS // 2)
        for browser, other in ((meridian, halden), (halden, meridian))
        for path in [chosen.choice(list(paths(browser.slug, other.slug)))]
    ]

    def run(errand: tuple[Browser, str, bool]) -> tuple[Browser, str, int, str]:
        browser, path, is_post = errand
        # A form without its token is an exception within the request.
        code, text = browser.ask(path, {"title": "x"} if is_post else None)
        return browser, path, code, text

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(run, errands))
    assert len(answers) == REQUESTS
    codes = {code for _, _, code, _ in answers}
    assert {200, 403, 404} <= codes
    assert {code for code in codes if code >= 500} == set()
    bled = [
        (browser.organisation, path)
        for browser, path, _, text in answers
        for organisation, words in WORDS.items()
        if organisation != browser.organisation and any(word in text for word in words)
    ]
    assert bled == []
    assert sum(browser.person in text for browser, _, code, text in answers if code == 200) > REQUESTS // 3
