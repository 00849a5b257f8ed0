"""One back-up, from the open database to a file that was read back."""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from psycopg import sql

from config.backups import tables
from config.backups.archive import Receiver, Writing, read_whole
from config.backups.manifest import FORMAT, Manifest, Part, Table
from config.backups.places import Place, name_of
from config.backups.trouble import BackupTrouble, Damaged
from partners.history.tables import is_history

Say = Callable[[str], None]
_LOCK = 7468621
_IN_MEMORY = 32 << 20
_EVERY = 5.0
"""Seconds between two lines that say how far it is."""


@dataclass(frozen=True)
class Made:
    """A back-up that is whole: what it is called, its size in bytes, what is in it."""

    name: str
    size: int
    manifest: Manifest


class Progress:
    """Says how far it is, every few seconds."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._next = time.monotonic() + _EVERY

    def __call__(self, what: str, done: int) -> None:
        if time.monotonic() >= self._next:
            self._say(f"  … {what}, {megabytes(done)}")
            self._next = time.monotonic() + _EVERY


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.1f} kB"


@contextmanager
def alone() -> Iterator[None]:
    """One back-up or restore at a time. Raises BackupTrouble."""
    with tables.connected(autocommit=True) as own:
        row = own.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if not row or not row[0]:
            raise BackupTrouble("A back-up of this database is being made already. Wait until it has ended.")
        yield


def make(place: Place, *, beginning: str, key: str, now: datetime, say: Say) -> Made:
    """Writes a back-up, reads it back, and returns what is in it. Raises BackupTrouble; then there is none."""
    name = name_of(beginning, now, encrypted=bool(key))
    progress = Progress(say)
    try:
        with tables.snapshot() as own, place.writing(name) as sink:
            writing = Writing(sink, key)
            try:
                manifest = _write(writing, own, now, progress)
            except BaseException:
                writing.give_up()
                raise
    except psycopg.errors.InsufficientPrivilege as problem:
        raise BackupTrouble(
            "The database shows this login a part of its rows only. A back-up is made as the owner: set DATABASE_URL "
            "to the login that migrates."
        ) from problem
    except psycopg.Error as problem:
        raise BackupTrouble(f"The database could not be read to its end: {str(problem).strip()}") from problem
    _read_back(place, name, key, manifest, progress)
    return Made(name, place.size(name), manifest)


def _read_back(place: Place, name: str, key: str, written: Manifest, progress: Progress) -> None:
    try:
        with place.reading(name) as source:
            found = read_whole(source, key, Receiver(), lambda done: progress("reading it back", done))
        if found != written:
            raise Damaged("what is read back is not what was written")
    except BackupTrouble:
        place.remove(name)
        raise


def _write(writing: Writing, own: tables.Connection, now: datetime, progress: Progress) -> Manifest:
    version = own.info.server_version
    kept = [_table(writing, own, name, progress) for name in tables.names(own)]
    files = list(_files(writing, progress))
    named = {part.name for part in files}
    manifest = Manifest(
        format=FORMAT,
        made_at=now.isoformat(),
        address=settings.BASE_URL,
        postgres=version // 10_000,
        migrations=tables.migrations(own),
        tables=kept,
        sequences=tables.sequences(own),
        files=files,
        missing=sorted(name for name in _named_by_the_database(own) if name not in named),
        keys=writing.keys(json.dumps({"SECRET_KEY": settings.SECRET_KEY}).encode()),
        head=tables.head(own) if any(table.name == "partners_auditevent" for table in kept) else "",
    )
    writing.end(manifest)
    return manifest


def _table(writing: Writing, own: tables.Connection, name: str, progress: Progress) -> Table:
    cut = tables.columns(own, name)

    def rows() -> Iterator[bytes]:
        done = 0
        for data in tables.copied(own, name, cut):
            done += len(data)
            progress(name, done)
            yield data

    return writing.table(name, cut, rows())


def files_here() -> Path:
    """The folder of uploaded files and packs."""
    return Path(default_storage.location)  # type: ignore[attr-defined]  # settings.STORAGES: on this machine


def file_names(folder: Path) -> Iterator[str]:
    """Every file in the folder; what a restore keeps beside begins with a dot."""
    for at, folders, names in os.walk(folder):
        if Path(at) == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]
        folders.sort()
        for name in sorted(names):
            path = Path(at) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _files(writing: Writing, progress: Progress) -> Iterator[Part]:
    folder, done = files_here(), 0
    for name in file_names(folder):
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            try:
                # Copied first: a file that is being written must not change its size under the tar.
                with (folder / name).open("rb") as file:
                    while data := file.read(1 << 20):
                        copy.write(data)
            except FileNotFoundError:
                continue  # removed since it was listed
            size = copy.tell()
            copy.seek(0)
            yield writing.file(name, copy, size)
        done += size
        progress("files", done)


def _named_by_the_database(own: tables.Connection) -> set[str]:
    found: set[str] = set()
    for model in apps.get_models():
        table = model._meta.db_table
        if is_history(model) or table not in tables.names(own):
            continue
        here = {name for name, _ in tables.columns(own, table)}
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and field.column in here:
                asked = sql.SQL("SELECT {column} FROM {table} WHERE {column} <> ''")
                parts = {"column": sql.Identifier(field.column), "table": sql.Identifier("public", table)}
                found.update(name for (name,) in own.execute(asked.format(**parts)))
    return found
