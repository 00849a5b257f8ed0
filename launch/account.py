"""The account PostgreSQL and Redis run under: our own, or as root one without rights."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from launch.console import Trouble

UNPRIVILEGED = ("postgres", "nobody")
"""PostgreSQL refuses to run as root; these accounts exist on practically every machine."""


@dataclass(frozen=True)
class Account:
    """Whom a child runs as. `other` is false when that is the person who typed the command."""

    name: str
    uid: int
    gid: int
    other: bool

    def popen_arguments(self) -> dict[str, object]:
        """What subprocess needs to start a child under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def own(self, path: Path) -> None:
        """Hands a folder or file to this account."""
        if self.other:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this account may walk down to `path`, or to its deepest folder that exists."""
        existing = [folder for folder in (path, *path.parents) if folder.is_dir()]
        return not self.other or all(self._may_enter(folder) for folder in existing)

    def _may_enter(self, folder: Path) -> bool:
        facts = folder.stat()
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & 0o100)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & 0o010)
        return bool(facts.st_mode & 0o001)


def own_account() -> Account:
    """The account of whoever started this. Raises Trouble when it has no name, which PostgreSQL requires."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError as problem:
        raise Trouble(
            f"This account (uid {os.geteuid()}) has no name on this machine, and PostgreSQL needs one. "
            "Start as a named user, or name a PostgreSQL that runs already: DATABASE_URL=postgres://…"
        ) from problem
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, other=False)


def serving_account() -> Account:
    """Our own account, or as root the first of `UNPRIVILEGED` that exists. Raises Trouble without one."""
    if os.geteuid() != 0:
        return own_account()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, other=True)
    raise Trouble(
        "PostgreSQL refuses to run as root, and neither `postgres` nor `nobody` exists on this machine. "
        "Start as an ordinary user instead."
    )
