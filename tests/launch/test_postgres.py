"""A database that starts on whatever the machine has, and recovers from whatever happened to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from launch.console import Trouble
from launch.identity import identify, is_running
from launch.postgres.programs import Programs, fitting, of_system
from tests.launch.conftest import Installation

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL for another account")


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def _write(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


@pytest.fixture
def later(installation: Installation) -> Iterator[Installation]:
    """The start after this one."""
    later = installation.again()
    yield later
    later.supervisor.stop()


def _server(installation: Installation) -> int:
    return int((installation.places.cluster / "postmaster.pid").read_text().split()[0])


def test_the_owner_signs_in_and_is_no_superuser(installation: Installation) -> None:
    url = installation.start_postgres()
    rights = "select concat_ws(' ', rolname, rolsuper, rolcreatedb, rolcreaterole) from pg_roles"
    assert _ask(url, f"{rights} where rolname = current_user") == "tandem_owner f t t"


def test_a_wrong_password_opens_nothing(installation: Installation) -> None:
    url = installation.start_postgres()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        _ask(url.replace(installation.kept.secret("database_password"), "guess"), "select 1")


def test_a_later_start_keeps_data_and_port(installation: Installation, later: Installation) -> None:
    first = installation.start_postgres()
    _write(first, "create table promise as select 'kept' as word")
    installation.supervisor.stop()
    second = later.start_postgres()
    assert (second, _ask(second, "select word from promise")) == (first, "kept")


@pytest.mark.faults
def test_a_killed_server_recovers_what_was_committed(installation: Installation, later: Installation) -> None:
    url = installation.start_postgres(disposable=False)
    _write(url, "create table promise as select 'kept' as word")
    os.kill(_server(installation), signal.SIGKILL)
    installation.supervisor.stop()
    assert _ask(later.start_postgres(disposable=False), "select word from promise") == "kept"


def test_a_server_nobody_recorded_is_ended_before_the_next_one(
    installation: Installation, later: Installation
) -> None:
    installation.start_postgres()
    orphan = identify(_server(installation))
    installation.records.forget("postgres")
    later.start_postgres()
    assert orphan
    assert not is_running(orphan)


def test_a_number_that_now_belongs_to_another_program_is_no_obstacle(
    installation: Installation, later: Installation
) -> None:
    installation.start_postgres()
    left_behind = (installation.places.cluster / "postmaster.pid").read_text()
    installation.supervisor.stop()
    waits = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(
        waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as other:
        assert other.stdout
        other.stdout.readline()  # only now does the system know its command line
        _number, *rest = left_behind.splitlines()
        (installation.places.cluster / "postmaster.pid").write_text("\n".join([str(other.pid), *rest]))
        url = later.start_postgres()
        still_there = other.poll() is None
        other.kill()
    assert (_ask(url, "select 1"), still_there) == (1, True)


@pytest.mark.faults
def test_making_the_data_may_be_killed_half_way(installation: Installation) -> None:
    draft = installation.places.var / "postgres.new"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("15\n")
    assert _ask(installation.start_postgres(), "select 1") == 1


def test_incomplete_data_are_named_and_left_alone(installation: Installation) -> None:
    cluster = installation.places.cluster
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(Trouble, match=f"rm -r {cluster}"):
        installation.start_postgres(disposable=False)
    assert (cluster / "PG_VERSION").exists()


def test_incomplete_data_of_tests_are_made_anew(installation: Installation) -> None:
    installation.places.cluster.mkdir()
    (installation.places.cluster / "PG_VERSION").write_text("15\n")
    assert _ask(installation.start_postgres(), "select 1") == 1


def test_lost_keys_are_replaced(installation: Installation, later: Installation) -> None:
    installation.start_postgres()
    installation.supervisor.stop()
    (installation.places.var / "keys.json").unlink()
    assert _ask(later.start_postgres(), "select 1") == 1


def test_data_of_another_version_are_named_with_what_to_install(
    installation: Installation, later: Installation
) -> None:
    installation.start_postgres()
    installation.supervisor.stop()
    (installation.places.cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble, match=r"made by PostgreSQL 9 .*Install PostgreSQL 9"):
        later.start_postgres()


def test_a_machine_without_postgresql_is_told_what_to_do(installation: Installation) -> None:
    with pytest.raises(Trouble, match="Install PostgreSQL 15 or newer, or name one"):
        installation.start_postgres(path="", folders=())


@as_root
def test_root_gets_a_database_even_under_a_folder_of_its_own(installation: Installation) -> None:
    installation.places.var.chmod(0o700)
    assert _ask(installation.start_postgres(), "select 1") == 1
    assert (installation.places.cluster_elsewhere / "postgres" / "PG_VERSION").exists()


def test_what_the_path_finds_comes_before_the_newest(folder: Path) -> None:
    for version in (15, 16, 17):
        _pretend(folder / f"pg{version}", version)
    found = of_system(str(folder / "pg16"), [f"{folder}/pg*"])
    assert [programs.major for programs in found] == [16, 17, 15]


def test_existing_data_choose_the_version_and_new_data_none_too_old() -> None:
    old, new = Programs(Path("/old"), 14), Programs(Path("/new"), 17)
    assert fitting([old, new], 14) == old
    assert fitting([old, new], None) == new
    assert fitting([old, new], 16) is None


def _pretend(folder: Path, version: int) -> None:
    folder.mkdir()
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} (PostgreSQL) {version}.1"\n')
        program.chmod(0o755)
