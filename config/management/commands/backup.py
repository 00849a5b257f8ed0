import signal
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config import operations
from config.backups import databases, swapping
from config.backups.encryption import long_enough
from config.backups.keeping import back_up, back_up_if_due
from config.backups.making import alone, files_here, make, megabytes
from config.backups.places import Folder, place_at, too_old
from config.backups.schedule import hours
from config.backups.trouble import BackupTrouble
from config.health import beat

BEFORE_UPDATE = "before-update"
KEPT_BEFORE_UPDATES = 3
LOOKS_EVERY = 30


class Command(BaseCommand):
    help = "Backs up database, files and keys into one file; encrypted with BACKUP_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", help="A folder, or s3://bucket/beginning; BACKUP_TO without it.")
        parser.add_argument("--clock", action="store_true", help="Stay, and back up whenever BACKUP_AT says.")
        parser.add_argument(
            "--age", action="store_true", help="Say how old the last is; fails when it is too old."
        )
        parser.add_argument(
            "--before-update", action="store_true", help="Only if migrations wait to be applied."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._finish_a_restore()
            if options["age"]:
                self._age()
            elif options["before_update"]:
                self._before_update(Path(options["to"] or settings.TANDEM_VAR / "backups"))
            elif options["clock"]:
                self._clock()
            else:
                back_up(place_at(self._place(options["to"])), now=timezone.now(), say=self._say)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        except ProgrammingError as problem:  # where back-ups are written down, another release's tables stand
            raise CommandError(
                "This database was made by another release of Tandem and is not up to date. To keep it as it is, add "
                "--before-update --to FOLDER; then migrate."
            ) from problem

    def _finish_a_restore(self) -> None:
        """One that a power cut stopped between the database and its files."""
        if swapping.is_under_way(files_here()):
            with databases.server() as server:
                swapping.finish(server, files_here())
            self._say("A restore that was cut off has been carried to its end.")

    def _place(self, given: str | None) -> str:
        if place := given or settings.BACKUP_TO:
            return str(place)
        raise BackupTrouble("Nobody has said where to: set BACKUP_TO, or add --to with a folder.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _age(self) -> None:
        found = operations.backups(timezone.now())
        if settings.BACKUP_TO and found.level == operations.BAD:
            raise BackupTrouble(
                f"The last back-up began {found.last.started_at:%d %b %H:%M} (UTC): too old."
                if found.last and found.last.started_at
                else "There is no back-up yet."
            )
        self._say(f"The last back-up: {found.last.name if found.last else 'none, and none is scheduled'}.")

    def _clock(self) -> None:
        if settings.BACKUP_TO:
            place_at(settings.BACKUP_TO)
        else:
            self._say("BACKUP_TO names no place: no back-ups are made.")
        hours(settings.BACKUP_AT)
        if settings.BACKUP_KEY:
            long_enough(settings.BACKUP_KEY)
        # Asked to end, it leaves no half of a file behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            while True:
                close_old_connections()
                beat("backup")
                if settings.BACKUP_TO:
                    back_up_if_due(now=timezone.now(), say=self._say)
                time.sleep(LOOKS_EVERY)
        except KeyboardInterrupt:
            self._say("The clock of back-ups has stopped.")

    def _before_update(self, folder: Path) -> None:
        """A database that an older release made is kept as it is, before this one changes it."""
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            return  # a first start
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        place = Folder(folder)
        key = long_enough(settings.BACKUP_KEY) if settings.BACKUP_KEY else ""
        with alone():
            made = make(place, beginning=BEFORE_UPDATE, key=key, now=timezone.now(), say=self._say)
        for name in too_old(place.names(), BEFORE_UPDATE, KEPT_BEFORE_UPDATES):
            place.remove(name)
        self._say(f"Backed up before the update: {folder / made.name}, {megabytes(made.size)}.")
