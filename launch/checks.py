"""`make test`, `make lint` and their relatives: tools of the environment, with a database of their own."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from launch import backing, interrupt
from launch.application import environment
from launch.beginning import Ground, begin
from launch.console import Trouble, say
from launch.libraries import CHROMIUM, REDIS, chromium
from launch.options import Options
from launch.places import Places


@dataclass(frozen=True)
class Check:
    """One tool and what it looks after; `words` follow the environment's Python."""

    title: str
    words: tuple[str, ...]


LINT = (
    Check("Style (ruff check)", ("-m", "ruff", "check", ".")),
    Check("Layout (ruff format)", ("-m", "ruff", "format", "--check", ".")),
    Check("Types (mypy)", ("-m", "mypy", ".")),
    Check("Templates (djlint)", ("-m", "djlint", "templates", "--lint", "--quiet")),
)
MIGRATIONS = Check("Migrations (none missing)", ("manage.py", "makemigrations", "--check", "--dry-run"))
MOST_PROCESSES = "8"
"""Of the tests: with more, all would wait for the longest folder, which one process runs (tests/workers.py)."""


def test(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Everything: lint, types, migrations, then pytest with ARGS. Raises Trouble naming what failed."""
    shared_out = ("-n", "auto", "--maxprocesses", MOST_PROCESSES)
    pytest = Check("Tests (pytest)", ("-m", "pytest", *shared_out, *options.arguments))
    _with_services("test", (*LINT, MIGRATIONS, pytest), places, options, given)


def faults(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """The tests that kill and starve things, alone, and those that `make test` shortens as a whole. Raises Trouble
    when they fail.
    """
    check = Check("Faults (pytest -m faults)", ("-m", "pytest", "-m", "faults", *options.arguments))
    _with_services("faults", (check,), places, options, {"FAULTS": "whole", **given})


def bench(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """The measurements of bench/. Raises Trouble when a figure misses its bar."""
    check = Check("Measurements (bench)", ("-m", "bench", *options.arguments))
    _with_services("bench", (check,), places, options, given)


def mutants(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Small faults, planted one by one in a copy of the checkout. Raises Trouble when the tests let one pass."""
    check = Check("Planted faults (tests.mutants)", ("-m", "tests.mutants", *options.arguments))
    _with_services("mutants", (check,), places, options, given)


def lint(places: Places, options: Options, given: Mapping[str, str]) -> None:
    """Style, layout, types and templates; no database. Raises Trouble naming what failed."""
    with begin(places.for_tests(), given, "lint") as ground:
        ground.furnish("base", "test")
        _all(LINT, ground, {**os.environ, **_plain(places), "SECRET_KEY": ground.kept.secret("secret_key")})


def _with_services(
    what: str, checks: Sequence[Check], places: Places, options: Options, given: Mapping[str, str]
) -> None:
    own = {name: value for name, value in given.items() if name not in ("DATABASE_SERVING_URL", "SECRET_KEY")}
    with begin(places.for_tests(), own, what) as ground:
        ground.furnish("base", "test")
        ground.supply(CHROMIUM, REDIS)
        database = backing.database(ground, disposable=True)
        merged = environment(
            own, ground.places, options, ground.kept, database=database, redis=backing.queue(ground)
        )
        merged |= _plain(places) | {"CHROMIUM": chromium() or ""}
        del merged["DATABASE_SERVING_URL"]  # the tests take the serving role themselves
        _all(checks, ground, merged)


def _plain(places: Places) -> dict[str, str]:
    return {"PATH": os.pathsep.join([str(places.venv / "bin"), os.environ.get("PATH", os.defpath)])}


def _all(checks: Sequence[Check], ground: Ground, environment: Mapping[str, str]) -> None:
    """Runs every check, also after one has failed, and says at the end which did."""
    began = time.monotonic()
    failed = [check.title for check in checks if not _passes(check, ground, environment)]
    seconds = time.monotonic() - began
    if failed:
        raise Trouble(f"{len(failed)} of {len(checks)} failed after {seconds:.0f} s: {', '.join(failed)}.")
    say(f"\nAll {len(checks)} passed in {seconds:.0f} s.")


def _passes(check: Check, ground: Ground, environment: Mapping[str, str]) -> bool:
    """Runs one tool with the terminal as its own, so that its words and colours are the tool's."""
    say(f"\n── {check.title}")
    began = time.monotonic()
    process = subprocess.Popen(
        [str(ground.places.python), *check.words], cwd=ground.places.checkout, env=dict(environment)
    )
    try:
        while process.poll() is None:
            interrupt.pause(0.1)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    say(f"   {'passed' if process.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return process.returncode == 0
