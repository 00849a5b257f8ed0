"""One process that runs as long as Tandem runs, in a session of its own, its words in a log of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from launch import interrupt
from launch.account import Account
from launch.console import Trouble
from launch.identity import identify
from launch.records import Records

LARGEST_LOG = 10 * 1024 * 1024
"""Bytes after which a log is set aside as `.1` at the next start."""


@dataclass(frozen=True)
class Plan:
    """How a child is started and asked to end. `typed` goes to its standard input."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    account: Account | None = None
    typed: str = ""
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0


@dataclass
class Child:
    """A plan and the process that follows it, written down in `records` while it lives."""

    plan: Plan
    logs: Path
    records: Records
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def log(self) -> Path:
        return self.logs / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Raises Trouble when the program cannot be started."""
        _set_aside(self.log)
        with self.log.open("ab") as log:
            self._process = self._open(log.fileno())
        if identity := identify(self._process.pid):
            self.records.remember(self.name, identity)
        self._type()

    def _open(self, log: int) -> "subprocess.Popen[bytes]":
        account = self.plan.account
        try:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                self.plan.command,
                cwd=self.plan.folder,
                env=dict(self.plan.environment),
                stdin=subprocess.PIPE if self.plan.typed else subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **(account.popen_arguments() if account else {}),  # type: ignore[call-overload]  # built by name
            )
        except OSError as problem:
            sentence = f"{self.name} could not be started ({self.plan.command[0]}: {problem.strerror})."
            raise Trouble(sentence) from problem
        return process

    def _type(self) -> None:
        if self._process and self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.write(self.plan.typed.encode())
                self._process.stdin.close()

    def died(self) -> int | None:
        """The exit code of a child that has ended, else None. What it left behind in its session ends too."""
        if self._process is None:
            return None
        code = self._process.poll()
        if code is not None:
            _end_group(self._process.pid)
        return code

    def stop(self) -> None:
        """Asks the child to end, waits as long as its plan allows, then ends its whole session."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(self.plan.stop_signal)
            self._wait(self.plan.stop_within)
        _end_group(self._process.pid)
        self._process.wait()
        self._process = None
        self.records.forget(self.name)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._process and self._process.poll() is None:
            if interrupt.hard() or time.monotonic() > deadline:
                return
            time.sleep(0.02)


def _end_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says "not permitted" of a group of zombies
        os.killpg(leader, signal.SIGKILL)


def _set_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
