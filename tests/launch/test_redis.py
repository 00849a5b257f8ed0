"""Redis runs with a password, on the loopback address, and keeps nothing."""

import os
from pathlib import Path

import pytest

from launch import lock, redis
from launch.application import environment, serving_url
from launch.backing import queue
from launch.beginning import Ground
from launch.options import Options
from launch.packages import Packages
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


def test_a_redis_that_cannot_be_installed_is_tried_once_and_done_without(
    installation: Installation,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tried = folder / "tried"
    for name in ("apt-get", "sudo"):
        (folder / name).write_text(f"#!/bin/sh\necho tried >> {tried}\nexit 100\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    with lock.held(installation.places.running, what="run") as held:
        assert queue(_ground(installation, held)) is None
        times = tried.read_text()
        assert queue(_ground(installation.again(), held)) is None
    assert (tried.read_text(), capsys.readouterr().out.count("queue and cache do without it")) == (times, 2)


def _ground(there: Installation, held: lock.Held) -> Ground:
    packages = Packages(there.places, there.runner, {})
    return Ground(there.places, {}, held, there.records, there.runner, there.kept, packages, there.supervisor)


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
