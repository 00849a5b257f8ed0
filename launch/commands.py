"""Runs a program to its end, its output kept in a log; a stop request or a later start can end it too."""

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launch import interrupt
from launch.account import Account
from launch.console import Trouble
from launch.identity import identify
from launch.records import Records

GRACE = 10.0
"""Seconds a program is given to end by itself when a stop is wanted."""


@dataclass(frozen=True)
class Outcome:
    """How a program ended, and all it said."""

    code: int
    output: str

    @property
    def end(self) -> str:
        return "\n".join(self.output.splitlines()[-15:])


@dataclass(frozen=True)
class Runner:
    """Runs programs one at a time, from one folder, noted in the record of processes."""

    folder: Path
    logs: Path
    records: Records

    def run(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        on_line: Callable[[str], None] = lambda line: None,
        account: Account | None = None,
        typed: str = "",
        secret: bool = False,
    ) -> Outcome:
        """Runs `command` and returns its outcome; `typed` goes to its standard input, a secret into no log.

        Raises StopRequested (after ending it) when a stop is wanted, Trouble when it cannot be started.
        """
        process = self._start(name, command, environment, account)
        try:
            lines = _read(process, typed)
            kept_in = Path(os.devnull) if secret else self.logs / f"{name}.log"
            with kept_in.open("w", encoding="utf-8") as log:
                output = _follow(process, lines, on_line, log.write)
            return Outcome(process.wait(), output)
        finally:
            _end(process)
            self.records.forget(name)

    def must(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        sentence: str,
        *,
        on_line: Callable[[str], None] = lambda line: None,
        secret: bool = False,
    ) -> Outcome:
        """As `run`, and raises Trouble with `sentence` and the program's last words when it fails."""
        outcome = self.run(name, command, environment, on_line=on_line, secret=secret)
        if outcome.code != 0:
            raise trouble(sentence, outcome)
        return outcome

    def _start(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], account: Account | None
    ) -> "subprocess.Popen[str]":
        try:
            process: subprocess.Popen[str] = subprocess.Popen(
                command,
                cwd="/" if account and account.other else self.folder,
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
                **(account.popen_arguments() if account else {}),  # type: ignore[call-overload]  # built by name
            )
        except OSError as problem:
            raise Trouble(f"{command[0]} could not be started: {problem.strerror}.") from problem
        if identity := identify(process.pid):
            self.records.remember(name, identity)
        return process


def trouble(sentence: str, outcome: Outcome) -> Trouble:
    """The sentence for a program that failed; a full disk is named as such."""
    if "No space left on device" in outcome.output:
        sentence = "The disk is full. Free some space, then start again."
    return Trouble(sentence, outcome.end)


def _read(process: "subprocess.Popen[str]", typed: str) -> "queue.SimpleQueue[str | None]":
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError):
        process.stdin.write(typed)
        process.stdin.close()
    output = process.stdout

    def forward() -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=forward, daemon=True).start()
    return lines


def _follow(
    process: "subprocess.Popen[str]",
    lines: "queue.SimpleQueue[str | None]",
    on_line: Callable[[str], None],
    keep: Callable[[str], object],
) -> str:
    said: list[str] = []
    while True:
        interrupt.check()
        try:
            line = lines.get(timeout=0.2)
        except queue.Empty:
            if process.poll() is not None:  # its own child may hold the pipe open for ever
                return "".join(said)
            continue
        if line is None:
            return "".join(said)
        said.append(line)
        keep(line)
        on_line(line.rstrip())


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + GRACE
        while process.poll() is None and time.monotonic() < deadline and not interrupt.hard():
            time.sleep(0.05)
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
