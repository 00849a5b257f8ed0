"""The exchange of what stands for what was restored: the database in one transaction, then the files.

A note beside the files says what is under way; whoever comes next after a power cut carries it to its end. Folders are
moved within the folder of files, which may be a volume of its own and cannot be renamed itself.
"""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from config.backups.databases import Server

DRAFT = ".restoring"
_NOTE = ".restore.json"
_BEFORE = ".before-"


@dataclass(frozen=True)
class Note:
    """`goes` is what the database that stood is called afterwards; `moved` once its files are out of the way."""

    goes: str
    stamp: str
    moved: bool = False


def exchange(server: Server, folder: Path, stamp: str) -> Note:
    """The draft's database stands from now on; `exchange_files` must follow, now or after a power cut."""
    note = noted(folder, server.before(stamp), stamp)
    try:
        server.exchange(server.draft, note.goes)
    except BaseException:
        (folder / _NOTE).unlink()
        raise
    return note


def noted(folder: Path, goes: str, stamp: str) -> Note:
    """Writes down that files are about to be exchanged, once there is a database called `goes`."""
    note = Note(goes, stamp)
    _write(folder, note)
    return note


def exchange_files(folder: Path, note: Note) -> None:
    """May be interrupted anywhere and done again."""
    before = folder / f"{_BEFORE}{note.stamp}"
    if not note.moved:
        before.mkdir(exist_ok=True)
        for path in list(_visible(folder)):
            path.rename(before / path.name)
        note = Note(note.goes, note.stamp, moved=True)
        _write(folder, note)
    draft = folder / DRAFT
    if draft.exists():
        for path in list(_visible(draft)):
            path.rename(folder / path.name)
        draft.rmdir()
    (folder / _NOTE).unlink()


def is_under_way(folder: Path) -> bool:
    """Whether an exchange was begun and not ended."""
    return (folder / _NOTE).exists()


def finish(server: Server, folder: Path) -> None:
    """Carries an exchange to its end that was cut off between database and files; one cut off before is forgotten."""
    if not is_under_way(folder):
        return
    note = Note(**json.loads((folder / _NOTE).read_text()))
    if server.has(note.goes):
        exchange_files(folder, note)
    else:
        (folder / _NOTE).unlink()


def forget(server: Server, folder: Path) -> list[str]:
    """Removes what restores have set aside, and says what that was."""
    databases = server.all_before()
    for name in databases:
        server.drop(name)
    folders = [path for path in folder.glob(f"{_BEFORE}*") if path.is_dir()]
    for path in folders:
        shutil.rmtree(path)
    return [*databases, *(str(path) for path in folders)]


def forget_empty(server: Server, folder: Path, note: Note) -> None:
    """Removes what one restore has set aside, where nobody had worked."""
    server.drop(note.goes)
    shutil.rmtree(folder / f"{_BEFORE}{note.stamp}")


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if not path.name.startswith("."))


def _write(folder: Path, note: Note) -> None:
    draft = folder / f"{_NOTE}.new"
    with draft.open("w") as file:
        json.dump(asdict(note), file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(folder / _NOTE)
