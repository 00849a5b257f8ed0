"""Runs tests in a copy of the checkout, with a database and a cache of their own, and says how they ended."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from resource import RLIMIT_CPU, setrlimit
from signal import SIGXCPU
from urllib.parse import urlsplit, urlunsplit

AT_MOST = 600
"""Seconds. A fault that makes the tests go round for ever is found, too."""
PASSED, FAILED, INTERRUPTED = 0, 1, 2
"""What pytest exits with; INTERRUPTED when a module of tests cannot even be read any more."""


class Ending(StrEnum):
    FOUND = "found"
    SURVIVED = "survived"
    NOT_ASKED = "not asked"
    """The tests named are not there, or something else than the fault kept them from running."""


def ending(tests: Sequence[str], copy: Path, number: int, work: int | None = None) -> tuple[Ending, str]:
    """How they ended, stopping at the first that fails, and pytest's last words.

    After so many seconds of a processor's `work` they are stopped, and found nothing.
    """
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command,
            cwd=copy,
            env=_environment(os.environ, copy, number),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=AT_MOST,
            check=False,
            preexec_fn=None if work is None else partial(setrlimit, RLIMIT_CPU, (work, work + 5)),
        )
    except subprocess.TimeoutExpired:
        return Ending.FOUND, f"no end after {AT_MOST} s"
    if done.returncode == -SIGXCPU:
        return Ending.SURVIVED, f"stopped after {work} s of work"
    return _meaning(done.returncode), _last_words(done.stdout)


def _meaning(code: int) -> Ending:
    if code == PASSED:
        return Ending.SURVIVED
    return Ending.FOUND if code in (FAILED, INTERRUPTED) else Ending.NOT_ASKED


def _last_words(output: str) -> str:
    """Which test failed, else the end of what was said."""
    lines = output.strip().splitlines() or [""]
    return next((line for line in lines if line.startswith(("FAILED ", "ERROR "))), lines[-1])


def _environment(given: Mapping[str, str], copy: Path, number: int) -> dict[str, str]:
    """Of several copies that are asked at once, each has its own database, its own Redis database and its own files."""
    own = {
        "TANDEM_TEST_DATABASE": f"test_mutants_{number}",
        "TANDEM_VAR": str(copy / "var"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if redis := given.get("REDIS_URL"):
        own["REDIS_URL"] = urlunsplit(urlsplit(redis)._replace(path=f"/{number}"))
    return {**given, **own}
