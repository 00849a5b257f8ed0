"""Where things are: the checkout, its virtual environment, and VAR with everything that is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Places:
    """The folders of one installation; two installations differ in `var`."""

    checkout: Path
    venv: Path
    var: Path

    @classmethod
    def named_in(cls, environment: Mapping[str, str], checkout: Path = CHECKOUT) -> "Places":
        """Reads VENV and VAR; relative ones are meant from the checkout."""
        venv = checkout / Path(environment.get("VENV") or ".venv").expanduser()
        var = checkout / Path(environment.get("VAR") or "var").expanduser()
        return cls(checkout=checkout, venv=venv, var=var.resolve())

    def for_tests(self) -> "Places":
        """A place of its own inside VAR, so that tests never meet what people keep."""
        return replace(self, var=self.var / "test")

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def running(self) -> Path:
        """Who runs at this moment: the lock, and the record of processes."""
        return self.var / "run"

    @property
    def cluster(self) -> Path:
        return self.var / "postgres"

    @property
    def cluster_elsewhere(self) -> Path:
        """Where PostgreSQL's files go when its own account cannot reach VAR."""
        mark = hashlib.sha256(str(self.var).encode()).hexdigest()[:12]
        return Path("/var/lib") / f"tandem-{mark}"

    def shown(self, path: Path) -> str:
        """The path as a person would type it from the checkout."""
        return str(path.relative_to(self.checkout)) if path.is_relative_to(self.checkout) else str(path)
