"""Room on the disk, asked before it is needed."""

import os
import pwd
import shutil
from pathlib import Path

from launch.console import Trouble

FOR_DATA = 300
FOR_PACKAGES = 900
"""Megabytes that a first start needs in VAR, and a new virtual environment beside it."""


def require_room(folder: Path, megabytes: int, what: str) -> None:
    """Raises Trouble when the disk that holds `folder` has less than `megabytes` free."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if free < megabytes:
        raise Trouble(
            f"The disk that holds {existing} has {free} MB left, and {what} need about {megabytes} MB. "
            "Free some space or choose another disk: make run VAR=/other/disk/tandem"
        )


def require_own(folder: Path) -> None:
    """Raises Trouble when the installation kept in `folder` is another account's, whose files would become ours."""
    try:
        uid = (folder / "keys.json").stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return
    except PermissionError:
        uid = folder.stat().st_uid
    if uid != os.geteuid():
        raise Trouble(
            f"What is kept in {folder} belongs to {_name(uid)}. Start as {_name(uid)}, or choose another place: "
            "make run VAR=some/dir"
        )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user with the number {uid}"


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """Makes a folder that can be written. Raises Trouble when that is not possible."""
    try:
        folder.mkdir(mode, parents=True, exist_ok=True)
        trial = folder / ".writable"
        trial.touch()
        trial.unlink()
    except OSError as problem:
        raise Trouble(
            f"{folder} cannot be written ({problem.strerror}). "
            "Change its rights, or choose another place: make run VAR=some/dir"
        ) from problem
