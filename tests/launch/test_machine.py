"""What is missing is installed where we may, else the exact command is given."""

from collections.abc import Callable
from pathlib import Path

import pytest

from launch.console import Trouble
from launch.libraries import missing
from launch.machine import Machine, Need
from tests.launch.conftest import Installation

APT = ("libpango-1.0-0", "libharfbuzz-subset0")
TYPED = "apt-get install -y --no-install-recommends libpango-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def programs(folder: Path) -> Path:
    """A PATH on which only pretended package managers lie."""
    programs = folder / "programs"
    programs.mkdir()
    return programs


def _pretend(programs: Path, name: str, script: str) -> None:
    (programs / name).write_text(f"#!/bin/sh\n{script}\n")
    (programs / name).chmod(0o755)


def _need(is_here: Callable[[], bool]) -> Need:
    return Need(
        "Pango, which sets the type,", {"apt-get": APT, "brew": ("pango",), "dnf": ("pango",)}, is_here
    )


def _machine(programs: Path, *, is_root: bool) -> Machine:
    return Machine(str(programs), is_root, {})


def test_root_installs_with_apt(installation: Installation, programs: Path) -> None:
    done = programs / "done"
    _pretend(programs, "apt-get", f'echo "$@" > {done}')
    _machine(programs, is_root=True).supply(_need(done.exists), installation.runner)
    assert done.read_text().strip() == TYPED.removeprefix("apt-get ")


def test_a_stale_list_of_packages_is_fetched_and_the_install_tried_again(
    installation: Installation, programs: Path
) -> None:
    fresh, done = programs / "fresh", programs / "done"
    _pretend(programs, "apt-get", f'[ "$1" = update ] && : > {fresh}; [ -e {fresh} ] && : > {done}')
    _machine(programs, is_root=True).supply(_need(done.exists), installation.runner)
    assert fresh.exists()


def test_a_person_without_rights_gets_the_command_to_type(installation: Installation, programs: Path) -> None:
    _pretend(programs, "apt-get", "exit 100")
    with pytest.raises(Trouble, match=f"sudo {TYPED}$"):
        _machine(programs, is_root=False).supply(_need(lambda: False), installation.runner)


def test_sudo_that_asks_for_no_password_is_used(installation: Installation, programs: Path) -> None:
    done = programs / "done"
    _pretend(programs, "apt-get", "exit 100")
    _pretend(programs, "sudo", f'[ "$2" = true ] || printf "%s" "$*" > {done}')
    _machine(programs, is_root=False).supply(_need(done.exists), installation.runner)
    assert done.read_text().strip() == f"-n {TYPED}"


@pytest.mark.parametrize("script", ["exit 100", "exit 0"])
def test_what_tandem_can_do_without_is_tried_and_no_trouble(
    installation: Installation, programs: Path, script: str
) -> None:
    _pretend(programs, "apt-get", script)
    assert not _machine(programs, is_root=True).offer(_need(lambda: False), installation.runner)
    assert not _machine(programs, is_root=False).offer(_need(lambda: False), installation.runner)


def test_what_tandem_can_do_without_is_installed_where_we_may(
    installation: Installation, programs: Path
) -> None:
    done = programs / "done"
    _pretend(programs, "apt-get", f": > {done}")
    assert _machine(programs, is_root=True).offer(_need(done.exists), installation.runner)


def test_other_package_managers_are_named_but_not_run(installation: Installation, programs: Path) -> None:
    _pretend(programs, "dnf", "exit 0")
    with pytest.raises(Trouble, match="dnf install -y pango"):
        _machine(programs, is_root=True).supply(_need(lambda: False), installation.runner)


def test_an_install_that_fails_says_so_with_the_words_of_the_program(
    installation: Installation, programs: Path
) -> None:
    _pretend(programs, "apt-get", "echo 'E: Unable to locate package'; exit 100")
    with pytest.raises(Trouble, match="could not be installed") as trouble:
        _machine(programs, is_root=True).supply(_need(lambda: False), installation.runner)
    assert "Unable to locate package" in trouble.value.details


def test_what_is_here_is_not_installed_again(installation: Installation, programs: Path) -> None:
    _machine(programs, is_root=True).supply(_need(lambda: True), installation.runner)


def test_a_library_that_does_not_open_is_missing() -> None:
    assert missing({"no-such-library": ("libnosuchlibrary.so.0",)}) == ["no-such-library"]
