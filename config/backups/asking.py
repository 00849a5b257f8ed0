"""Somebody asks for a back-up now; the clock of back-ups makes it, which alone sees all rows."""

from datetime import datetime

from django.conf import settings

from partners.access import Permission, require
from partners.models import Backup, User
from partners.verb import Refused, verb


@verb(did="asked for a back-up")
def ask_for_backup(*, by: User, now: datetime) -> Backup:
    """A back-up is due now. Raises Refused where none can be made, or one waits or is under way already."""
    require(by, Permission.ADMINISTER)
    if not settings.BACKUP_TO:
        raise Refused("Nobody has said where back-ups go: set BACKUP_TO and start again.")
    if Backup.objects.filter(finished_at=None).exists():
        raise Refused("A back-up has been asked for already. It is made within a minute.")
    return Backup.objects.create(due_at=now)
