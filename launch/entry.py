"""The commands behind make, and how each of them ends: a sentence and an exit code, never a traceback."""

import errno
import os
import signal
import traceback
from collections.abc import Callable, Mapping, Sequence

from launch import backups, checks, cleaning, interrupt, parts
from launch.application import is_ready
from launch.console import Trouble, say, say_trouble
from launch.managing import manage
from launch.options import Options
from launch.places import Places
from launch.run import run

Command = Callable[[Places, Options, Mapping[str, str]], None]
COMMANDS: dict[str, Command] = {
    "run": run,
    "test": checks.test,
    "lint": checks.lint,
    "faults": checks.faults,
    "bench": checks.bench,
    "mutants": checks.mutants,
    "clean": cleaning.clean,
    "manage": manage,
    "backup": backups.backup,
    "restore": backups.restore,
}
PARTS = ("web", "worker", "beat", "migrate", "backups")
"""What a container becomes; `ask` beside them asks the web whether it can serve people."""
CUT_SHORT = 128 + signal.SIGINT
"""What shells say of a command that Ctrl-C ended. Only of `run` that is its usual end."""
FULL = (errno.ENOSPC, errno.EDQUOT)


def main(words: Sequence[str]) -> int:
    """Runs the command named by the first word; returns the exit code."""
    given = dict(os.environ)
    if len(words) == 1 and words[0] in PARTS:
        parts.become(words[0], given)
    if list(words) == ["ask"]:
        return 0 if is_ready(Options.named_in(given).port) else 1
    if len(words) != 1 or words[0] not in COMMANDS:
        say(f"Say which: python3 -m launch {'|'.join([*COMMANDS, *PARTS])}. `make help` explains them.")
        return 2
    interrupt.listen(watch_parent="MAKELEVEL" in given)
    return _ends(COMMANDS[words[0]], given)


def _ends(command: Command, given: Mapping[str, str]) -> int:
    try:
        command(Places.named_in(given), Options.named_in(given), given)
    except interrupt.StopRequested:
        if command is run:
            say("\nTandem has stopped; nothing it started is still running.")
            return 0
        say("\nCut short: it did not come to its end. Nothing it started is still running.")
        return CUT_SHORT
    except Trouble as trouble:
        say_trouble(trouble)
        return 1
    except OSError as problem:
        say_trouble(_of_system(problem))
        return 1
    except Exception:
        say_trouble(Trouble(f"This should not have happened. {_kept_trace(given)}"))
        return 1
    return 0


def _of_system(problem: OSError) -> Trouble:
    where = f" ({problem.filename})" if problem.filename else ""
    if problem.errno in FULL:
        return Trouble(f"The disk is full{where}. Free some space, then start again.")
    return Trouble(
        f"The system refused something: {problem.strerror or problem}{where}. Solve that, start again."
    )


def _kept_trace(given: Mapping[str, str]) -> str:
    """Keeps the traceback where a maintainer finds it."""
    file = Places.named_in(given).logs / "launch.log"
    try:
        file.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "Its cause could not be written down:\n" + traceback.format_exc()
    return f"Please send {file} to whoever maintains Tandem."
