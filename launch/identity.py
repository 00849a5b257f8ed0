"""Which process is which: a number is reused, a number with its moment of birth is not."""

import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Identity:
    """A process id and when that process began, in the words of this machine and this boot."""

    pid: int
    began: str

    def as_record(self) -> dict[str, object]:
        return asdict(self)


def identify(pid: int) -> Identity | None:
    """Returns who has this number now, or None when nobody living does."""
    began = _began_on_linux(pid) if (PROC / "self" / "stat").exists() else _began_by_ps(pid)
    return Identity(pid, began) if began else None


def is_running(identity: Identity) -> bool:
    """Whether this very process still lives; a zombie does not."""
    return identify(identity.pid) == identity


def command_line(pid: int) -> str:
    """The words a process was started with; empty when there is none."""
    if not (PROC / "self" / "cmdline").exists():
        return _ps("command", pid)
    try:
        return (PROC / str(pid) / "cmdline").read_text(errors="replace").replace("\0", " ").strip()
    except OSError:
        return ""


def _began_on_linux(pid: int) -> str:
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return ""
    # The name in brackets may itself hold brackets and blanks; the fields that matter follow the last one.
    fields = stat.rpartition(")")[2].split()
    state, ticks_since_boot = fields[0], fields[19]
    return "" if state in "ZX" else f"{_boot()}+{ticks_since_boot}"


def _boot() -> str:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "boot"


def _began_by_ps(pid: int) -> str:
    return "" if _ps("state", pid).startswith("Z") else _ps("lstart", pid)


def _ps(column: str, pid: int) -> str:
    command = ["ps", "-ww", "-o", f"{column}=", "-p", str(pid)]
    plain = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=plain).stdout.strip()
