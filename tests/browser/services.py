"""Tandem as people meet it: web and worker as processes of their own, behind row security, and a real SMTP server.

They run on the tests' database and on a fixed day, on which the demo's review is due.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from signal import SIGKILL
from threading import Condition
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.test import override_settings

from partners.mail.delivery import deliver_waiting
from reviews.models import ReviewPack
from tests.emptying import empty
from tests.keeping import Rows, keep, put_back
from tests.partners.sink import Sink, free_port, listening
from tests.templates import NOW, as_the_serving_role, copied, told

_QUEUES = "mail,packs,default"
_STOPS_WITHIN = 30
_CLOCKED = (sys.executable, "-m", "tests.browser.clocked")


class Post:
    """What the SMTP server has taken, and a way to wait for a mail."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._news = Condition()
        sink.on_data = self._tell

    def forget(self) -> None:
        """As if nothing had been mailed yet."""
        with self._sink.lock:
            self._sink.taken.clear()

    @property
    def taken(self) -> list[str]:
        """What has come so far, and to whom."""
        with self._sink.lock:
            return [f"{mail['Subject']} to {mail['To']}" for mail in self._sink.taken]

    def _tell(self) -> None:
        with self._news:
            self._news.notify_all()

    def to(self, address: str, *, about: str, within: float = 90) -> EmailMessage:
        """The mail to `address` whose subject contains `about`; fails when none has come after `within` seconds."""
        with self._news:
            assert self._news.wait_for(lambda: self._found(address, about), timeout=within), (
                f"No mail about {about!r} has reached {address}, but {self.taken}."
            )
        return self._found(address, about)[0]

    def _found(self, address: str, about: str) -> list[EmailMessage]:
        with self._sink.lock:
            return [mail for mail in self._sink.taken if address in mail["To"] and about in mail["Subject"]]


class Web:
    """The web processes, which can be killed in the middle of an answer and started anew at the same address."""

    def __init__(
        self, shift: float, words: list[str], environment: dict[str, str], log: Path, socket: int
    ) -> None:
        self._shift, self._words, self._environment, self._log, self._socket = (
            shift,
            words,
            environment,
            log,
            socket,
        )
        self.start()

    def start(self, *, later: float = 0) -> None:
        """Starts them; their clock is then so many seconds ahead of the worker's and the tests'."""
        shifted = [f"{self._shift + later}", *self._words]
        with self._log.open("ab") as file:
            self._process = subprocess.Popen(
                [*_CLOCKED, *shifted],
                env=self._environment,
                cwd=settings.BASE_DIR,
                stdout=file,
                stderr=subprocess.STDOUT,
                pass_fds=(self._socket,),
                start_new_session=True,
            )

    def kill(self) -> None:
        """As when the machine loses its power: the master and its workers, without a word."""
        os.killpg(self._process.pid, SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        _ended(self._process)


@dataclass(frozen=True)
class Tandem:
    """A running Tandem: where it answers, what it mailed, where it keeps its files and logs, and its web processes."""

    address: str
    post: Post
    var: Path
    web: Web
    shift: float
    """Seconds by which its clock is ahead of this machine's."""


@contextmanager
def running(var: Path, **said: str) -> Iterator[Tandem]:
    """Web and worker on the tests' database, which must be set up; files and logs go under `var`. `said` are variables
    of its environment.
    """
    shift = (NOW - datetime.now(UTC)).total_seconds()
    with ExitStack() as stack:
        sink, port = stack.enter_context(listening())
        # Bound here and handed over: whoever calls before the server is up waits in line.
        web = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = f"http://127.0.0.1:{web.getsockname()[1]}"
        redis = stack.enter_context(_redis(var))
        environment = {**_environment(address, f"smtp://127.0.0.1:{port}", redis, var), **said}
        server = ["gunicorn", "config.wsgi", "--bind", f"fd://{web.fileno()}"]
        server += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"]
        worker = ["celery", "-A", "config", "worker", "--queues", _QUEUES, "--concurrency", "1"]
        worker += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
        process = Web(shift, server, environment, var / "web.log", web.fileno())
        stack.callback(process.stop)
        stack.enter_context(_process([*_CLOCKED, str(shift), *worker], environment, var / "worker.log"))
        yield Tandem(address, Post(sink), var, process, shift)


@contextmanager
def demo() -> Iterator[None]:
    """The demo's fourteen months up to today, written behind row security; afterwards the database is empty."""
    try:
        put_back(_told())
        yield
    finally:
        _empty()


@cache
def _told() -> Rows:
    """What the demo comes to, as rows to put back: a running web cannot be led to another database."""
    with copied(told()):
        with as_the_serving_role(), override_settings(REDIS_URL="", EMAIL_URL=""):
            deliver_waiting(clock=lambda: NOW)
        # Nor does the worker spend half a minute on the packs of reviews long past.
        ReviewPack.objects.all().delete()
        return keep()


def _empty() -> None:
    # pytest-django makes its database only for tests that are marked as using one.
    assert connection.settings_dict["NAME"] == connection.settings_dict["TEST"]["NAME"]
    empty()


def _environment(address: str, mail: str, redis: str, var: Path) -> dict[str, str]:
    facts = connection.settings_dict
    owner = urlsplit(settings.DATABASE_OWNER_URL)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_SERVING_URL"}
    return {
        **kept,
        "DATABASE_URL": owner._replace(path=f"/{facts['NAME']}").geturl(),
        "TANDEM_DATABASE_ROLE": "serving",
        "REDIS_URL": redis,
        "EMAIL_URL": mail,
        "BASE_URL": address,
        "TANDEM_VAR": str(var),
        "SECRET_KEY": settings.SECRET_KEY,
        "ENTERPRISE_NAME": "Northgate Group",
        "DEMO": "true",
        "DATABASE_POOL": "4",  # fewer than threads, so that requests take turns on a connection
        "DEBUG": "true",  # style sheets as they lie in the checkout: gathering them takes twelve seconds
    }


@contextmanager
def _redis(var: Path) -> Iterator[str]:
    """A queue of one's own: a worker of other tests, or of a Tandem in use, must not take these tasks."""
    program = shutil.which("redis-server")
    if program is None:
        yield urlsplit(settings.REDIS_URL)._replace(path="/15").geturl()
        return
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(var)]
    with _process(words, dict(os.environ), var / "redis.log"):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _process(words: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(
            words,
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield
        finally:
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
