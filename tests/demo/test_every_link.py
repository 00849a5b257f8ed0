"""Whoever follows every link of the demo finds a page behind each, with the headers a private page needs."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from demo.cast import ADMINISTRATOR, CIO, LEAD, READER
from partners.isolation.scope import SYSTEM, entered
from partners.models import AuditEvent, User
from tests.demo.recorded import differing, words_of_pages
from tests.demo.walking import Visited, walk
from tests.test_routes import ALL

pytestmark = pytest.mark.django_db
PEOPLE = (CIO, LEAD, READER, ADMINISTRATOR)
CHANGES: list[int] = []
"""How much the history grew while people merely looked."""


def recorded() -> int:
    connection.check_constraints()
    with entered(SYSTEM):
        return AuditEvent.objects.count()


@pytest.fixture(scope="module")
def visited(_told: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Visited]]:
    """What each person of the demo finds who follows every link from the first page on."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        with entered(SYSTEM):
            people = {name: User.objects.get(full_name=name) for name in PEOPLE}
        before = recorded()
        found = {name: walk(person) for name, person in people.items()}
        CHANGES.append(recorded() - before)
        yield found
        transaction.set_rollback(True)


def faults(visited: dict[str, Visited], wrong: object) -> list[str]:
    return [
        f"{name}: {path}"
        for name, found in visited.items()
        for path in found.codes
        if wrong(found, path)  # type: ignore[operator]
    ]


def test_behind_every_link_there_is_a_page(visited: dict[str, Visited]) -> None:
    assert faults(visited, lambda found, path: found.codes[path] not in (200, 302, 405)) == []


def test_looking_changes_nothing(visited: dict[str, Visited]) -> None:
    assert CHANGES == [0]


def test_nearly_every_page_is_reached_by_its_links(visited: dict[str, Visited]) -> None:
    """What is not: forms' own addresses (POST alone), files, what only a mail or a running meeting leads to."""
    reached = set().union(*(found.routes for found in visited.values()))
    pages = {
        "desk", "portfolio", "our_house", "our_house_room", "how_counted", "glossary", "ledger", "ledger_partnership",
        "partnerships", "partnership", "partnerships_charter",
        "performance", "performance_partner", "performance_indicator", "performance_define", "performance_import",
        "tracker", "tracker_partnership", "tracker_action", "tracker_new", "tracker_import", "asks", "ask", "ask_new",
        "outcome", "outcome_new", "outcome_edit", "raci", "raci_matrix", "reviews", "reviews_partner", "reviews_agenda",
        "reviews_brief", "reviews_record", "reviews_schedule", "reviews_move", "settings",
        "settings_account", "settings_people", "settings_invite", "settings_functions", "settings_colleagues",
        "settings_mail",
        "settings_audit", "settings_deed", "record_history", "account_change_password",
    }  # fmt: skip
    assert pages - {route.name for _, route in ALL} == set()
    assert pages - reached == set()


@pytest.mark.parametrize("name", [CIO, LEAD, ADMINISTRATOR])
def test_every_page_of_the_demo_says_what_it_said(visited: dict[str, Visited], name: str) -> None:
    assert differing(name.split()[0].lower(), words_of_pages(visited[name])) == []


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
