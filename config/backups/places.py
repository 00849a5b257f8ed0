"""Where back-ups lie: a folder, or S3-compatible storage (s3.py). One that is not whole has another name, or none."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from config.backups.sealing import Sink, Source
from config.backups.trouble import BackupTrouble, none_of_that_name

ENDING, ENCRYPTED_ENDING = ".tar.gz", ".tar.gz.encrypted"
_NAME = re.compile(r"(?P<whose>.+)-\d{8}-\d{6}Z\.tar\.gz(\.encrypted)?")


class Place(Protocol):
    """A place that holds back-ups by name."""

    @property
    def words(self) -> str:
        """Where it is, for people."""

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        """The block writes a new back-up. It has its name once the block ends; after an exception it is gone."""

    @contextmanager
    def reading(self, name: str) -> Iterator[Source]:
        """Reads one from its beginning. Raises BackupTrouble when there is none."""

    def names(self) -> list[str]:
        """All that lie here, sorted."""

    def size(self, name: str) -> int: ...

    def remove(self, name: str) -> None: ...


def name_of(whose: str, now: datetime, *, encrypted: bool) -> str:
    """The name of a back-up; sorted by name, those of one installation are sorted by time."""
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%SZ")
    return f"{whose}-{stamp}{ENCRYPTED_ENDING if encrypted else ENDING}"


def whose(address: str) -> str:
    """How the back-ups of the installation at this address begin."""
    split = urlsplit(address)
    return re.sub(
        r"[^a-z0-9.-]+", "-", f"{split.hostname or 'tandem'}{f'-{split.port}' if split.port else ''}"
    )


def too_old(names: list[str], beginning: str, keep: int) -> list[str]:
    """Those of one installation beyond the newest `keep`; what somebody else put there is never among them."""
    own = [name for name in names if (found := _NAME.fullmatch(name)) and found["whose"] == beginning]
    return sorted(own)[:-keep] if keep > 0 else []


class Folder:
    """A folder of this machine, or of another that is mounted here. Files are readable by their owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def words(self) -> str:
        return str(self.path)

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        draft = self.path / f".{name}.part"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in self._left_of(name):
                if left != draft:
                    left.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                with os.fdopen(handle, "wb", buffering=1 << 20) as file:
                    yield _Disk(file)
                    file.flush()
                    os.fsync(file.fileno())
                draft.rename(self.path / name)
                _settle(self.path)
            finally:
                draft.unlink(missing_ok=True)
        except _DiskSays as said:
            raise self._trouble(said.problem) from said.problem
        except OSError as problem:
            raise self._trouble(problem) from problem

    @contextmanager
    def reading(self, name: str) -> Iterator[Source]:
        try:
            file = (self.path / name).open("rb")
        except FileNotFoundError:
            raise none_of_that_name(name, where=self.words, names=self.names()) from None
        except OSError as problem:
            raise self._trouble(problem) from problem
        with file:
            yield file

    def names(self) -> list[str]:
        try:
            return sorted(path.name for path in self.path.iterdir() if _NAME.fullmatch(path.name))
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise self._trouble(problem) from problem

    def size(self, name: str) -> int:
        return (self.path / name).stat().st_size

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def _left_of(self, name: str) -> list[Path]:
        """What earlier ones of the same installation left behind when they were killed; one is made at a time."""
        found = _NAME.fullmatch(name)
        return list(self.path.glob(f".{found['whose']}-????????-??????Z.*.part")) if found else []

    def _trouble(self, problem: OSError) -> BackupTrouble:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            return BackupTrouble(
                f"The disk that holds {self.path} is full. No older back-up was removed. Free some space, or name "
                "another place in BACKUP_TO."
            )
        where = problem.filename or self.path
        return BackupTrouble(
            f"{where} cannot be used for back-ups: {problem.strerror}. Correct that, or BACKUP_TO."
        )


class _DiskSays(Exception):
    def __init__(self, problem: OSError) -> None:
        self.problem = problem


class _Disk:
    """Keeps what the disk says apart from what fails while the content is gathered."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as problem:
            raise _DiskSays(problem) from problem


def _settle(folder: Path) -> None:
    """A new name must outlive a power cut as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place_at(address: str) -> Place:
    """The place that BACKUP_TO names. Raises BackupTrouble."""
    if address.startswith("s3://"):
        from config.backups.s3 import Bucket  # its library takes half a second and 30 MB

        return Bucket.named(address)
    if "://" in address:
        raise BackupTrouble(f"BACKUP_TO={address} is not understood: a folder, or s3://bucket/beginning.")
    return Folder(Path(address).expanduser().absolute())
