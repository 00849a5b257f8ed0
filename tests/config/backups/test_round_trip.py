"""What was backed up comes back: counts, hashes and chain, on an empty machine and over one that stands."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from config.backups import tables
from config.backups.databases import drop, server
from config.backups.making import alone
from config.backups.manifest import Manifest
from config.backups.places import Folder
from config.backups.rebuilding import require_known
from config.backups.restoring import Chosen, rehearse, restore
from config.backups.sealing import Sink
from config.backups.swapping import exchange
from config.backups.trouble import BackupTrouble
from partners.history.chain import Head, head, verify
from partners.history.tables import histories
from partners.models import Backup, Partner
from tests.config.backups.installations import KEY, NOW, Installation, make_database, on_server, quiet
from tests.templates import rebuilt


def empty(installation: Installation) -> None:
    """Another machine: nothing is there but the tables, and no file."""
    connection.close()
    make_database(installation.name)
    shutil.rmtree(installation.files)
    installation.files.mkdir()


@pytest.mark.parametrize("key", ["", KEY], ids=["plain", "encrypted"])
def test_an_empty_machine_becomes_what_was_backed_up(installation: Installation, key: str) -> None:
    rows, files, newest = installation.rows(), installation.files_here(), head()
    made = installation.back_up(key=key)
    empty(installation)
    installation.restore(made, key=key, over=False)
    assert installation.rows() == rows
    assert installation.files_here() == files
    assert (head(), verify(known=newest)) == (newest, [])
    assert installation.databases() == [installation.name]


def test_what_is_written_afterwards_counts_on_and_is_chained(installation: Installation) -> None:
    made, newest = installation.back_up(), head()
    empty(installation)
    installation.restore(made)
    partner = Partner.objects.create(name="Later", slug="later", kind="x", country="GB")
    assert partner.pk == installation.ask("SELECT max(id) FROM partners_partner")
    assert head().sequence == newest.sequence + 1
    assert verify() == []


def test_the_serving_role_is_behind_its_wall_again(installation: Installation) -> None:
    made = installation.back_up()
    empty(installation)
    installation.restore(made)
    with tables.connected() as own:
        own.execute("SET ROLE tandem_web")
        assert own.execute("SELECT count(*) FROM partners_partner").fetchone() == (0,)
        own.execute("SELECT set_config('tandem.partners', '{0}', false)")
        own.execute("SELECT set_config('tandem.directory', '{0}', false)")
        assert own.execute("SELECT count(*) FROM partners_partner").fetchone() == (2,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            own.execute("DELETE FROM partners_auditevent")


def test_over_what_stands_only_when_that_is_said_and_what_stood_is_kept(installation: Installation) -> None:
    made, rows = installation.back_up(), installation.rows()
    installation.write("UPDATE partners_user SET full_name = 'After'")
    (installation.files / "evidence" / "two").write_bytes(b"after")
    with pytest.raises(BackupTrouble, match=r"Tandem stands here already, with 12 people.*--over"):
        installation.restore(made, over=False)
    assert installation.ask("SELECT count(*) FROM partners_user WHERE full_name = 'After'") == 12
    installation.restore(made)
    assert installation.rows() == rows
    assert "evidence/two" not in installation.files_here()
    (before,) = set(installation.databases()) - {installation.name}
    with tables.connected(before) as own:
        assert own.execute("SELECT count(*) FROM partners_user WHERE full_name = 'After'").fetchone() == (12,)
    assert [path.read_bytes() for path in installation.files.glob(".before-*/evidence/two")] == [b"after"]
    call_command("restore", "--forget")
    assert installation.databases() == [installation.name]
    assert not list(installation.files.glob(".before-*"))


WHOLE = os.environ.get("FAULTS") == "whole"
RELEASES = django_settings.BASE_DIR / "tests" / "partners" / "releases"
DUMPS = [RELEASES / "lived.sql.gz", *([RELEASES / "halfway.sql.gz"] if WHOLE else [])]
"""One that had all the migrations folded since, and, where faults are tried whole (it takes two minutes), one that
stood half way."""


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.name.partition(".")[0])
def test_a_back_up_of_a_release_before_is_restored_and_brought_up_to_date(
    installation: Installation, dump: Path
) -> None:
    """As that release left its database: backed up as it is, restored by our migrations, then updated. The empty tables
    are made once for all runs: that takes longest."""
    connection.close()
    with on_server() as own:
        drop(own, installation.name)
        own.execute(f"CREATE DATABASE {installation.name}")
    with tables.connected(autocommit=True) as own:
        own.execute(gzip.decompress(dump.read_bytes()).decode())
    then = {name: rows for name, rows in installation.rows().items() if name != "django_migrations"}
    made = installation.back_up()
    empty(installation)

    def as_rebuilt(manifest: Manifest) -> None:
        draft = connection.settings_dict["NAME"]
        connection.close()
        make_database(draft, rebuilt(dump, manifest))

    restore(Chosen(installation.place, made.name, ""), over=False, now=NOW, say=quiet, how=as_rebuilt)
    assert verify(known=Head.read(made.manifest.head)) == []
    kept = {name: len(rows) for name, rows in installation.rows().items() if name in then}
    assert kept["partners_user"] == len(then["partners_user"])
    assert [name for name in HISTORIES & set(then) if kept[name] < len(then[name])] == [], (
        "an upgrade adds to it"
    )
    assert Backup.objects.count() == 0
    call_command("migrate", check_unapplied=True, verbosity=0)


HISTORIES = {model._meta.db_table for model in histories()} | {"partners_auditevent"}


def test_a_back_up_of_a_newer_release_is_refused(installation: Installation) -> None:
    installation.write(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('partners', '9999_to_come', now())"
    )
    made = installation.back_up()
    with pytest.raises(BackupTrouble, match=r"knows of partners\.9999_to_come.*Nothing was touched"):
        installation.restore(made)
    with pytest.raises(BackupTrouble, match="another release"):
        require_known(made.manifest)


def test_a_history_that_was_tampered_with_is_refused_and_what_stood_stands(
    installation: Installation,
) -> None:
    installation.write("ALTER TABLE partners_partnerevent DISABLE TRIGGER USER")
    installation.write("UPDATE partners_partnerevent SET name = 'Somebody else' WHERE pgh_id = 1")
    installation.write("ALTER TABLE partners_partnerevent ENABLE TRIGGER USER")
    made, rows, files = installation.back_up(), installation.rows(), installation.files_here()
    with pytest.raises(BackupTrouble, match="history in this back-up does not hold"):
        installation.restore(made)
    assert (installation.rows(), installation.files_here()) == (rows, files)
    assert installation.databases() == [installation.name]
    assert not (installation.files / ".restoring").exists()


def test_rows_that_point_at_nothing_are_refused_and_what_stood_stands(installation: Installation) -> None:
    installation.unbind("partners_partner", pointing="confrelid")
    installation.write("DELETE FROM partners_partner WHERE slug = 'halden'")
    made = installation.back_up()
    with pytest.raises(BackupTrouble, match=r"What stood|what stood stands as it stood"):
        installation.restore(made)
    assert installation.databases() == [installation.name]


def test_a_damaged_one_is_refused_before_anything_is_touched(installation: Installation) -> None:
    made = installation.back_up()
    path = installation.place.path / made.name
    path.write_bytes(path.read_bytes()[:-1])
    with on_server() as own:
        before = own.execute("SELECT oid FROM pg_database ORDER BY oid DESC LIMIT 1").fetchone()
        with pytest.raises(BackupTrouble, match="Nothing was touched"):
            installation.restore(made)
        assert own.execute("SELECT oid FROM pg_database ORDER BY oid DESC LIMIT 1").fetchone() == before


def test_while_somebody_works_nothing_is_restored(installation: Installation) -> None:
    made = installation.back_up()
    wanted = pytest.raises(BackupTrouble, match=r"Others use the database .1 connections.. Stop web, worker")
    with tables.connected(), wanted:
        installation.restore(made)
    assert installation.databases() == [installation.name]


def test_cut_off_between_database_and_files_the_next_one_carries_it_to_its_end(
    installation: Installation,
) -> None:
    made, files = installation.back_up(), installation.files_here()
    (installation.files / "evidence" / "two").write_bytes(b"after")
    connection.close()
    with server() as of:
        make_database(of.draft)
        draft = installation.files / ".restoring"
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
        exchange(of, installation.files, "20261128020000")
    assert "evidence/two" in installation.files_here()  # the power went here
    call_command("backup", to=str(installation.place.path))
    assert installation.files_here() == files
    assert made.manifest.files


def test_a_rehearsal_leaves_nothing_but_its_date(installation: Installation) -> None:
    made = installation.back_up()
    Backup.objects.create(name=made.name, started_at=NOW, finished_at=NOW)
    rows, files = installation.rows(), installation.files_here()
    rows.pop("partners_backup")
    from tests.config.backups.installations import as_the_template_has_them

    chosen = Chosen(installation.place, made.name, "")
    rehearse(chosen, now=NOW + timedelta(days=1), say=quiet, how=as_the_template_has_them)
    after = installation.rows()
    after.pop("partners_backup")
    assert (after, installation.files_here()) == (rows, files)
    assert Backup.objects.get().rehearsed_at == NOW + timedelta(days=1)
    assert installation.databases() == [installation.name]
    assert not (installation.files / ".restoring").exists()


class Busy(Folder):
    """A place in which something happens as soon as the first byte arrives: the snapshot has been taken by then."""

    def __init__(self, installation: Installation, *statements: str) -> None:
        super().__init__(installation.place.path)
        self._installation, self._statements = installation, list(statements)

    @contextmanager
    def writing(self, name: str) -> Iterator[Sink]:
        with super().writing(name) as sink:
            for statement in self._statements:
                self._installation.write(statement)
            (self._installation.files / "evidence" / "one").unlink()
            (self._installation.files / "evidence" / "grown").write_bytes(b"written meanwhile")
            yield sink


def test_what_is_written_meanwhile_is_not_in_it_and_disturbs_nothing(installation: Installation) -> None:
    rows = installation.rows()
    one = "INSERT INTO partners_heartbeat (name, beat_at) VALUES ('meanwhile', now())"
    two = "UPDATE partners_partner SET name = 'Meanwhile' WHERE slug = 'meridian'"
    usual, installation.place = installation.place, Busy(installation, one, two)
    made = installation.back_up()
    installation.place = usual
    installation.restore(made)
    assert installation.rows() == rows
    assert set(installation.files_here()) == {"evidence/grown", "packs/größe.pdf"}


def test_a_file_that_the_database_names_and_nobody_finds_is_said(installation: Installation) -> None:
    installation.unbind("governance_evidence", pointing="conrelid")  # only the name of the file matters here
    with tables.connected(autocommit=True) as own:
        needed = "is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
        of = "information_schema.columns WHERE table_name = 'governance_evidence'"
        asked = f"SELECT column_name, data_type FROM {of} AND {needed}"
        values = {"bigint": "1", "integer": "1", "date": "now()", "timestamp with time zone": "now()"}
        columns = {name: values.get(kind, "''") for name, kind in own.execute(asked).fetchall()}
        columns |= {"file": "'evidence/lost'", "id": "1"}
        own.execute(
            f"INSERT INTO governance_evidence ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"
        )
    made = installation.back_up()
    assert made.manifest.missing == ["evidence/lost"]


def test_two_at_once_are_one(installation: Installation) -> None:
    with alone(), pytest.raises(BackupTrouble, match="being made already"), alone():
        pass


def test_a_login_that_sees_a_part_of_the_rows_makes_none(installation: Installation) -> None:
    installation.write(
        "DO $$ BEGIN CREATE ROLE tandem_half; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    )
    password = sql.Literal(connection.settings_dict["PASSWORD"])
    installation.write(sql.SQL("ALTER ROLE tandem_half LOGIN PASSWORD {}").format(password))
    installation.write("GRANT tandem_web TO tandem_half")
    user = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = "tandem_half"
    try:
        with pytest.raises(BackupTrouble, match="as the owner: set DATABASE_URL"):
            installation.back_up()
    finally:
        connection.settings_dict["USER"] = user
    assert installation.place.names() == []


def test_a_full_disk_is_named_and_leaves_nothing(installation: Installation) -> None:
    installation.place.path.mkdir()
    older = installation.back_up()
    draft = installation.place.path / ".tandem-20261129-020000Z.tar.gz.part"
    draft.symlink_to("/dev/full")
    with pytest.raises(BackupTrouble, match=r"disk that holds .* is full. No older back-up was removed"):
        installation.back_up(now=NOW + timedelta(days=1))
    assert installation.place.names() == [older.name]
    assert not draft.is_symlink()


def test_whoever_asks_by_make_is_told_what_make_takes(installation: Installation) -> None:
    file = str(installation.place.path / installation.back_up().name)
    with pytest.raises(CommandError, match="add OVER=1; what stands"):
        call_command("restore", file, "--by-make")
    with pytest.raises(CommandError, match="add --over; what stands"):
        call_command("restore", file)
    assert Chosen(installation.place, file, "", by_make=True).typed("--even-so") == 'ARGS="--even-so"'


def test_a_mistyped_name_is_answered_with_those_that_are_there(installation: Installation) -> None:
    made, folder = installation.back_up(), installation.place.path
    with pytest.raises(
        CommandError, match=f"^There is no back-up named x.tar.gz in {folder}; there are: {made.name}.$"
    ):
        call_command("restore", str(folder / "x.tar.gz"))
    with pytest.raises(CommandError, match=r"named x.tar.gz in .*/nowhere; there are none"):
        call_command("restore", str(folder / "nowhere" / "x.tar.gz"))
