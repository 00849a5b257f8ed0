"""Killed half way, a restore leaves what stood, and a back-up no name; typed again, either does its work."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings

from config.backups.places import Folder
from tests.config.backups.installations import Installation

pytestmark = pytest.mark.faults


def started(installation: Installation, *words: str) -> "subprocess.Popen[str]":
    """manage.py on this installation, as a process of its own."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{installation.name}")
    environment = {
        **os.environ,
        "DATABASE_URL": urlunsplit(address),
        "TANDEM_VAR": str(installation.files.parent),
        "REDIS_URL": "",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, str(django_settings.BASE_DIR / "manage.py"), *words]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def killed_after(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdout
    for said in process.stdout:
        if line in said:
            break
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_restore_that_is_killed_leaves_what_stood_and_the_next_one_works(
    installation: Installation,
) -> None:
    made, rows = installation.back_up(), installation.rows()
    installation.write("UPDATE partners_user SET full_name = 'After'")
    stood, files = installation.rows(), installation.files_here()
    words = ("restore", str(installation.place.path / made.name), "--over")
    killed_after(started(installation, *words), "Making the tables as they were")
    assert (installation.rows(), installation.files_here()) == (stood, files)
    installation.restore(made)
    assert installation.rows() == rows
    assert not (installation.files / ".restoring").exists()


def test_a_back_up_that_is_killed_has_no_name_and_is_out_of_the_way(installation: Installation) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        installation.place.writing("tandem-20261127-020000Z.tar.gz") as sink,
    ):
        sink.write(b"half")
        raise KeyboardInterrupt
    assert list(installation.place.path.iterdir()) == []
    left = installation.place.path / ".tandem-20261127-020000Z.tar.gz.part"
    left.write_bytes(b"of one that was killed hard")
    foreign = Path(installation.place.path / ".another-20261127-020000Z.tar.gz.part")
    foreign.write_bytes(b"of another installation, at work")
    made = installation.back_up()
    assert Folder(installation.place.path).names() == [made.name]
    assert not left.exists()
    assert foreign.exists()
