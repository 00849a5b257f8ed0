"""What the operation of an installation leaves behind: its back-ups."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from partners.isolation.rowsecurity import RowAccess, RowRights


class BackupQuerySet(models.QuerySet["Backup"]):
    """Back-ups, the newest first."""

    def whole(self) -> "BackupQuerySet":
        """Those that were written to their end and read back."""
        return self.exclude(finished_at=None).filter(problem="")

    def begun_and_not_ended(self) -> "BackupQuerySet":
        return self.filter(finished_at=None).exclude(started_at=None)


class Backup(models.Model):
    """One back-up: when it was due, what came of it, where it lies. No content stands here, only sizes and counts.

    `due_at` names the occurrence of the schedule it answers; one that a person typed answers none.
    """

    # The web asks for one; the process that makes them signs in as the owner.
    row_access, row_rights = RowAccess.OPEN, RowRights.ADD

    due_at = models.DateTimeField(null=True, blank=True, unique=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=250, blank=True)
    name = models.CharField(max_length=250, blank=True)
    size = models.BigIntegerField(default=0, help_text="Bytes of the file.")
    encrypted = models.BooleanField(default=False)
    rows = models.BigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(
        default=0, help_text="Files the database names that were not there."
    )
    head = models.CharField(max_length=90, blank=True, help_text="The newest link of the history in it.")
    problem = models.CharField(max_length=500, blank=True)
    rehearsed_at = models.DateTimeField(null=True, blank=True, help_text="When it was restored on trial.")

    objects: ClassVar = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def age(self, now: datetime) -> timedelta:
        """How old what it holds is: from the moment it began."""
        return now - (self.started_at or now)
