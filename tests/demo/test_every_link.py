"""Whoever follows every link of the demo finds a page behind each, with the headers a private page needs."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from governance.config.demo.cast import ADMINISTRATOR, CIO, LEAD, READER
from partners.models import User
from partners.scope import SYSTEM, entered
from tests.test_routes import ALL

pytestmark = pytest.mark.django_db

PEOPLE = (CIO, LEAD, READER, ADMINISTRATOR)
OF_EACH_KIND = 4
"""Pages of one kind that each person opens: the first actions, the first asks …"""


class _Links(HTMLParser):
    """What a page leads to, what it fetches, and what a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.fetches: list[str] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        self.leads_to += [
            said[name] for name in ("href", "hx-get") if name in said and tag != "link" and tag != "use"
        ]
        self.fetches += [said["src"]] if "src" in said and tag != "iframe" else []
        self.fetches += [said["href"]] if tag in ("link", "use") and "href" in said else []
        self.refused += [
            f"<{tag} {name}>" for name in said if name == "style" or name.startswith(("on", "hx-on"))
        ]
        if (
            tag in ("script", "style")
            and "src" not in said
            and "nonce" not in said
            and said.get("type") != "application/json"
        ):
            self.refused.append(f"<{tag}> without a nonce")


@dataclass
class Visited:
    """Every page one person came to, by its path: the answer's code, its headers, and the links upon it."""

    codes: dict[str, int] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    links: dict[str, _Links] = field(default_factory=dict)
    routes: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def visited(_told: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Visited]]:
    """What each person of the demo finds who follows every link from the first page on."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        yield {name: _walk(name) for name in PEOPLE}
        transaction.set_rollback(True)


def _walk(name: str) -> Visited:
    with entered(SYSTEM):
        person = User.objects.get(full_name=name)
    client, found = Client(), Visited()
    client.force_login(person)
    waiting, opened = deque(["/"]), Counter[str]()
    while waiting:
        path = waiting.popleft()
        route = resolve(urlsplit(path).path).url_name or ""
        if path in found.codes or opened[route] == OF_EACH_KIND:
            continue
        opened[route] += 1
        answer = client.get(path)
        found.codes[path], found.headers[path] = answer.status_code, dict(answer.headers)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            page = found.links[path] = _Links()
            page.feed(answer.content.decode())
            waiting += filter(None, (_inside(path, link) for link in page.leads_to))
        elif 300 <= answer.status_code < 400:
            waiting += filter(None, [_inside(path, answer.headers["Location"])])
    found.routes = set(opened)
    return found


def _inside(page: str, link: str) -> str:
    """The path a link leads to within the product; empty for another host, a mail address, a file of the look."""
    path = urldefrag(urljoin(page, link))[0]
    there = urlsplit(path)
    ours = not there.scheme and not there.netloc and not path.startswith(f"/{settings.STATIC_URL}")
    return path if ours and path.startswith("/") else ""


def faults(visited: dict[str, Visited], wrong: object) -> list[str]:
    return [
        f"{name}: {path}"
        for name, found in visited.items()
        for path in found.codes
        if wrong(found, path)  # type: ignore[operator]
    ]


def test_behind_every_link_there_is_a_page(visited: dict[str, Visited]) -> None:
    assert faults(visited, lambda found, path: found.codes[path] not in (200, 302, 405)) == []


def test_nearly_every_page_is_reached_by_its_links(visited: dict[str, Visited]) -> None:
    """What is not: forms' own addresses (POST alone), files, what only a mail or a running meeting leads to."""
    reached = set().union(*(found.routes for found in visited.values()))
    pages = {
        "desk", "portfolio", "our_house", "how_counted", "partnerships", "partnership", "partnerships_charter",
        "performance", "performance_partner", "performance_indicator", "performance_define", "performance_import",
        "tracker", "tracker_partnership", "tracker_action", "tracker_new", "tracker_import", "asks", "ask", "ask_new",
        "outcome", "outcome_new", "outcome_edit", "raci", "raci_matrix", "reviews", "reviews_partner", "reviews_agenda",
        "reviews_brief", "reviews_record", "reviews_schedule", "reviews_move", "settings",
        "settings_account", "settings_people", "settings_invite", "settings_colleagues", "settings_mail",
        "settings_audit", "settings_deed", "record_history", "account_change_password",
    }  # fmt: skip
    assert pages - {route.name for _, route in ALL} == set()
    assert pages - reached == set()


def test_every_private_page_is_kept_by_no_cache_and_never_taken_for_another(
    visited: dict[str, Visited],
) -> None:
    def wrong(found: Visited, path: str) -> bool:
        headers = found.headers[path]
        vary = {word.strip().lower() for word in headers.get("Vary", "").split(",")}
        return "no-store" not in headers.get("Cache-Control", "") or not {"cookie", "hx-request"} <= vary

    assert faults(visited, wrong) == []


def test_every_page_carries_a_policy_that_runs_and_fetches_nothing_foreign(
    visited: dict[str, Visited],
) -> None:
    def wrong(found: Visited, path: str) -> bool:
        headers = found.headers[path]
        policy = headers.get("Content-Security-Policy", "")
        mail = "sandbox" in policy  # what a mail says, in its frame: it may style itself and nothing else
        loose = re.search(r"unsafe-eval|https?:|\*", policy) or (not mail and "unsafe-inline" in policy)
        framed = "frame-ancestors 'self'" if mail else "frame-ancestors 'none'"
        return bool(loose) or framed not in policy or "base-uri 'none'" not in policy

    assert faults(visited, wrong) == []


def test_every_answer_keeps_the_browser_from_guessing_framing_and_telling(
    visited: dict[str, Visited],
) -> None:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def wrong(found: Visited, path: str) -> bool:
        headers = found.headers[path]
        framed = headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN")
        return not framed or any(headers.get(name) != value for name, value in wanted.items())

    assert faults(visited, wrong) == []
    assert (
        faults(
            visited, lambda found, path: "camera=()" not in found.headers[path].get("Permissions-Policy", "")
        )
        == []
    )


def test_no_page_holds_what_the_policy_would_refuse(visited: dict[str, Visited]) -> None:
    assert faults(visited, lambda found, path: path in found.links and found.links[path].refused) == []


def test_no_page_fetches_from_anywhere_else_nor_what_is_not_there(visited: dict[str, Visited]) -> None:
    fetched = {
        urlsplit(what) for found in visited.values() for page in found.links.values() for what in page.fetches
    }
    assert [there.geturl() for there in fetched if there.netloc or there.scheme not in ("", "data")] == []
    files = {there.path.removeprefix("/static/") for there in fetched if there.path.startswith("/static/")}
    assert {name for name in files if finders.find(name) is None} == set()
    assert len(files) > 10
