import errno
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from celery import signals
from celery.app.task import Task
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from config.celery import TICK, app
from config.health import (
    ALIVE_FOR,
    LEAST_FREE,
    LONGEST_WAIT,
    Machinery,
    ailing,
    beat,
    machinery,
    missing,
)
from config.tasks import SWEEPS, tick
from governance import tasks as governance
from partners import tasks as partners
from partners.isolation.scope import SYSTEM, entered
from partners.models import Heartbeat, OutgoingMail
from reviews import tasks as reviews
from tests.cast import Cast

AS_OFTEN = {
    "every two minutes at": 120,
    "every five minutes at": 300,
    "once a minute at": 60,
    "once an hour at": 3600,
}
"""What a sweep says of itself → the seconds it means."""
NOWHERE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def at_once(db: None) -> Iterator[None]:
    """Tasks run where they are called, instead of in a worker."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_nothing_is_up_before_the_background_work_has_shown_itself(db: None) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"up": False, "missing": ["worker", "clock"]}


def test_everything_is_up_once_the_clock_has_ticked(at_once: None) -> None:
    beat("clock")
    tick()
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"up": True, "missing": []}


@pytest.mark.django_db(transaction=True)
def test_without_redis_a_tick_does_itself_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
    with entered(SYSTEM):
        mail = _waiting("due", timezone.now())
    tick()
    with entered(SYSTEM):
        mail.refresh_from_db()
    assert mail.state != OutgoingMail.State.QUEUED


def test_a_worker_that_fell_silent_is_missed(db: None) -> None:
    beat("worker")
    beat("clock")
    assert missing(timezone.now() + ALIVE_FOR + timedelta(seconds=1)) == ["worker", "clock"]


def test_a_process_beats_many_times_and_has_one_pulse(db: None) -> None:
    beat("worker")
    beat("worker")
    assert Heartbeat.objects.count() == 1


def test_it_says_nothing_else_to_strangers(db: None) -> None:
    assert set(Client().get("/healthz").json()) == {"up", "missing"}


def test_every_tick_sweeps_for_mails_and_packs() -> None:
    assert {sweep.name for sweep in SWEEPS} >= {"partners.tasks.deliver_mail", "reviews.tasks.make_packs"}


@pytest.mark.parametrize(
    ("task", "seconds"),
    [
        (governance.remind_people, governance.SECONDS_BETWEEN_REMINDERS),
        (governance.read_replies, governance.SECONDS_BETWEEN_READINGS),
        (governance.keep_books, governance.SECONDS_BETWEEN_CLOSINGS),
        (governance.make_promises_due, governance.SECONDS_BETWEEN_MAKINGS),
        (reviews.keep_agendas_current, reviews.SECONDS_BETWEEN_AGENDAS),
        (partners.sweep_sent_forms, partners.SECONDS_BETWEEN_SWEEPS),
    ],
)
def test_a_sweep_looks_as_often_as_it_says_and_waits_for_no_second_tick(task: Task, seconds: int) -> None:
    """What it says is when it looks again, at a tick; a key that lived longer than that would cost it the next one."""
    (said,) = [
        each for words, each in AS_OFTEN.items() if words in " ".join(str(task.__doc__).lower().split())
    ]
    assert said - 10 <= seconds <= said


def test_a_worker_is_seen_from_its_start_on(db: None) -> None:
    signals.worker_ready.send(sender=None)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker"]


def test_the_clock_beats_by_asking_for_a_tick_and_the_worker_by_hearing_it(db: None) -> None:
    signals.before_task_publish.send(sender=TICK)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["clock"]
    assert tick.name == TICK


def test_a_process_lives_that_answers_whatever_has_become_of_its_database() -> None:
    answer = Client(SERVER_NAME="10.0.0.7").get(
        "/livez", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}=any"}
    )
    assert (answer.status_code, answer.json()) == (200, {"live": True})  # no database is allowed in this test


def test_a_balancer_that_knows_no_name_is_told_that_the_web_is_ready(db: None) -> None:
    answer = Client(SERVER_NAME="10.0.0.7").get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": []})
    assert answer["Cache-Control"] == "no-store"


def test_silent_workers_and_clocks_take_no_web_out_of_a_balancer(db: None) -> None:
    assert Client().get("/readyz").status_code == 200
    assert Client().get("/healthz").json() == {"up": False, "missing": ["worker", "clock"]}


def test_a_sign_of_life_takes_no_form(db: None) -> None:
    assert [Client().post(path).status_code for path in ("/livez", "/readyz")] == [405, 405]


def _missing() -> list[str]:
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    return list(answer.json()["missing"])


def test_who_serves_as_the_owner_is_not_ready(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert _missing() == ["database"]


@pytest.mark.parametrize(
    "forgotten", ["name LIKE '0%'", "app = 'reviews'", "app = 'mfa' AND name LIKE '0003%'"]
)
def test_a_migration_that_has_not_run_is_missed(db: None, forgotten: str) -> None:
    _as_owner(f"DELETE FROM django_migrations WHERE {forgotten}")
    assert _missing() == ["migrations"]


def test_who_came_by_the_migrations_before_they_were_folded_is_ready(db: None) -> None:
    _as_owner("DELETE FROM django_migrations WHERE name LIKE '%_squashed_%'")
    assert Client().get("/readyz").status_code == 200


def test_of_folded_migrations_every_one_must_have_run(db: None) -> None:
    _as_owner(
        "DELETE FROM django_migrations WHERE app = 'governance' AND (name LIKE '%_squashed_%' OR name LIKE '0003%')"
    )
    assert _missing() == ["migrations"]


def test_a_cache_that_keeps_nothing_is_missed(db: None) -> None:
    with override_settings(CACHES=NOWHERE):
        assert _missing() == ["cache"]


def test_a_folder_that_takes_no_files_is_missed(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "files").write_text("no folder")
    monkeypatch.setattr(default_storage, "location", str(tmp_path / "files"))
    assert _missing() == ["files"]


def test_a_full_disk_is_told_to_operators_and_takes_no_web_out(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert Client().get("/readyz").status_code == 200


def test_asking_costs_a_web_few_statements(db: None) -> None:
    Client().get("/readyz")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/readyz")
    assert len([query for query in queries if "tandem_cache" not in query["sql"]]) == 2


NOW = datetime(2026, 11, 23, 13, tzinfo=UTC)
WELL = Machinery({"worker": NOW, "clock": NOW}, free=LEAST_FREE, size=10**12, waiting=0, waiting_since=None)
LONG_AGO = NOW - ALIVE_FOR - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"beats": {"worker": LONG_AGO, "clock": NOW}}, ["worker"]),
        ({"beats": {"worker": NOW, "clock": LONG_AGO}}, ["clock"]),
        ({"beats": {"worker": None, "clock": None}}, ["clock"]),
        ({"free": LEAST_FREE - 1}, ["disk"]),
        ({"waiting": 1, "waiting_since": NOW - LONGEST_WAIT}, []),
        ({"waiting": 1, "waiting_since": NOW - LONGEST_WAIT - timedelta(seconds=1)}, ["outbox"]),
    ],
)
def test_an_operator_is_told_what_to_look_after(changed: dict[str, object], found: list[str]) -> None:
    assert ailing(replace(WELL, **changed), NOW) == found


def test_a_mail_waits_from_when_it_may_leave(cast: Cast) -> None:
    with entered(SYSTEM):
        for number, minutes in enumerate((-30, -10, 20)):
            _waiting(str(number), NOW + timedelta(minutes=minutes))
        seen = machinery(NOW)
    assert (seen.waiting, seen.waiting_since) == (2, NOW - timedelta(minutes=30))
    assert 0 < seen.free <= seen.size


def _waiting(name: str, due: datetime) -> OutgoingMail:
    return OutgoingMail.objects.create(
        address="a@b.example", kind="test", subject="A", message_id=name, queued_at=due, next_attempt_at=due
    )


def _as_owner(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(statement)
        cursor.execute(f"SET ROLE {settings.SERVING_ROLE}")
