"""However a start ends, the person reads a sentence and no traceback."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch import disk, lock
from launch.backups import _named
from launch.checks import LINT
from launch.console import Trouble
from launch.options import Options, again
from launch.places import CHECKOUT, Places
from launch.ports import is_free
from tests.launch.conftest import Installation


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def _start(folder: Path, what: str = "run", **variables: str) -> "subprocess.CompletedProcess[str]":
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "VAR": str(folder / "var")}
    return subprocess.run(
        [sys.executable, "-m", "launch", what],
        cwd=CHECKOUT,
        env={**plain, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_lint_reads_what_make_hands_on(folder: Path) -> None:
    """Make hands on every variable it knows, also those that nobody set: mypy reads the settings with them."""
    ended = subprocess.run(
        ["make", "lint", f"PYTHON={sys.executable}", f"VAR={folder / 'var'}", f"VENV={sys.prefix}"],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"All {len(LINT)} passed" in ended.stdout


def test_checks_that_are_cut_short_have_not_passed(folder: Path) -> None:
    plain = {"PATH": os.environ["PATH"], "HOME": str(folder), "VAR": str(folder / "var"), "VENV": sys.prefix}
    started = subprocess.Popen(
        [sys.executable, "-u", "-m", "launch", "lint"],
        cwd=CHECKOUT,
        env=plain,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    next(line for line in started.stdout if line.startswith("──"))
    started.send_signal(signal.SIGINT)
    said = started.stdout.read()
    assert (started.wait(), "Cut short" in said) == (130, True)


def test_a_port_in_use_is_answered_with_a_free_one(folder: Path, taken: int) -> None:
    ended = _start(folder, PORT=str(taken))
    assert (
        f"Port {taken} on 127.0.0.1 is used by another program. Choose another: make run PORT="
        in ended.stderr
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False)


def test_the_port_that_is_proposed_is_free(folder: Path, taken: int) -> None:
    proposed = int(_start(folder, PORT=str(taken)).stderr.rpartition("PORT=")[2])
    assert is_free(proposed)


def test_a_port_that_is_no_number_is_explained(folder: Path) -> None:
    assert "PORT=eight is no port" in _start(folder, PORT="eight").stderr


def test_a_place_that_cannot_be_written_is_named(folder: Path) -> None:
    (folder / "var").write_text("a file where a folder should be")
    ended = _start(folder)
    assert f"{folder / 'var'} cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_too_little_room_is_said_before_anything_is_made(folder: Path) -> None:
    with pytest.raises(Trouble, match=r"MB left, and the data need about \d+ MB"):
        disk.require_room(folder, 10**12, "the data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_another_account_keeps_is_not_mixed_with_ours(folder: Path) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "keys.json").write_text("{}")
    os.chown(folder / "var" / "keys.json", 65534, -1)
    ended = _start(folder)
    assert "belongs to nobody. Start as nobody, or choose another place" in ended.stderr
    assert (ended.returncode, [kept.name for kept in (folder / "var").iterdir()]) == (1, ["keys.json"])


def test_a_second_start_in_the_same_place_is_told_where_the_first_one_answers(
    installation: Installation,
) -> None:
    with lock.held(installation.places.running, what="run") as held:
        held.says(what="run", address="http://127.0.0.1:8123/")
        with pytest.raises(Trouble, match=r"already running for this VAR at http://127\.0\.0\.1:8123/"):
            lock.held(installation.places.running, what="run").__enter__()


def test_a_lock_is_free_again_once_its_holder_is_gone(installation: Installation) -> None:
    running = installation.places.running
    program = (
        f"import os\nfrom pathlib import Path\nfrom launch import lock\nlock.held(Path({str(running)!r}), "
    )
    program += "what='run').__enter__()\nos.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, check=False)
    with lock.held(running, what="run"):
        pass


@pytest.mark.parametrize(("said", "demo"), [("", True), ("1", True), ("0", False), ("no", False)])
def test_the_demo_is_wanted_unless_it_is_declined(said: str, demo: bool) -> None:
    assert Options.named_in({"DEMO": said}).demo is demo


def test_arguments_keep_their_quotation() -> None:
    assert Options.named_in({"ARGS": "-k 'sealed review' -x"}).arguments == ("-k", "sealed review", "-x")


def test_an_unclosed_quotation_is_explained() -> None:
    with pytest.raises(Trouble, match="Close every quotation mark"):
        Options.named_in({"ARGS": "-k 'sealed"})


def test_places_named_from_outside_are_meant_from_the_checkout() -> None:
    assert Places.named_in({"VAR": "elsewhere"}).var == CHECKOUT / "elsewhere"


def test_a_python_that_is_too_old_is_told_what_to_do(folder: Path) -> None:
    pretence = (
        "import runpy, sys; sys.version_info = (3, 9, 0); runpy.run_module('launch', run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", pretence], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert "Tandem needs Python 3.11 or newer, and this is Python 3.9" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_restore_of_nothing_says_how_it_is_written(folder: Path) -> None:
    ended = _start(folder, "restore")
    assert "Name the back-up: make restore FILE=" in ended.stderr
    assert (ended.returncode, (folder / "var").exists()) == (1, False)


def test_what_is_to_be_typed_next_is_of_the_same_installation() -> None:
    given = {"VAR": "some dir", "PORT": "8123", "DATABASE_URL": "postgres://owner:secret@host/tandem"}
    assert again("run", given) == "make run VAR='some dir' PORT=8123"
    assert again("run", {"VENV": "v", "DEMO": "0"}) == "make run VENV=v DEMO=0"
    assert again("run", {"VAR": ""}) == "make run"


def test_a_command_without_its_database_names_the_start_of_its_own_var(folder: Path) -> None:
    ended = _start(folder, "manage", PORT="8123", ARGS="check")
    assert f"make run VAR={folder / 'var'} PORT=8123" in ended.stderr


def test_a_bare_name_is_looked_for_where_back_ups_go(folder: Path) -> None:
    places = Places.named_in({"VAR": str(folder)})
    assert _named("one.tar.gz", places, {}) == f"{folder / 'backups'}/one.tar.gz"
    assert _named("one.tar.gz", places, {"BACKUP_TO": "s3://bucket/x"}) == "s3://bucket/x/one.tar.gz"
    assert _named("here/one.tar.gz", places, {}) == str(Path("here/one.tar.gz").absolute())
