"""One start at a time for each VAR; the kernel lets go of the lock however the holder ends."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from launch import interrupt
from launch.console import Trouble, say

PATIENCE = 30.0
"""Seconds an earlier start is given to finish stopping."""


class Held:
    """The lock while it is ours; what it says is for whoever finds it taken."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def says(self, **facts: object) -> None:
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), **facts}, self._file)
        self._file.flush()


@contextmanager
def held(folder: Path, *, what: str, patience: float = PATIENCE) -> Iterator[Held]:
    """Holds the lock in `folder`. Raises Trouble, naming who has it, when it is taken."""
    with (folder / "lock").open("a+", encoding="utf-8") as file:
        _acquire(file, what, patience)
        lock = Held(file)
        lock.says(what=what)
        try:
            yield lock
        finally:
            with suppress(OSError):  # a full disk must not hide why we are leaving
                lock.says(stopped=True)


def _acquire(file: IO[str], what: str, patience: float) -> None:
    deadline = time.monotonic() + patience
    announced = False
    while not _taken_by_us(file):
        facts = _facts(file)
        if not facts.get("stopping") or time.monotonic() > deadline:
            raise Trouble(_sentence(facts, what))
        if not announced:
            say("  An earlier start is still stopping; waiting for it …")
            announced = True
        interrupt.pause(0.2)


def _taken_by_us(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _facts(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    try:
        facts = json.loads(file.read())
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _sentence(facts: dict[str, object], what: str) -> str:
    holder = facts.get("what", what)
    where = f" at {facts['address']}" if "address" in facts else ""
    return (
        f"`make {holder}` is already running for this VAR{where} (process {facts.get('pid', 'unknown')}). "
        f"Stop it with Ctrl-C in its terminal, or give this one a place of its own: "
        f"make {what} PORT=8001 VAR=var-2"
    )
