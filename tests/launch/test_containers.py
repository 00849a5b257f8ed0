"""The compose file is valid, exposes no database, and runs the parts that `make run` runs."""

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from launch.entry import PARTS
from launch.places import CHECKOUT

SCHEMA = Path(__file__).parent / "compose_schema" / "compose_spec.json"
OURS = ("migrate", "web", "worker", "beat", "backups")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text()))


def test_the_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft201909Validator(schema).validate(compose)


@pytest.mark.parametrize("part", OURS)
def test_each_of_our_containers_becomes_the_part_it_is_named_after(
    compose: dict[str, Any], part: str
) -> None:
    assert part in PARTS
    assert compose["services"][part]["command"] == ["python", "-m", "launch", part]


def test_only_the_web_is_published_and_only_to_this_machine(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_nobody_but_the_migration_and_the_back_up_knows_the_owner_of_the_database(
    compose: dict[str, Any],
) -> None:
    knowing = {
        name for name, service in compose["services"].items() if "OWNER_PASSWORD" in json.dumps(service)
    }
    assert knowing == {"migrate", "backups", "postgres"}


def test_the_key_to_the_back_ups_is_known_where_they_are_made_alone(compose: dict[str, Any]) -> None:
    knowing = {name for name, service in compose["services"].items() if "BACKUP_KEY" in json.dumps(service)}
    assert knowing == {"backups"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "backups", "postgres", "redis"])
def test_every_lasting_container_says_whether_it_is_well(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    in_image = (
        "HEALTHCHECK" in (CHECKOUT / "Dockerfile").read_text() and service.get("image") == "tandem:local"
    )
    assert "test" in service.get("healthcheck", {}) or in_image


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_nothing_serves_after_a_migration_that_failed(compose: dict[str, Any], part: str) -> None:
    condition = compose["services"][part]["depends_on"]["migrate"]["condition"]
    assert condition == "service_completed_successfully"


def test_the_web_s_container_is_well_when_it_can_serve_people() -> None:
    asked: list[str] = []

    class Web(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Web) as web:
        threading.Thread(target=web.handle_request, daemon=True).start()
        asks = [sys.executable, "-m", "launch", "ask"]
        ended = subprocess.run(
            asks, cwd=CHECKOUT, env={**os.environ, "PORT": str(web.server_port)}, check=False
        )
    assert (ended.returncode, asked) == (1, ["/readyz"])
    assert '"launch", "ask"' in (CHECKOUT / "Dockerfile").read_text()


def test_a_missing_secret_stops_the_start_with_a_sentence() -> None:
    secrets = re.findall(
        r"\$\{(\w*(?:PASSWORD|KEY))(:?[^}]*)\}", (CHECKOUT / "docker-compose.yml").read_text()
    )
    assert {name for name, _ in secrets} == {
        "SECRET_KEY",
        "SERVING_PASSWORD",
        "REDIS_PASSWORD",
        "OWNER_PASSWORD",
    }
    assert all(rest.startswith(f":?Set {name} in .env") for name, rest in secrets)


def test_the_image_runs_as_an_ordinary_user_from_pinned_packages() -> None:
    image = (CHECKOUT / "Dockerfile").read_text()
    assert "--require-hashes" in image
    assert image.rindex("USER tandem") > image.rindex("RUN ")
