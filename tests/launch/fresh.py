"""A machine with Python alone: a copy of what is checked in, and PostgreSQL, Redis, Chromium and apt out of sight."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch.libraries import CHROMIUMS
from launch.places import CHECKOUT
from launch.ports import free_port
from launch.postgres.programs import FOLDERS

HIDDEN = ("initdb", "postgres", "pg_ctl", "redis-server", "apt-get", "sudo", *CHROMIUMS)
PASSED_ON = ("LANG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "http_proxy", "https_proxy", "no_proxy")
UP, UP_WITHIN = "Tandem is up at ", 420.0


def copy_of_checkout(target: Path) -> None:
    """The files a clone would hold, as they stand here now."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)


def environment_with_our_packages(venv: Path) -> None:
    """An environment that reads the packages of this one, and takes further ones for itself."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    ours = Path(sys.prefix)
    packages = next(venv.glob("lib/python*/site-packages"))
    (packages / "ours.pth").write_text(f"{next(ours.glob('lib/python*/site-packages'))}\n")
    shutil.copy2(ours / ".base.json", venv / ".base.json")


def may_hide() -> bool:
    """Whether we may hide files from a process and its children; else the PATH alone leads past them."""
    if os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("setpriv")):
        return False
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0


@dataclass
class Machine:
    """Starts Tandem from `checkout` as the account `uid`, from everybody's eyes hidden what HIDDEN and FOLDERS name."""

    folder: Path
    checkout: Path
    venv: Path
    var: Path
    uid: int
    port: int = field(default_factory=free_port)
    said: str = ""
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once Tandem says that it is up; fails with all it said when it ends before that."""
        log = self.folder / f"start-{self.port}.log"
        command = [str(self.venv / "bin" / "python"), "-m", "launch", "run"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [*self._out_of_sight(), *command],
                cwd=self.checkout,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + UP_WITHIN
        while UP not in (said := log.read_text()) or "Ctrl-C stops" not in said:
            assert self._process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)
        self.said = said

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)
            self._process = None

    def _environment(self) -> dict[str, str]:
        home = self.folder / f"home-{self.uid}"
        if not home.exists():
            home.mkdir()
            os.chown(home, self.uid, -1)
        kept = {
            name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith("PIP_")
        }
        places = {"VAR": str(self.var), "VENV": str(self.venv), "PORT": str(self.port), "HOME": str(home)}
        return {**kept, **places, "PATH": self._path()}

    def _path(self) -> str:
        """Without our environment; where nothing can be hidden, a folder of links to all programs but the hidden."""
        folders = [name for name in os.environ["PATH"].split(os.pathsep) if not name.startswith(sys.prefix)]
        if may_hide():
            return os.pathsep.join(folders)
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        for program in (
            file for name in reversed(folders) if Path(name).is_dir() for file in Path(name).iterdir()
        ):
            (programs / program.name).unlink(missing_ok=True)
            if program.name not in HIDDEN:
                (programs / program.name).symlink_to(program)
        return str(programs)

    def _out_of_sight(self) -> Sequence[str]:
        if not may_hide():
            return []
        (nothing := self.folder / "nothing").mkdir(exist_ok=True)
        hidden = [f"mount --bind /dev/null {program}" for program in _programs(HIDDEN)]
        hidden += [f"mount --bind {nothing} {folder}" for pattern in FOLDERS for folder in _folders(pattern)]
        become = f"exec setpriv --reuid {self.uid} --regid {self.uid} --clear-groups" if self.uid else "exec"
        opened = _opened(self.folder, [sys.base_prefix, sys.prefix]) if self.uid else []
        steps = [*hidden, *opened, f'{become} "$@"']
        return ["unshare", "--mount", "--propagation", "private", "sh", "-euc", "\n".join(steps), "sh"]


def _folders(pattern: str) -> list[str]:
    return [shlex.quote(str(found)) for found in Path("/").glob(pattern.lstrip("/")) if found.is_dir()]


def _programs(names: Iterable[str]) -> Iterator[str]:
    places = {Path(folder) / name for folder in os.environ["PATH"].split(os.pathsep) for name in names}
    yield from sorted({shlex.quote(str(place.resolve())) for place in places if place.is_file()})


def _opened(folder: Path, wanted: Sequence[str]) -> list[str]:
    """Mounts after which everybody reaches these under a folder that only root may enter, and nothing else there."""
    closed = {path: _closed_above(Path(path)) for path in wanted}
    behind = {path: above for path, above in closed.items() if above}
    aside = {path: folder / f"aside-{number}" for number, path in enumerate(behind)}
    before = [f"mkdir -p {place}; mount --bind {shlex.quote(path)} {place}" for path, place in aside.items()]
    over = [f"mount -t tmpfs -o mode=755 tmpfs {above}" for above in sorted(set(map(str, behind.values())))]
    after = [
        f"mkdir -p {shlex.quote(path)}; mount --bind {place} {shlex.quote(path)}"
        for path, place in aside.items()
    ]
    return [*before, *over, *after]


def _closed_above(path: Path) -> Path | None:
    return next((above for above in reversed(path.parents) if not above.stat().st_mode & 0o001), None)
