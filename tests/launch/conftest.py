"""A place of its own for each test, where every user may walk: PostgreSQL does not run as root."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from launch import interrupt
from launch.commands import Runner
from launch.keys import Kept
from launch.places import CHECKOUT, Places
from launch.postgres import server
from launch.records import Records
from launch.supervisor import Supervisor


def no_wheel() -> None:
    """Stands where packages would be installed: these tests use the PostgreSQL that is here."""


@dataclass
class Installation:
    """One VAR and what works in it; `again` is what a later start sees."""

    places: Places
    records: Records = field(init=False)
    runner: Runner = field(init=False)
    kept: Kept = field(init=False)
    supervisor: Supervisor = field(init=False)

    def __post_init__(self) -> None:
        for folder in (self.places.logs, self.places.running):
            folder.mkdir(parents=True, exist_ok=True)
        self.records = Records(self.places.running)
        self.runner = Runner(self.places.checkout, self.places.logs, self.records)
        self.kept = Kept(self.places.var / "keys.json")
        self.supervisor = Supervisor(self.places, self.records)

    def again(self) -> "Installation":
        return Installation(self.places)

    def start_postgres(self, *, disposable: bool = True, **looking: object) -> str:
        wanted = server.Wanted(**{"install_wheel": no_wheel, **looking})
        parts = (self.places, self.runner, self.supervisor, self.kept)
        return server.start(*parts, wanted, disposable=disposable)


@pytest.fixture(autouse=True)
def _nobody_has_pressed_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "SIGNALS", ())
    interrupt.listen()


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every account can reach."""
    made = Path(tempfile.mkdtemp(prefix="tandem-launch-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def installation(folder: Path) -> Iterator[Installation]:
    installation = Installation(Places(checkout=CHECKOUT, venv=folder / "venv", var=folder / "var"))
    yield installation
    installation.supervisor.stop()
    shutil.rmtree(installation.places.cluster_elsewhere, ignore_errors=True)
