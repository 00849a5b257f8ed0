"""The secret of a link that stands for somebody is in no log."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from gunicorn.config import Config

from config.logs import ServerLog, WithoutSecrets, without_secrets

SECRET = "effxfvens6vxdvivhjf6g2yr443pgeuo"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Gone: /m/{SECRET}/12/report/", "Gone: /m/…/12/report/"),
        (f"GET /M/{SECRET.upper()}?saved=3 HTTP/1.1", "GET /M/…?saved=3 HTTP/1.1"),
        (f'"https://tandem.example/agenda/{SECRET}/"', '"https://tandem.example/agenda/…/"'),
        (f"/invitations/{SECRET}/", "/invitations/…/"),
        ("/partnerships/m/asks/3/", "/partnerships/m/asks/3/"),
        ("/partnerships/x/reviews/3/room/agenda/4/turn/", "/partnerships/x/reviews/3/room/agenda/4/turn/"),
    ],
)
def test_only_the_secret_is_left_out(said: str, kept: str) -> None:
    assert without_secrets(said) == kept


@pytest.mark.django_db
def test_a_refusal_is_logged_without_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.INFO):
        assert Client().get(f"/m/{SECRET}/").status_code == 410
    assert "/m/…/" in caplog.text
    assert SECRET not in caplog.text


def test_every_handler_of_ours_leaves_it_out(settings: object) -> None:
    handlers = list(settings.LOGGING["handlers"].values())  # type: ignore[attr-defined]
    assert len(handlers) >= 1
    assert all(handler["filters"] == ["without_secrets"] for handler in handlers)


def test_the_web_server_writes_it_down_neither() -> None:
    class Answer:
        status, headers, sent = "200 OK", [], 1

    class Asked:
        headers = [("REFERER", f"http://here/m/{SECRET}/")]

    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": f"/m/{SECRET}/1/", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": f"/m/{SECRET}/1/", "HTTP_REFERER": f"http://here/m/{SECRET}/",
    }  # fmt: skip
    written = ServerLog(Config()).atoms(Answer(), Asked(), environ, timedelta())
    assert SECRET not in str(written)
    assert "/m/…/1/" in written["r"]


def test_nor_where_something_broke_in_it(caplog: pytest.LogCaptureFixture) -> None:
    log = ServerLog(Config())
    log.error_log.addHandler(caplog.handler)
    log.error("Error handling request %s", f"/m/{SECRET}/1/")
    assert "Error handling request /m/…/1/" in caplog.text
    assert SECRET not in caplog.text
