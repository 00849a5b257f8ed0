"""What an administrator reads of the operation: red when it must be, and nothing of any partnership."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from config import operations
from config.operator import in_words
from partners.isolation.scope import SYSTEM, entered
from partners.models import Backup, Heartbeat, OutgoingMail
from tests.cast import Cast

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PAGE, NOW_PLEASE = "settings_operation", "settings_backup_now"


@pytest.fixture
def scheduled(settings: Settings) -> None:
    settings.BACKUP_TO, settings.BACKUP_AT, settings.TIME_ZONE = "/mnt/second-site", ["02:00"], "UTC"
    settings.EMAIL_URL = "smtp://127.0.0.1"


def made(began: datetime, **facts: object) -> Backup:
    return Backup.objects.create(**{"started_at": began, "finished_at": began, "name": "x", **facts})


@pytest.mark.parametrize(("hours", "level"), [(7, "good"), (48, "good"), (49, "bad")])
def test_it_is_red_once_older_than_twice_the_interval(
    db: None, scheduled: None, hours: int, level: str
) -> None:
    made(NOW - timedelta(hours=hours))
    assert operations.backups(NOW).level == level


def test_a_failed_one_is_no_back_up(db: None, scheduled: None) -> None:
    made(NOW - timedelta(hours=1), problem="The disk is full.")
    found = operations.backups(NOW)
    assert (found.level, found.last, found.failed.problem) == ("bad", None, "The disk is full.")


def test_a_failure_after_a_whole_one_warns_and_the_whole_one_counts(db: None, scheduled: None) -> None:
    whole = made(NOW - timedelta(hours=20))
    made(NOW - timedelta(hours=1), problem="The disk is full.")
    found = operations.backups(NOW)
    assert (found.level, found.last) == ("warn", whole)
    assert found.following == datetime(2026, 11, 29, 2, 0, tzinfo=UTC)


def test_hours_that_cannot_be_understood_are_shown_and_break_nothing(
    db: None, scheduled: None, settings: Settings
) -> None:
    settings.BACKUP_AT = ["at night"]
    made(NOW)
    found = operations.backups(NOW)
    assert "BACKUP_AT=at night is not understood" in found.misread
    assert found.level == "warn"


def _mail(state: str, queued: datetime, settled: datetime | None = None) -> None:
    OutgoingMail.objects.create(
        address="jana@example.com",
        kind="reminders",
        subject="Meridian owes",
        state=state,
        message_id=f"<{state}{queued}>",
        queued_at=queued,
        next_attempt_at=queued,
        settled_at=settled,
    )


def test_mail_that_waits_is_counted_with_its_oldest(db: None, scheduled: None) -> None:
    with entered(SYSTEM):
        _mail("queued", NOW - timedelta(minutes=61))
        _mail("queued", NOW)
        _mail("failed", NOW - timedelta(hours=30), NOW - timedelta(hours=25))
        _mail("bounced", NOW - timedelta(hours=3), NOW - timedelta(hours=2))
        found = operations.mail(NOW)
    assert (found.level, found.waiting, found.oldest) == ("bad", 2, timedelta(minutes=61))
    assert (found.failed_today, found.refused) == (1, 2)


def test_a_clock_that_was_not_seen_for_three_minutes_has_stopped(db: None, scheduled: None) -> None:
    Heartbeat.objects.create(name="worker", beat_at=NOW)
    Heartbeat.objects.create(name="clock", beat_at=NOW - timedelta(minutes=4))
    Heartbeat.objects.create(name="backup", beat_at=NOW - timedelta(minutes=20))
    states = [clock.words for clock in operations.clocks(NOW, backing_up=False)]
    assert states == ["on time", "stopped", "stopped"]
    assert operations.clocks(NOW, backing_up=True)[2].words == "at work"


def test_the_page_says_how_old_it_is_and_names_no_partnership(
    cast: Cast, scheduled: None, signed_in: Callable[..., Client]
) -> None:
    made(timezone.now() - timedelta(hours=7), size=84_000_000, encrypted=True)
    with entered(SYSTEM):
        _mail("queued", timezone.now())
    page = " ".join(signed_in(cast.administrator).get(reverse(PAGE)).content.decode().split())
    assert "7 hours old" in page
    assert "84.0 MB, encrypted" in page
    assert not [word for word in ("Meridian", "Halden", "jana@example.com") if word in page]


def test_without_any_it_says_never(cast: Cast, settings: Settings, signed_in: Callable[..., Client]) -> None:
    settings.BACKUP_TO = ""
    page = signed_in(cast.administrator).get(reverse(PAGE)).content.decode()
    assert "There is no back-up yet" in page
    assert "set BACKUP_TO" in page
    assert "Back up now" not in page


def test_a_back_up_is_asked_for_once(cast: Cast, scheduled: None, signed_in: Callable[..., Client]) -> None:
    client = signed_in(cast.administrator)
    first = client.post(reverse(NOW_PLEASE), follow=True).content.decode()
    again = client.post(reverse(NOW_PLEASE), follow=True).content.decode()
    assert "A back-up is made within a minute." in first
    assert "asked for already" in again
    assert Backup.objects.count() == 1


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"), (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1), "1 hour"), (timedelta(hours=47), "47 hours"), (timedelta(hours=48), "2 days"),
    ],
)  # fmt: skip
def test_a_length_of_time_in_words(length: timedelta, words: str) -> None:
    assert in_words(length) == words
