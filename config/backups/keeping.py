"""Back-ups that are written down: each occurrence of the schedule once, a failure tried again, old ones removed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from config.backups import schedule
from config.backups.encryption import long_enough
from config.backups.making import Made, Say, alone, make, megabytes
from config.backups.places import Place, place_at, too_old, whose
from config.backups.trouble import BackupTrouble
from partners.models import Backup


def back_up(place: Place, *, now: datetime, say: Say, answers: Backup | None = None) -> Made:
    """Makes a back-up in `place`, writes down what came of it, and removes those beyond BACKUP_KEEP.

    `answers` is the occurrence it is made for. Raises BackupTrouble, which is written down as well.
    """
    with alone():
        Backup.objects.begun_and_not_ended().update(finished_at=now, problem="It was interrupted.")
        row = answers or Backup()
        row.started_at, row.finished_at, row.problem = now, None, ""
        row.attempts += 1
        row.place, row.encrypted = place.words, bool(settings.BACKUP_KEY)
        row.save()
        beginning = whose(settings.BASE_URL)
        try:
            key = long_enough(settings.BACKUP_KEY) if settings.BACKUP_KEY else ""
            made = make(place, beginning=beginning, key=key, now=now, say=say)
        except BaseException as problem:
            _failed(row, problem)
            raise
        _succeeded(row, made)
        _told(made, place, say)
        for name in too_old(place.names(), beginning, settings.BACKUP_KEEP):
            place.remove(name)
            say(f"Removed {name}: {settings.BACKUP_KEEP} newer ones are kept.")
        return made


def _failed(row: Backup, problem: BaseException) -> None:
    known = isinstance(problem, BackupTrouble)
    row.problem = (str(problem) if known else f"It was interrupted: {type(problem).__name__}.")[:500]
    row.finished_at = timezone.now()
    row.next_attempt_at = row.finished_at + schedule.pause(row.attempts)
    row.save()


def _succeeded(row: Backup, made: Made) -> None:
    manifest = made.manifest
    row.name, row.size, row.head = made.name, made.size, manifest.head
    row.rows, row.files, row.missing = manifest.rows, len(manifest.files), len(manifest.missing)
    row.finished_at, row.next_attempt_at = timezone.now(), None
    row.save()


def _told(made: Made, place: Place, say: Say) -> None:
    manifest = made.manifest
    say(
        f"Backed up: {manifest.rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files):,} files in "
        f"{place.words}/{made.name}, {megabytes(made.size)}, read back and whole."
    )
    if manifest.missing:
        say(
            f"{len(manifest.missing)} files that the database names were not there, such as {manifest.missing[0]}."
        )
    if not settings.BACKUP_KEY:
        say("It is not encrypted and holds everything, secrets included: keep it where only you can read it.")


def due(now: datetime) -> Backup | None:
    """The occurrence that waits for a back-up now, or None. What was due while nothing ran is made up for once."""
    asked = Backup.objects.filter(started_at=None, due_at__lte=now).order_by("due_at").first()
    if asked:
        return asked
    at, zone = schedule.hours(settings.BACKUP_AT), ZoneInfo(settings.TIME_ZONE)
    occurrence = schedule.latest(now, at, zone)
    if (
        Backup.objects.whole()
        .filter(started_at__gte=occurrence, place=place_at(settings.BACKUP_TO).words)
        .exists()
    ):
        return None
    row = Backup.objects.filter(due_at=occurrence).first()
    if row is None:
        return Backup(due_at=occurrence)
    waits = Q(next_attempt_at__lte=now) | Q(next_attempt_at=None)
    return row if Backup.objects.filter(waits, pk=row.pk).exists() else None


def back_up_if_due(*, now: datetime, say: Say) -> bool:
    """What the clock of back-ups does every half minute. A failure is written down, said, and tried again later."""
    row = due(now)
    if row is None:
        return False
    try:
        back_up(place_at(settings.BACKUP_TO), now=now, say=say, answers=row)
    except BackupTrouble as trouble:
        say(f"No back-up was made: {trouble}")
    return True
