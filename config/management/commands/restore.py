import json
import os
from argparse import SUPPRESS
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backups import databases, swapping
from config.backups.making import files_here
from config.backups.places import Folder, place_at
from config.backups.restoring import Chosen, checked, rehearse, restore
from config.backups.trouble import BackupTrouble


class Command(BaseCommand):
    help = "Puts a back-up in the place of what stands. It is checked whole before anything is touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", help="A file, s3://bucket/…/name, or a name that lies in BACKUP_TO."
        )
        parser.add_argument(
            "--over", action="store_true", help="Also where somebody works already; that is kept."
        )
        parser.add_argument(
            "--even-so", action="store_true", help="Although the history in it does not hold."
        )
        parser.add_argument(
            "--rehearse", action="store_true", help="Restore on trial, check, remove it again."
        )
        parser.add_argument("--check", action="store_true", help="Only read it and say what is in it.")
        parser.add_argument("--list", action="store_true", help="What lies in BACKUP_TO.")
        parser.add_argument(
            "--secret-key", action="store_true", help="Print the SECRET_KEY in it, and nothing else."
        )
        parser.add_argument(
            "--keys-into", metavar="FILE", help="Write its keys into a file that only you can read."
        )
        parser.add_argument("--by-make", action="store_true", help=SUPPRESS)
        parser.add_argument(
            "--forget", action="store_true", help="Remove what earlier restores have set aside."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble

    def _do(self, options: dict[str, Any]) -> None:
        if options["list"]:
            if not settings.BACKUP_TO:
                raise BackupTrouble("BACKUP_TO names no place.")
            self.stdout.write("\n".join(place_at(settings.BACKUP_TO).names()))
        elif options["forget"]:
            self._forget()
        elif not options["file"]:
            raise BackupTrouble(
                "Name the back-up: manage.py restore FILE. manage.py restore --list says what there is."
            )
        else:
            chosen = self._chosen(options["file"], options["even_so"])
            self._with(replace(chosen, by_make=options["by_make"]), options)

    def _with(self, chosen: Chosen, options: dict[str, Any]) -> None:
        if options["secret_key"]:
            self.stdout.write(checked(chosen, self.stderr.write)[1])
        elif options["check"]:
            manifest, _ = checked(chosen, self._say)
            self._say(
                f"Whole: {manifest.rows:,} rows of {len(manifest.tables)} tables, {len(manifest.files):,} files, made "
                f"{manifest.made_at} at {manifest.address} on PostgreSQL {manifest.postgres}; head {manifest.head}."
            )
        elif options["rehearse"]:
            rehearse(chosen, now=timezone.now(), say=self._say)
        else:
            _, secret = restore(chosen, over=options["over"], now=timezone.now(), say=self._say)
            self._keys(chosen, secret, options["keys_into"])

    def _keys(self, chosen: Chosen, secret: str, into: str | None) -> None:
        if into:
            handle = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w") as file:
                json.dump({"SECRET_KEY": secret}, file)
        elif secret != settings.SECRET_KEY:
            self._say(
                "Its SECRET_KEY is another than yours. With yours everybody's second factor is unreadable: print the "
                f"other with manage.py restore {chosen.name} --secret-key, and set it before you start."
            )

    def _chosen(self, file: str, even_so: bool) -> Chosen:
        key = settings.BACKUP_KEY
        if file.startswith("s3://"):
            address, _, name = file.rpartition("/")
            return Chosen(place_at(address), name, key, even_so)
        path = Path(file).expanduser()
        if not path.exists() and "/" not in file and settings.BACKUP_TO:
            return Chosen(place_at(settings.BACKUP_TO), file, key, even_so)
        return Chosen(Folder(path.absolute().parent), path.name, key, even_so)

    def _forget(self) -> None:
        with databases.server() as server:
            gone = swapping.forget(server, files_here())
        self._say("\n".join(f"Removed {name}." for name in gone) or "No restore has set anything aside.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
