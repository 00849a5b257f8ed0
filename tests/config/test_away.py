"""While the database is away nobody waits long, everybody is told so, and the log says it in a line."""

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from psycopg import errors

from config.health import is_away
from config.views import broken
from launch.places import CHECKOUT
from partners.guards import public


@pytest.fixture
def away(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Where the database was nobody listens any more; how often that was tried, each of which may be a wait."""
    tried: list[object] = []
    connect = connection.get_new_connection

    def noted(parameters: dict[str, object]) -> object:
        tried.append(parameters["port"])
        return connect(parameters)

    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        connection.close()
        with monkeypatch.context() as patched:
            patched.setitem(connection.settings_dict, "HOST", "127.0.0.1")
            patched.setitem(connection.settings_dict, "PORT", str(nobody.getsockname()[1]))
            patched.setattr(connection, "get_new_connection", noted)
            yield tried
            connection.close()


def _visitor() -> Client:
    return Client(raise_request_exception=False)


def test_a_page_says_that_tandem_is_away_and_not_that_it_broke(
    away: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    answer = _visitor().get("/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={32 * 'a'}"})
    assert (answer.status_code, "Retry-After" in answer) == (503, True)
    assert len(away) == 1
    assert "Tandem is away for a moment" in answer.content.decode()
    assert "Traceback" not in caplog.text
    assert "refused" in caplog.text


def test_a_balancer_is_told_after_one_wait_in_one_line(
    away: list[object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = _visitor().get("/readyz")
    assert (answer.status_code, answer.json()["missing"], len(away)) == (503, ["database"], 1)
    assert "Not ready: database (" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (errors.AdminShutdown(), True),
        (errors.CannotConnectNow(), True),
        (errors.TooManyConnections(), True),
        (errors.ConnectionTimeout(), True),
        (errors.DeadlockDetected(), False),
        (errors.LockNotAvailable(), False),
        (errors.DiskFull(), False),
    ],
)
def test_only_a_database_that_is_not_there_is_away(cause: Exception, away: bool) -> None:
    problem = OperationalError()
    problem.__cause__ = cause
    assert is_away(problem) is away


@public("Plays a fault of ours.")
def _fault(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@public("Plays a refusal.")
def _refusal(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Not yours.")


urlpatterns = [path("fault", _fault), path("refusal", _refusal)]
handler500 = broken


@override_settings(ROOT_URLCONF=__name__)
def test_a_traceback_is_for_faults_of_ours(db: None, caplog: pytest.LogCaptureFixture) -> None:
    assert _visitor().get("/refusal").status_code == 403
    assert "Forbidden" in caplog.text
    assert "Traceback" not in caplog.text
    assert _visitor().get("/fault").status_code == 500
    assert "Traceback" in caplog.text


def test_a_request_waits_for_a_connection_as_long_as_the_setting_says() -> None:
    program = (
        "import json; from config.settings import DATABASES as found; "
        "print(json.dumps(found['default']['OPTIONS']['pool']))"
    )
    given = {**os.environ, "DATABASE_POOL": "2", "TANDEM_DATABASE_ROLE": "web"}
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, env=given, capture_output=True, text=True, check=True
    ).stdout
    assert json.loads(said)["timeout"] == 5
