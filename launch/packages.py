"""The virtual environment, filled from hash-pinned locks and only when a lock has changed.

Where packages come from is the user's own pip configuration; nothing here names an index.
"""

import fcntl
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from launch import interrupt
from launch.commands import Outcome, Runner, trouble
from launch.console import Step, Trouble, say
from launch.libraries import VENV
from launch.machine import Machine
from launch.places import Places

PINNED = re.compile(r"^[A-Za-z0-9][\w.-]*==", re.MULTILINE)
UNREACHABLE = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Read timed out",
)
FETCHED = re.compile(r"^\s*(?:Collecting|Requirement already satisfied:) (\S+)")


@dataclass(frozen=True)
class Packages:
    """Fills one virtual environment; `environment` is what pip is started with."""

    places: Places
    runner: Runner
    environment: Mapping[str, str]

    def install(self, *locks: str) -> None:
        """Brings the environment to what `requirements/<lock>.txt` say. Raises Trouble in whole sentences.

        One that has them already is only read: it may belong to somebody else.
        """
        if _works(self.places.python) and all(self._stamp(lock).holds() for lock in locks):
            return
        with self._alone():
            self._make()
            for lock in locks:
                self._fill(self._stamp(lock))

    def _stamp(self, lock: str) -> "Stamp":
        file = self.places.checkout / "requirements" / f"{lock}.txt"
        return Stamp(self.places.venv / f".{lock}.json", file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two starts with different VARs share the environment: one fills it, the other waits."""
        with self._lock() as file:
            announced = False
            while True:
                with suppress(BlockingIOError):
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                if not announced:
                    say("  Another start is installing packages; waiting for it …")
                    announced = True
                interrupt.pause(0.5)
            yield

    def _lock(self) -> TextIO:
        venv = self.places.venv
        try:
            venv.parent.mkdir(parents=True, exist_ok=True)
            return venv.with_name(f"{venv.name}.lock").open("w")
        except OSError as problem:
            raise Trouble(
                f"{venv} has not all the packages that are needed, and cannot be changed by you "
                f"({problem.strerror}). Name another folder: make run VENV=some/dir"
            ) from problem

    def _make(self) -> None:
        venv = self.places.venv
        if _works(self.places.python):
            return
        if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
            raise Trouble(f"{venv} is not a virtual environment. Name another folder: make run VENV=some/dir")
        Machine.this().supply(VENV, self.runner)
        shutil.rmtree(venv, ignore_errors=True)
        with Step(f"Making a virtual environment in {self.places.shown(venv)}"):
            sentence = (
                f"The virtual environment {venv} could not be made. Remove that folder and start again."
            )
            self.runner.must("venv", [sys.executable, "-m", "venv", str(venv)], self.environment, sentence)

    def _fill(self, stamp: "Stamp") -> None:
        if stamp.holds():
            return
        lock = stamp.lock
        expected = len(PINNED.findall(lock.read_text(encoding="utf-8")))
        with Step(f"Installing up to {expected} packages of {self.places.shown(lock)}") as step:
            outcome = self._pip(lock, step, expected)
        if outcome.code != 0:
            raise trouble(_why(outcome, lock), outcome)
        stamp.press()

    def _pip(self, lock: Path, step: Step, expected: int) -> Outcome:
        words = [
            "-m",
            "pip",
            "install",
            "--require-hashes",
            "--no-input",
            "--progress-bar",
            "off",
            "-r",
            str(lock),
        ]
        seen: set[str] = set()

        def follow(line: str) -> None:
            if fetched := FETCHED.match(line):
                seen.add(fetched[1])
                step.note(f"fetched {len(seen)} of up to {expected}, now {fetched[1]}")
            elif line.startswith("Installing collected packages"):
                step.note(f"all {len(seen)} fetched, unpacking them")

        environment = {**self.environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
        return self.runner.run(
            f"install-{lock.stem}", [str(self.places.python), *words], environment, on_line=follow
        )


@dataclass(frozen=True)
class Stamp:
    """Says which lock an environment was filled from, and with which Python."""

    path: Path
    lock: Path

    def _due(self) -> dict[str, str]:
        digest = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return {"lock": digest, "python": ".".join(str(part) for part in sys.version_info[:2])}

    def holds(self) -> bool:
        with suppress(OSError, ValueError):
            return bool(json.loads(self.path.read_text()) == self._due())
        return False

    def press(self) -> None:
        self.path.write_text(json.dumps(self._due()))


def _works(python: Path) -> bool:
    """Whether the environment is whole; one whose making was killed has no pip."""
    try:
        trial = [
            str(python),
            "-c",
            "import importlib.util as i, sys; sys.exit(sys.version_info < (3, 11) or not i.find_spec('pip'))",
        ]
        return subprocess.run(trial, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _why(outcome: Outcome, lock: Path) -> str:
    if "DO NOT MATCH THE HASHES" in outcome.output:
        return (
            f"A package differs from what {lock.name} pins, so it was not installed. "
            "Ask whoever maintains your package index."
        )
    if any(sign in outcome.output for sign in UNREACHABLE):
        return (
            "The package index could not be reached. Check the network or pip's configuration, start again."
        )
    return f"The packages of {lock.name} could not be installed; pip says why above. Solve that, start again."
