"""Back-ups that make themselves: each occurrence once, a failure again, the oldest gone once a new one is whole."""

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from config.backups import schedule
from config.backups.asking import ask_for_backup
from config.backups.keeping import back_up_if_due
from config.backups.places import name_of, place_at, too_old, whose
from config.backups.trouble import BackupTrouble
from partners.models import Backup, User
from partners.verb import Refused
from tests.config.backups.installations import Installation, quiet

BERLIN = ZoneInfo("Europe/Berlin")
AT_TWO = (time(2, 0),)
MOMENTS = st.integers(0, 366 * 24 * 60).map(lambda minutes: at(1, 0) + timedelta(minutes=minutes))


@given(
    now=MOMENTS,
    at=st.sets(st.times().map(lambda hour: hour.replace(second=0, microsecond=0)), min_size=1, max_size=4),
)
def test_every_moment_lies_between_two_occurrences(now: datetime, at: set[time]) -> None:
    hours = tuple(sorted(at))
    before, after = schedule.latest(now, hours, BERLIN), schedule.following(now, hours, BERLIN)
    assert before <= now < after
    # An hour more or less where the clocks are changed.
    assert after - before <= schedule.interval(hours) + timedelta(hours=1)


def test_the_hour_is_the_house_s_own() -> None:
    assert schedule.latest(datetime(2026, 11, 28, 1, 0, tzinfo=UTC), AT_TWO, BERLIN).astimezone(UTC).hour == 1
    assert schedule.latest(datetime(2026, 7, 28, 1, 0, tzinfo=UTC), AT_TWO, BERLIN).astimezone(UTC).hour == 0


@pytest.mark.parametrize(
    ("at", "hours"), [(["02:00"], 24), (["02:00", "14:00"], 12), (["00:00", "08:00"], 16), (["2:00"], None)]
)
def test_the_interval_is_the_longest_gap(at: list[str], hours: int | None) -> None:
    if hours is None:
        with pytest.raises(BackupTrouble, match="BACKUP_AT=2:00 is not understood"):
            schedule.hours(at)
    else:
        assert schedule.interval(schedule.hours(at)) == timedelta(hours=hours)


def test_only_one_s_own_old_ones_go() -> None:
    now = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
    names = [name_of("a.example.com", now - timedelta(days=day), encrypted=day % 2 == 0) for day in range(5)]
    others = [
        name_of("b.a.example.com", now, encrypted=False),
        "a.example.com-notes.txt",
        "a.example.com-.tar.gz",
    ]
    assert too_old([*names, *others], "a.example.com", 3) == sorted(names[3:])
    assert too_old(names, "a.example.com", 5) == []


def test_two_on_one_machine_do_not_remove_each_other_s() -> None:
    assert whose("http://127.0.0.1:8123") != whose("http://127.0.0.1:8124")


@pytest.fixture
def scheduled(installation: Installation, settings: Settings) -> Installation:
    settings.BACKUP_TO, settings.BACKUP_AT, settings.BACKUP_KEEP = str(installation.place.path), ["02:00"], 2
    settings.TIME_ZONE = "UTC"
    return installation


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_each_occurrence_has_one_and_the_oldest_goes(scheduled: Installation) -> None:
    made = [
        back_up_if_due(now=now, say=quiet)
        for now in (at(25, 2), at(25, 2, 1), at(25, 23), at(26, 9), at(27, 2))
    ]
    assert made == [True, False, False, True, True]
    assert [backup.due_at.day for backup in Backup.objects.whole()] == [27, 26, 25]
    assert len(scheduled.place.names()) == 2
    assert Backup.objects.first().head


def test_a_failure_is_written_down_and_tried_again_later_and_nothing_old_goes(
    scheduled: Installation, settings: Settings
) -> None:
    back_up_if_due(now=at(25, 2), say=quiet)
    back_up_if_due(now=at(26, 2), say=quiet)
    kept = scheduled.place.names()
    settings.BACKUP_KEY = "too short"
    assert back_up_if_due(now=at(27, 2), say=quiet)
    failed = Backup.objects.first()
    assert "BACKUP_KEY has 9 characters" in failed.problem
    assert scheduled.place.names() == kept
    settings.BACKUP_KEY = ""
    Backup.objects.filter(pk=failed.pk).update(next_attempt_at=at(27, 2, 5))
    assert not back_up_if_due(now=at(27, 2, 4), say=quiet)
    assert back_up_if_due(now=at(27, 2, 5), say=quiet)
    again = Backup.objects.first()
    assert (again.pk, again.attempts, again.problem) == (failed.pk, 2, "")


def test_one_that_was_killed_is_known_to_be_and_made_again(scheduled: Installation) -> None:
    Backup.objects.create(due_at=at(25, 2), started_at=at(25, 2), attempts=1)
    assert back_up_if_due(now=at(25, 2, 30), say=quiet)
    assert Backup.objects.whole().count() == 1


def test_whoever_administers_may_ask_for_one_now(scheduled: Installation) -> None:
    back_up_if_due(now=at(25, 2), say=quiet)
    by = User.objects.get(internal_role="administrator")
    ask_for_backup(by=by, now=at(25, 9))
    with pytest.raises(Refused, match="asked for already"):
        ask_for_backup(by=by, now=at(25, 9, 1))
    assert back_up_if_due(now=at(25, 9, 2), say=quiet)
    assert not back_up_if_due(now=at(25, 9, 3), say=quiet)
    assert Backup.objects.whole().count() == 2


def test_the_command_says_what_it_did_and_that_it_is_not_encrypted(
    scheduled: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup")
    said = capsys.readouterr().out
    assert "read back and whole" in said
    assert "It is not encrypted and holds everything" in said
    (file,) = scheduled.place.path.iterdir()
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    call_command("backup", "--age")


def test_without_any_the_age_is_a_failure(scheduled: Installation) -> None:
    with pytest.raises(CommandError, match="There is no back-up yet"):
        call_command("backup", "--age")


def test_before_an_update_older_data_are_kept_and_current_ones_need_nothing(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", "--before-update", "--to", str(tmp_path / "kept"))
    assert capsys.readouterr().out == ""
    newest = "(SELECT max(name) FROM django_migrations WHERE app = 'reviews')"
    installation.write(f"DELETE FROM django_migrations WHERE app = 'reviews' AND name = {newest}")
    call_command("backup", "--before-update", "--to", str(tmp_path / "kept"))
    assert "Backed up before the update: " in capsys.readouterr().out
    kept = tmp_path / "kept"
    (latest,) = kept.glob("before-update-*.tar.gz")
    for day in (1, 2, 3):
        (kept / re.sub(r"[0-9]{8}-[0-9]{6}Z", f"2025010{day}-000000Z", latest.name)).touch()
    latest.unlink()
    call_command("backup", "--before-update", "--to", str(kept))
    assert [file.name[14:22] for file in sorted(kept.glob("before-update-*"))][:2] == ["20250102", "20250103"]
    assert len(list(kept.glob("before-update-*"))) == 3


def test_older_data_are_told_the_way_and_not_broken_upon(scheduled: Installation) -> None:
    scheduled.write("DROP TABLE partners_backup")
    with pytest.raises(CommandError, match="add --before-update --to FOLDER"):
        call_command("backup")


def test_a_place_that_is_not_understood_is_named() -> None:
    with pytest.raises(BackupTrouble, match="BACKUP_TO=ftp://somewhere is not understood"):
        place_at("ftp://somewhere")
