"""The environment is filled from pinned locks, once."""

from pathlib import Path

import pytest

from launch.console import Trouble
from launch.packages import Packages, Stamp
from launch.places import Places
from tests.launch.conftest import Installation
from tests.launch.fresh import environment_with_our_packages

WRONG_HASH = "tandem-does-not-exist==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.fixture
def lock(folder: Path) -> Path:
    lock = folder / "checkout" / "requirements" / "base.txt"
    lock.parent.mkdir(parents=True)
    lock.write_text("")
    return lock


def _packages(installation: Installation, lock: Path) -> Packages:
    places = Places(lock.parents[1], installation.places.venv, installation.places.var)
    return Packages(places, installation.runner, {"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1"})


def test_a_stamp_holds_until_its_lock_changes(lock: Path) -> None:
    stamp = Stamp(lock.with_suffix(".json"), lock)
    stamp.press()
    before = stamp.holds()
    lock.write_text("another==1.0\n")
    assert (before, stamp.holds()) == (True, False)


def test_a_package_that_cannot_be_had_is_explained_and_leaves_the_environment_without_a_stamp(
    installation: Installation, lock: Path
) -> None:
    lock.write_text(WRONG_HASH)
    with pytest.raises(Trouble, match=r"packages of base\.txt could not be installed"):
        _packages(installation, lock).install("base")
    venv = installation.places.venv
    assert ((venv / "bin" / "pip").exists(), (venv / ".base.json").exists()) == (True, False)


def test_an_environment_that_has_its_packages_is_only_read(folder: Path, installation: Installation) -> None:
    environment_with_our_packages(installation.places.venv)
    before = sorted(folder.rglob("*"))
    Packages(installation.places, installation.runner, {}).install("base")
    assert sorted(folder.rglob("*")) == before


def test_a_folder_that_is_no_environment_is_left_alone(installation: Installation, lock: Path) -> None:
    installation.places.venv.mkdir()
    (installation.places.venv / "letter.txt").write_text("keep me")
    with pytest.raises(Trouble, match="is not a virtual environment"):
        _packages(installation, lock).install("base")
    assert (installation.places.venv / "letter.txt").read_text() == "keep me"
