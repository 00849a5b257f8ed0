"""What an earlier start left running because it was killed: found by identity, never by name."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from launch.console import Trouble, quick_step
from launch.identity import PROC, Identity, is_running
from launch.records import Records

ORDER = ("web", "beat", "worker", "redis", "postgres")
SOFTLY = {"postgres": signal.SIGINT}
GRACE = {"postgres": 30.0}


def clean(records: Records, var: Path) -> None:
    """Ends every recorded process that still lives, and what a dead one left in its session.

    Raises Trouble naming a process that will not end.
    """
    living = records.still_running()
    if living:
        with quick_step(
            f"Ending what an interrupted start left running ({', '.join(sorted(living, key=_place))})"
        ):
            for name in sorted(living, key=_place):
                end(name, living[name])
    for name, identity in records.all().items():
        _end_session(identity, var)
        records.forget(name)


def end(name: str, identity: Identity) -> None:
    """Asks the process to end, and ends it hard when it does not. Raises Trouble when neither helps."""
    for number, seconds in ((SOFTLY.get(name, signal.SIGTERM), GRACE.get(name, 8.0)), (signal.SIGKILL, 5.0)):
        with suppress(ProcessLookupError):
            os.kill(identity.pid, number)
        if _gone(identity, seconds):
            return
    raise Trouble(
        f"{name} of an earlier start (process {identity.pid}) does not end. End it, then start again."
    )


def _gone(identity: Identity, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_running(identity):
            return True
        time.sleep(0.05)
    return False


def _end_session(leader: Identity, var: Path) -> None:
    """Ends what outlived its dead leader. Ours is what sits in that session and carries our TANDEM_VAR."""
    for member in _session(leader.pid):
        with suppress(OSError):
            if f"TANDEM_VAR={var}".encode() in (PROC / str(member) / "environ").read_bytes().split(b"\0"):
                os.kill(member, signal.SIGKILL)


def _session(leader: int) -> list[int]:
    numbers = [int(entry.name) for entry in PROC.glob("[0-9]*")] if PROC.is_dir() else []
    members = []
    for number in numbers:
        with suppress(OSError):
            if number != leader and os.getsid(number) == leader:
                members.append(number)
    return members


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else -1
