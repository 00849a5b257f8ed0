"""Redis runs with a password, on the loopback address, and keeps nothing."""

import os

import pytest

from launch import redis
from launch.application import environment, serving_url
from launch.options import Options
from launch.ports import free_port
from launch.postgres.residence import choose
from tests.launch.conftest import Installation

PROGRAM = redis.find_program(os.environ.get("PATH", os.defpath))


@pytest.mark.skipif(PROGRAM is None, reason="no redis-server on this machine")
def test_redis_answers_who_knows_the_password_and_nobody_else(installation: Installation) -> None:
    port = free_port()
    account = choose(installation.places).account
    child = installation.supervisor.start(redis.plan(PROGRAM or "", port, "secret", account))
    ready = installation.supervisor.wait_until
    ready(lambda: redis.answers(port, "secret"), child, within=10, what="Redis")
    assert not redis.answers(port, "guess")


def test_a_machine_without_redis_does_without(installation: Installation) -> None:
    assert redis.find_program("") is None
    merged = environment(
        {},
        installation.places,
        Options(8000, True, ()),
        installation.kept,
        database="postgres://h/d",
        redis=None,
    )
    assert "REDIS_URL" not in merged


def test_what_a_person_has_set_is_kept(installation: Installation) -> None:
    given = {"BASE_URL": "https://tandem.example.com", "SECRET_KEY": "theirs"}
    merged = environment(
        given,
        installation.places,
        Options(8000, True, ()),
        installation.kept,
        database="postgres://h/d",
        redis=None,
    )
    assert (merged["BASE_URL"], merged["SECRET_KEY"]) == ("https://tandem.example.com", "theirs")


def test_secrets_are_made_once_and_nobody_else_reads_them(installation: Installation) -> None:
    first = installation.kept.secret("secret_key")
    keys = installation.places.var / "keys.json"
    assert (installation.again().kept.secret("secret_key"), keys.stat().st_mode & 0o777) == (first, 0o600)


def test_web_and_workers_sign_in_as_a_login_of_their_own() -> None:
    owner = "postgres://tandem_owner:a@127.0.0.1:20001/tandem?sslmode=disable"
    assert serving_url(owner, "b") == "postgres://tandem_serving:b@127.0.0.1:20001/tandem?sslmode=disable"
