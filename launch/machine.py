"""The machine's own package manager: installs where it may, else gives the exact command."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from launch.commands import Runner, trouble
from launch.console import Step, Trouble


@dataclass(frozen=True)
class Need:
    """Something no wheel brings: what it is for, how each package manager calls it, whether it is here."""

    what: str
    packages: Mapping[str, tuple[str, ...]]
    is_here: Callable[[], bool]


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "brew": ("brew", "install"),
    "dnf": ("dnf", "install", "-y"),
    "apk": ("apk", "add"),
    "pacman": ("pacman", "-S", "--noconfirm"),
}
INSTALLED_BY_US = ("apt-get", "brew")
"""The managers we run ourselves; for the others we print the command."""


@dataclass(frozen=True)
class Machine:
    """What may be installed here: the programs on `path`, and whether we are root."""

    path: str
    is_root: bool
    environment: Mapping[str, str]

    @classmethod
    def this(cls) -> "Machine":
        return cls(os.environ.get("PATH", os.defpath), os.geteuid() == 0, dict(os.environ))

    def which(self, program: str) -> str | None:
        return shutil.which(program, path=self.path)

    def offer(self, need: Need, runner: Runner) -> bool:
        """As `supply`, for what Tandem can do without: whether it is here in the end."""
        try:
            self.supply(need, runner)
        except Trouble:
            return False
        return True

    def supply(self, need: Need, runner: Runner) -> None:
        """Installs what is needed unless it is here. Raises Trouble with the command to type."""
        if need.is_here():
            return
        manager = next((name for name in COMMANDS if self.which(name) and need.packages.get(name)), None)
        if manager is None:
            raise Trouble(
                f"{need.what} is missing. Install it with this machine's package manager, then start again."
            )
        prefix = self._rights(manager)
        if prefix is None:
            raise Trouble(
                f"{need.what} is missing. Install it, then start again:\n    {self._typed(manager, need)}"
            )
        with Step(f"Installing {', '.join(need.packages[manager])} with {manager}"):
            self._install([*prefix, *COMMANDS[manager], *need.packages[manager]], manager, need, runner)

    def _typed(self, manager: str, need: Need) -> str:
        sudo = () if manager == "brew" or self.is_root else ("sudo",)
        return " ".join([*sudo, *COMMANDS[manager], *need.packages[manager]])

    def _rights(self, manager: str) -> list[str] | None:
        """The words before the command, or None where we may not install."""
        if manager not in INSTALLED_BY_US:
            return None
        if manager == "brew":
            return None if self.is_root else []  # Homebrew refuses root
        if self.is_root:
            return []
        return ["sudo", "-n"] if self._sudo_asks_nothing() else None

    def _sudo_asks_nothing(self) -> bool:
        if not self.which("sudo"):
            return False
        trial = [str(self.which("sudo")), "-n", "true"]
        return (
            subprocess.run(trial, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode == 0
        )

    def _install(self, command: list[str], manager: str, need: Need, runner: Runner) -> None:
        environment = {**self.environment, "DEBIAN_FRONTEND": "noninteractive", "PATH": self.path}
        program = [str(self.which(command[0])), *command[1:]]
        outcome = runner.run("install-system", program, environment)
        if outcome.code != 0 and manager == "apt-get":  # the list of packages is often stale or not there yet
            update = [*program[: program.index("install")], "update"]
            runner.run("install-system", update, environment)
            outcome = runner.run("install-system", program, environment)
        if outcome.code != 0 or not need.is_here():
            typed = self._typed(manager, need)
            sentence = f"{need.what} could not be installed. Try it yourself, then start again: {typed}"
            raise trouble(sentence, outcome)
