"""Signs of life: what /livez, /readyz and /healthz answer, and what an administrator reads of the machinery.

A balancer asks the first two of each web process. What is wrong with the machinery as a whole (a silent worker, a full
disk, an outbox that stands still) is said to operators: no web is the better for being taken out because of it.
"""

import errno
import logging
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as shared
from django.core.files.storage import default_storage
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from redis.exceptions import RedisError

from config.logs import in_one_line
from partners.models import Heartbeat, OutgoingMail

logger = logging.getLogger(__name__)
ALIVE_FOR = timedelta(minutes=3)
EXPECTED = ("worker", "clock")
FULL = (errno.ENOSPC, errno.EDQUOT)
LEAST_FREE = 500_000_000
"""Bytes free on the disk below which an operator is told."""
LONGEST_WAIT = timedelta(hours=1)
"""How long a mail that may leave waits before an operator is told; a delivery comes by every half minute."""
_GONE = ("08", "53300", "57P")
"""How PostgreSQL's codes begin that say so: no connection, too many of them, shut down or starting."""
Key = tuple[str, str]


def beat(name: str) -> None:
    """Notes that the process `name` is alive now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def missing(now: datetime) -> list[str]:
    """The processes that have shown no sign of life for three minutes."""
    beats = last_beats()
    return [name for name in EXPECTED if _is_silent(beats[name], now)]


# --- Is this web process ready for people? ----------------------------------------------------------------------


def unready() -> list[str]:
    """What keeps this process from serving people; empty when nothing does. The log says why.

    Without the database nothing else is asked: each question would wait for it once more, and a balancer does not.
    """
    if not _answers("database", _database_serves):
        return ["database"]
    return [name for name, is_well in PROBES.items() if not _answers(name, is_well)]


def _answers(name: str, is_well: Callable[[], bool]) -> bool:
    try:
        return is_well()
    except (DatabaseError, OSError, RedisError) as problem:  # away, and no fault of this process
        logger.warning("Not ready: %s (%s)", name, in_one_line(problem))
    except Exception:  # whatever it is, it is the answer
        logger.warning("Not ready: %s", name, exc_info=True)
    return False


def is_away(problem: BaseException | None) -> bool:
    """Whether this says that the database is not there to be asked: no connection is to be had, or it was lost."""
    if not isinstance(problem, OperationalError):
        return False
    state = getattr(problem.__cause__, "sqlstate", None)
    return state is None or state.startswith(_GONE)


def _database_serves() -> bool:
    """Reached, and as the role behind row security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return bool(cursor.fetchone() == (settings.SERVING_ROLE,))


def _cache_keeps() -> bool:
    """What is written into the cache is read back. Each thread has a word of its own there."""
    name = f"ready-{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
    word = timezone.now().isoformat()
    shared.set(name, word, timeout=60)
    return bool(shared.get(name) == word)


def _is_migrated() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = {(app, name) for app, name in cursor.fetchall()}
    return all(_stands(key, applied) for key in _wanted() if key not in _replaced())


def _stands(key: Key, applied: set[Key]) -> bool:
    """A migration stands also where all those stand that it was folded from."""
    replaces = _wanted().get(key, ())
    return key in applied or (bool(replaces) and all(_stands(other, applied) for other in replaces))


@cache
def _wanted() -> Mapping[Key, tuple[Key, ...]]:
    """Each migration in this process's code with those it was folded from; read once."""
    return {key: tuple(found.replaces) for key, found in MigrationLoader(None).disk_migrations.items()}


@cache
def _replaced() -> frozenset[Key]:
    return frozenset(key for replaces in _wanted().values() for key in replaces)


def _files_are_kept() -> bool:
    """A file can be made where uploads and packs go. A full disk is the operators' matter: reading goes on."""
    folder = getattr(default_storage, "location", None)
    if folder is None:  # kept elsewhere, such as in S3
        return True
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as problem:
        return problem.errno in FULL


PROBES: Mapping[str, Callable[[], bool]] = {
    "migrations": _is_migrated,
    "cache": _cache_keeps,
    "files": _files_are_kept,
}


# --- What an operator reads ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Machinery:
    """How the machinery stands: last beats (None: never), bytes on the disk of VAR, and mails that wait to leave."""

    beats: Mapping[str, datetime | None]
    free: int
    size: int
    waiting: int
    waiting_since: datetime | None
    """When the mail that waits longest was due; one that pauses after a refusal does not count until then."""


def machinery(now: datetime) -> Machinery:
    """Read in an administrator's scope or a background job's: others see their own mails alone."""
    disk = shutil.disk_usage(settings.TANDEM_VAR)
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, next_attempt_at__lte=now)
    first = due.order_by("next_attempt_at").values_list("next_attempt_at", flat=True).first()
    return Machinery(last_beats(), disk.free, disk.total, due.count(), first)


def last_beats() -> dict[str, datetime | None]:
    """When worker and clock last showed a sign of life."""
    found = dict(Heartbeat.objects.filter(name__in=EXPECTED).values_list("name", "beat_at"))
    return {name: found.get(name) for name in EXPECTED}


def ailing(seen: Machinery, now: datetime) -> list[str]:
    """Which of clock, worker, disk and outbox an operator must look after.

    A worker beats when the clock tells it to: beneath a silent clock its own silence says nothing.
    """
    silent = [name for name in EXPECTED if _is_silent(seen.beats[name], now)]
    found = ["clock"] if "clock" in silent else silent
    if seen.free < LEAST_FREE:
        found.append("disk")
    if seen.waiting_since is not None and now - seen.waiting_since > LONGEST_WAIT:
        found.append("outbox")
    return found


def _is_silent(beat_at: datetime | None, now: datetime) -> bool:
    return beat_at is None or beat_at < now - ALIVE_FOR
