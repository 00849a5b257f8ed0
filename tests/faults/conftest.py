"""What is killed, flushed and stopped here is the test's own: Redis, mail server, worker."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from redis import Redis

from launch import parts, redis
from launch.account import serving_account
from launch.child import Child
from launch.ports import free_port
from launch.records import Records
from tests.faults.database import Database, address
from tests.faults.mail_server import MailServer, listening
from tests.faults.waiting import until
from tests.faults.worker import Worker

PASSWORD = "under-fire"


class OwnRedis:
    """A Redis as `make run` starts one. It keeps nothing when it is stopped."""

    def __init__(self, folder: Path) -> None:
        program = redis.find_program(os.environ.get("PATH", os.defpath))
        assert program, "no redis-server on this machine"
        self.port = free_port()
        self.url = redis.url(self.port, PASSWORD)
        plan = redis.plan(program, self.port, PASSWORD, serving_account())
        self._child = Child(plan, folder, Records(folder))

    def start(self) -> None:
        self._child.start()
        until(lambda: redis.answers(self.port, PASSWORD))

    def stop(self) -> None:
        self._child.stop()

    def forget_everything(self) -> None:
        with Redis.from_url(self.url) as client:
            client.flushall()

    def is_idle(self) -> bool:
        """Whether nothing waits in it, and nothing it handed out is unfinished."""
        with Redis.from_url(self.url) as client:
            waiting = [client.llen(queue) for queue in parts.QUEUES.split(",")]
            return not any(waiting) and not client.hlen("unacked")

    def tick(self) -> None:
        """What a beat sends every thirty seconds."""
        self.ask_for("config.tasks.tick", queue="default")

    def ask_for(self, task: str, *, queue: str, **how: object) -> None:
        with Celery(broker=self.url, set_as_current=False) as beat:
            beat.send_task(task, queue=queue, **how)


@pytest.fixture
def folder() -> Iterator[Path]:
    """For the logs of what runs here."""
    made = Path(tempfile.mkdtemp(prefix="tandem-faults-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def own_redis(folder: Path) -> Iterator[OwnRedis]:
    redis_of_ours = OwnRedis(folder)
    redis_of_ours.start()
    yield redis_of_ours
    redis_of_ours.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with listening() as server:
        yield server


@pytest.fixture
def database(transactional_db: None) -> Iterator[Database]:
    with psycopg.connect(address(), autocommit=True) as owner:
        yield Database(owner)


@pytest.fixture
def worker(
    transactional_db: None, own_redis: OwnRedis, mail_server: MailServer, database: Database, folder: Path
) -> Iterator[Worker]:
    """Not started yet."""
    made = Worker(redis=own_redis.url, mail_port=mail_server.port, folder=folder)
    yield made
    made.kill()
    until(lambda: database.connections() == 0)
