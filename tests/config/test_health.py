from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance.config.celery import app
from governance.config.health import ALIVE_FOR, beat, missing
from governance.config.tasks import SWEEPS, tick
from partners.models import Heartbeat


@pytest.fixture
def at_once(db: None) -> Iterator[None]:
    """Tasks run where they are called, instead of in a worker."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_nothing_is_up_before_the_background_work_has_shown_itself(db: None) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"up": False, "missing": ["worker", "tick"]}


def test_everything_is_up_once_the_clock_has_ticked(at_once: None) -> None:
    tick()
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"up": True, "missing": []}


def test_a_worker_that_fell_silent_is_missed(db: None) -> None:
    beat("worker")
    beat("tick")
    assert missing(timezone.now() + ALIVE_FOR + timedelta(seconds=1)) == ["worker", "tick"]


def test_a_process_beats_many_times_and_has_one_pulse(db: None) -> None:
    beat("worker")
    beat("worker")
    assert Heartbeat.objects.count() == 1


def test_it_says_nothing_else_to_strangers(db: None) -> None:
    assert set(Client().get("/healthz").json()) == {"up", "missing"}


def test_every_tick_sweeps_for_mails_and_packs() -> None:
    assert {sweep.name for sweep in SWEEPS} >= {"partners.tasks.deliver_mail", "reviews.tasks.make_packs"}
