"""What an administrator reads of the operation: back-ups, mail, clocks. Figures of the machinery, no content."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from config import health
from config.backups import schedule
from config.backups.trouble import BackupTrouble
from partners.models import Backup, Heartbeat, OutgoingMail

GOOD, WARN, BAD = "good", "warn", "bad"
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Backups:
    """The last whole back-up, what became of the newest try, and when the next is due."""

    level: str
    last: Backup | None
    age: timedelta | None
    failed: Backup | None
    under_way: Backup | None
    following: datetime | None
    where: str
    recent: list[Backup]
    rehearsed: Backup | None
    misread: str = ""


@dataclass(frozen=True)
class Mail:
    """What waits, since when, and what did not arrive."""

    level: str
    sent: int
    waiting: int
    oldest: timedelta | None
    failed_today: int
    refused: int
    is_sent: bool


@dataclass(frozen=True)
class Clock:
    """A process that must show a sign of life; `seen` is when it last did."""

    what: str
    every: str
    seen: datetime | None
    level: str
    words: str


def backups(now: datetime) -> Backups:
    """Bad once the last one is older than twice the interval, or there is none; a failed try warns before that."""
    last = Backup.objects.whole().first()
    newest = Backup.objects.exclude(started_at=None).first()
    failed = newest if newest and newest.problem else None
    age = last.age(now) if last else None
    following, misread, allowed = None, "", 2 * _DAY
    try:
        at = schedule.hours(settings.BACKUP_AT)
        allowed = 2 * schedule.interval(at)
        following = schedule.following(now, at, ZoneInfo(settings.TIME_ZONE)) if settings.BACKUP_TO else None
    except BackupTrouble as trouble:
        misread = str(trouble)
    level = (
        BAD
        if age is None or age > allowed
        else WARN
        if failed or misread or (last and last.missing)
        else GOOD
    )
    under_way = newest if newest and newest.finished_at is None else None
    return Backups(
        level=level,
        last=last,
        age=age,
        failed=failed,
        under_way=under_way,
        following=following,
        where=settings.BACKUP_TO,
        recent=list(Backup.objects.exclude(finished_at=None)[:14])[::-1],
        rehearsed=Backup.objects.exclude(rehearsed_at=None).order_by("-rehearsed_at").first(),
        misread=misread,
    )


def mail(now: datetime) -> Mail:
    """Bad when something that may leave has waited too long, a warning when something was refused today."""
    state, seen = OutgoingMail.State, health.machinery(now)
    facts = OutgoingMail.objects.aggregate(
        sent=Count("pk", Q(state=state.DELIVERED, settled_at__gte=now - _WEEK)),
        failed_today=Count("pk", Q(state__in=_LOST, settled_at__gte=now - _DAY)),
        refused=Count("pk", Q(state__in=_LOST, settled_at__gte=now - _WEEK)),
    )
    oldest = now - seen.waiting_since if seen.waiting_since else None
    late = "outbox" in health.ailing(seen, now)
    level = BAD if late else WARN if facts["failed_today"] or not settings.EMAIL_URL else GOOD
    return Mail(level=level, oldest=oldest, waiting=seen.waiting, is_sent=bool(settings.EMAIL_URL), **facts)


_LOST = (OutgoingMail.State.FAILED, OutgoingMail.State.BOUNCED)
_CLOCKS = (
    ("worker", "The worker: reminders, agendas, packs, mail", "half a minute"),
    ("clock", "The clock that wakes it", "half a minute"),
    ("backup", "The clock of back-ups", "half a minute"),
)


def disk(now: datetime) -> tuple[str, health.Machinery]:
    """Whether there is room on the disk that holds uploaded files, and how much."""
    seen = health.machinery(now)
    return BAD if "disk" in health.ailing(seen, now) else GOOD, seen


def clocks(now: datetime, *, backing_up: bool) -> list[Clock]:
    """Each process and when it was last seen; that of back-ups where they are scheduled. It is silent at its work."""
    seen = dict(Heartbeat.objects.values_list("name", "beat_at"))
    found = []
    for name, what, every in _CLOCKS:
        if name == "backup" and not settings.BACKUP_TO:
            continue
        at = seen.get(name)
        busy = name == "backup" and backing_up
        on_time = at is not None and (busy or now - at <= health.ALIVE_FOR)
        words = "at work" if busy and on_time else "on time" if on_time else "stopped" if at else "never seen"
        found.append(Clock(what, every, at, GOOD if on_time else BAD, words))
    return found
