"""One real Chromium for all browser tests, and one running Tandem for those that walk it; both end with the last of
them, and burn nothing beneath the tests that come after.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tests.browser.services import Tandem

# Playwright's synchronous interface keeps an event loop in the thread of the tests. Django would refuse every query
# there, though none of them is made from a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The Chromium `make test` found, or the one on the path, or Playwright's own."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running_tandem(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Tandem"]:
    """Web and worker, started once; what is in the database comes and goes with `tandem`."""
    from tests.browser.services import running

    if not settings.REDIS_URL:
        pytest.fail(
            "Set REDIS_URL: the worker of these tests is woken through Redis. `make test` starts one."
        )
    with running(tmp_path_factory.mktemp("tandem")) as tandem:
        yield tandem


@pytest.fixture(scope="module")
def tandem(running_tandem: "Tandem", django_db_blocker: DjangoDbBlocker) -> Iterator["Tandem"]:
    """A running Tandem with the demo in it, for the tests of one module; they must be marked `django_db`."""
    from tests.browser.services import demo

    with django_db_blocker.unblock(), demo():
        running_tandem.post.forget()
        yield running_tandem


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """An ignored folder in which tests leave what they saw."""
    folder = settings.TANDEM_VAR / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
