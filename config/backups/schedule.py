"""When back-ups are due, pure: the hours of BACKUP_AT and a moment in, the occurrence out."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from config.backups.trouble import BackupTrouble

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)


def hours(written: Sequence[str]) -> tuple[time, ...]:
    """The hours of a day as BACKUP_AT names them, in order. Raises BackupTrouble."""
    try:
        found = {time.fromisoformat(text.strip()) for text in written if text.strip()}
    except ValueError:
        found = set()
    if not found or any(hour.tzinfo for hour in found):
        raise BackupTrouble(
            f"BACKUP_AT={','.join(written)} is not understood. Write hours such as 02:00 or 02:00,14:00."
        )
    return tuple(sorted(found))


def latest(now: datetime, at: Sequence[time], zone: tzinfo) -> datetime:
    """The occurrence that `now` belongs to: the last one that is not in the future."""
    return max(moment for moment in _around(now, at, zone) if moment <= now)


def following(now: datetime, at: Sequence[time], zone: tzinfo) -> datetime:
    """The next occurrence."""
    return min(moment for moment in _around(now, at, zone) if moment > now)


def interval(at: Sequence[time]) -> timedelta:
    """The longest time between two occurrences."""
    minutes = [hour.hour * 60 + hour.minute for hour in at]
    gaps = [
        (after - before) % 1440 or 1440
        for before, after in zip(minutes, [*minutes[1:], minutes[0]], strict=True)
    ]
    return timedelta(minutes=max(gaps))


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed."""
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempts - 1, 10))


def _around(now: datetime, at: Sequence[time], zone: tzinfo) -> list[datetime]:
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=days) for days in (-2, -1, 0, 1, 2)]
    return [datetime.combine(day, hour, zone) for day in days for hour in at]
