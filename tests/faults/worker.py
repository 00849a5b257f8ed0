"""A real Celery worker, which can be killed with all its processes."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

from django.conf import settings

from launch import parts
from tests.faults.database import WORKER, address


class Worker:
    """The worker of `launch/parts.py`, on the test's database, with a Redis and a mail server of the test's own.

    Beats may stand beside it, as many as one likes.
    """

    def __init__(self, *, redis: str, mail_port: int, folder: Path) -> None:
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"{address()}?application_name={WORKER}",
            "DATABASE_SERVING_URL": "",
            "TANDEM_DATABASE_ROLE": "serving",
            "TANDEM_VAR": str(folder),
            "REDIS_URL": redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SECRET_KEY": settings.SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self._log = folder / "worker.log"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._beats: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._process = self._begun(parts.worker(sys.executable))

    def start_beat(self) -> None:
        """A clock with a file of its own, as a second machine would have."""
        place = self._folder / f"beat-{len(self._beats)}"
        (place / "run").mkdir(parents=True)
        self._beats.append(self._begun(parts.beat(sys.executable, place)))

    def _begun(self, command: list[str]) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run_beside(self, program: str) -> "subprocess.CompletedProcess[str]":
        """Some Python to its end, in the same surroundings, as a web process is."""
        command = [sys.executable, "-c", textwrap.dedent(program)]
        return subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)

    def keep_up(self) -> None:
        """Starts it again where it has ended, as `make run` and Compose do: Celery gives up when Redis goes away."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """Every process of it at once."""
        for process in [*self._beats, *([self._process] if self._process else [])]:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._beats, self._process = [], None
