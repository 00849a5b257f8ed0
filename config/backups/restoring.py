"""A back-up becomes the installation again: verified whole, restored beside what stands, checked, then exchanged."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
from django.core.management import call_command
from django.db import DatabaseError

from config.backups import databases, swapping, tables
from config.backups.archive import Receiver, read_whole
from config.backups.databases import Server, switched_to
from config.backups.making import Progress, Say, files_here, megabytes
from config.backups.manifest import Manifest
from config.backups.places import Place
from config.backups.rebuilding import rebuild, require_known
from config.backups.trouble import BackupTrouble, Damaged
from partners.history.chain import Head, verify
from partners.models import Backup

Rebuild = Callable[[Manifest], None]


@dataclass(frozen=True)
class Chosen:
    """A back-up somebody wants restored, and the key to it."""

    place: Place
    name: str
    key: str
    even_so: bool = False
    """Although its history does not hold: it was like that when it was backed up."""
    by_make: bool = False
    """Asked for by `make restore`, whose options are written otherwise."""

    def typed(self, option: str) -> str:
        """An option as the person writes it who asked for this."""
        if not self.by_make:
            return option
        return "OVER=1" if option == "--over" else f'ARGS="{option}"'


class _Keys(Receiver):
    content = b""

    def keys(self, content: bytes) -> None:
        self.content = content


def checked(chosen: Chosen, say: Say) -> tuple[Manifest, str]:
    """Reads all of it and returns what is in it, and its SECRET_KEY. Raises BackupTrouble; nothing is touched."""
    keys, progress = _Keys(), Progress(say)
    with chosen.place.reading(chosen.name) as source:
        manifest = read_whole(source, chosen.key, keys, lambda done: progress("checking", done))
    for part in manifest.files:
        _inside(Path("/"), part.name)
    require_known(manifest)
    try:
        return manifest, str(json.loads(keys.content)["SECRET_KEY"])
    except (ValueError, KeyError, TypeError):
        raise Damaged("its keys cannot be read") from None


def restore(
    chosen: Chosen, *, over: bool, now: datetime, say: Say, how: Rebuild = rebuild
) -> tuple[Manifest, str]:
    """Puts the back-up in the place of what stands. `over` allows that where somebody works already.

    Returns what was in it, and its SECRET_KEY. Raises BackupTrouble; then what stood stands as it stood.
    """
    manifest, secret = checked(chosen, say)
    say(
        f"The back-up is whole: {manifest.rows:,} rows and {len(manifest.files):,} files of {manifest.made_at}."
    )
    with databases.server() as server:
        swapping.finish(server, files_here())
        people = _require_ground(server, over, chosen.typed("--over"))
        stamp = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        if server.may_make_databases():
            with _draft(server, chosen, manifest, say, how):
                server.require_nobody_else()
                note = swapping.exchange(server, files_here(), stamp)
            swapping.exchange_files(files_here(), note)
            if people:
                say(
                    f"What stood before is kept as database {note.goes}; manage.py restore --forget removes it."
                )
            else:
                swapping.forget_empty(server, files_here(), note)
        else:
            _in_place(server, chosen, manifest, say, how, stamp)
    _tell(manifest, say)
    return manifest, secret


def rehearse(chosen: Chosen, *, now: datetime, say: Say, how: Rebuild = rebuild) -> Manifest:
    """Restores into a database of its own, checks counts, hashes and chain, and removes it again."""
    manifest, _ = checked(chosen, say)
    with databases.server() as server:
        if not server.may_make_databases():
            raise BackupTrouble(
                "This login may not make databases, so nothing can be tried out: rehearse elsewhere."
            )
        with _draft(server, chosen, manifest, say, how):
            pass
        server.drop(server.draft)
        shutil.rmtree(files_here() / swapping.DRAFT)
    Backup.objects.filter(name=chosen.name).update(rehearsed_at=now)
    say(
        f"Restored on trial and removed again: {manifest.rows:,} rows, {len(manifest.files):,} files, the chain holds."
    )
    return manifest


def _require_ground(server: Server, over: bool, typed: str) -> int:
    """How many people work in what stands. Raises BackupTrouble where it must stay."""
    people = databases.people_here()
    if people and not over:
        raise BackupTrouble(
            f"Tandem stands here already, with {people} people. Nothing was touched. To put the back-up in its place, "
            f"add {typed}; what stands is set aside and kept."
        )
    if people and not server.may_make_databases():
        raise BackupTrouble(
            "This login may not make databases, so nothing can be restored beside what stands. Nothing was touched. "
            "ALTER ROLE … CREATEDB, or restore into an empty database and name that in DATABASE_URL."
        )
    server.require_nobody_else()
    return people


class _draft:
    """Within the block the draft holds the back-up, checked; after an exception nothing of it is left."""

    def __init__(self, server: Server, chosen: Chosen, manifest: Manifest, say: Say, how: Rebuild) -> None:
        self._server, self._parts = server, (chosen, manifest, say, how)

    def __enter__(self) -> None:
        try:
            self._server.make_draft()
            with switched_to(self._server.draft):
                _fill(*self._parts)
        except BaseException as problem:
            self._leave()
            if isinstance(problem, psycopg.Error | DatabaseError | OSError):
                raise _trouble(problem) from problem
            raise

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if kind is not None:
            self._leave()

    def _leave(self) -> None:
        self._server.drop(self._server.draft)
        shutil.rmtree(files_here() / swapping.DRAFT, ignore_errors=True)


def _in_place(server: Server, chosen: Chosen, manifest: Manifest, say: Say, how: Rebuild, stamp: str) -> None:
    """For a login that may not make databases: into the one it has, where nobody works yet."""
    databases.empty_out()
    try:
        _fill(chosen, manifest, say, how)
    except BaseException as problem:
        databases.empty_out()
        shutil.rmtree(files_here() / swapping.DRAFT, ignore_errors=True)
        if isinstance(problem, psycopg.Error | DatabaseError | OSError):
            raise _trouble(problem) from problem
        raise
    swapping.exchange_files(files_here(), swapping.noted(files_here(), server.name, stamp))


def _trouble(problem: Exception) -> BackupTrouble:
    said = " ".join(str(problem).split())[:300]
    return BackupTrouble(f"The restore failed, and what stood stands as it stood. The reason: {said}")


def _fill(chosen: Chosen, manifest: Manifest, say: Say, how: Rebuild) -> None:
    """Fills Django's database, which is empty, and the draft folder of files; checks both; brings them up to date."""
    draft = files_here() / swapping.DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _require_room(draft, manifest)
    say("Making the tables as they were …")
    how(manifest)
    progress = Progress(say)
    with tables.connected() as own:
        filling = tables.Filling(own)
        filling.begin(manifest.tables)
        with chosen.place.reading(chosen.name) as source:
            receiver = _Into(filling, draft)
            again = read_whole(source, chosen.key, receiver, lambda done: progress("restoring", done))
        if again != manifest:
            raise Damaged("it changed while it was being restored")
        filling.end(manifest.sequences)
        if wrong := tables.unlike(own, manifest.tables):
            raise BackupTrouble(
                f"After the restore {wrong[0]} is not what the back-up holds. What stood stands as it stood."
            )
        tables.analyze(own)
    say("Bringing it up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    if not chosen.even_so:
        _require_chain(manifest, chosen.typed("--even-so"))
    Backup.objects.begun_and_not_ended().delete()  # the one that was just restored was under way in it


def _require_chain(manifest: Manifest, typed: str) -> None:
    problems = verify(known=Head.read(manifest.head) if manifest.head else None)
    if problems:
        raise BackupTrouble(
            f"The history in this back-up does not hold: {problems[0]} What stood stands as it stood. Take an older "
            f"back-up, or add {typed} to restore this one as it is."
        )


def _require_room(folder: Path, manifest: Manifest) -> None:
    needed, free = sum(part.bytes for part in manifest.files), shutil.disk_usage(folder).free
    if free < needed:
        raise BackupTrouble(
            f"The files need {megabytes(needed)}, and the disk that holds {folder.parent} has {megabytes(free)} left. "
            "What stood stands as it stood. Free some space, then restore again."
        )


class _Into(Receiver):
    """Puts what is read into the tables and the folder."""

    def __init__(self, filling: tables.Filling, folder: Path) -> None:
        self._filling, self._folder = filling, folder

    def table(self, name: str, data: bytes) -> None:
        self._filling.take(name, data)

    def file(self, name: str, content: Iterator[bytes]) -> None:
        path = _inside(self._folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for data in content:
                file.write(data)


def _inside(folder: Path, name: str) -> Path:
    """The path of a file in the folder. Raises Damaged for a name that leads out of it or to what is hidden there."""
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or path.parts[0].startswith("."):
        raise Damaged(f"it holds a file called {name!r}")
    return folder / path


def _tell(manifest: Manifest, say: Say) -> None:
    from partners.isolation.scope import SYSTEM, entered
    from partners.models import OutgoingMail

    with entered(SYSTEM):
        waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).count()
    say(
        f"Restored: {manifest.rows:,} rows and {len(manifest.files):,} files, counts, hashes and chain agree."
    )
    if manifest.missing:
        say(
            f"{len(manifest.missing)} files were missing already when it was made, such as {manifest.missing[0]}."
        )
    if waiting:
        say(
            f"{waiting} mails wait in it and leave once Tandem starts, some perhaps a second time. To look first, "
            "start without EMAIL_URL."
        )
