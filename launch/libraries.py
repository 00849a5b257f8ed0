"""Libraries and programs of the system that Tandem needs and no wheel brings."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from launch import redis
from launch.machine import Need

DRAWN_WITH: Mapping[str, tuple[str, ...]] = {
    "gobject-2.0": ("libgobject-2.0.so.0", "libgobject-2.0.dylib"),
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "pangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""What WeasyPrint opens, and the names under which systems keep it."""

HOMEBREW = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"), Path("/home/linuxbrew/.linuxbrew/lib"))
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APP = Path("/Applications/Chromium.app/Contents/MacOS/Chromium")


def loads(name: str, files: Iterable[str]) -> bool:
    """Whether the dynamic linker opens the library, as WeasyPrint will ask it to."""
    candidates = [*files, *(str(folder / file) for folder in HOMEBREW for file in files)]
    found = ctypes.util.find_library(name)
    return any(_opens(candidate) for candidate in [*candidates, *([found] if found else [])])


def _opens(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def missing(libraries: Mapping[str, tuple[str, ...]] = DRAWN_WITH) -> list[str]:
    return [name for name, files in libraries.items() if not loads(name, files)]


PANGO = Need(
    what="Pango, which sets the type of the PDF packs,",
    packages={
        "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "brew": ("pango",),
        "dnf": ("pango",),
        "apk": ("pango",),
        "pacman": ("pango",),
    },
    is_here=lambda: not missing(),
)


def chromium() -> str | None:
    """The Chromium that drives the browser tests, or None."""
    on_path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    return on_path or (str(CHROMIUM_APP) if CHROMIUM_APP.exists() else None)


CHROMIUM = Need(
    what="Chromium, which walks the screens in the tests,",
    packages={
        "apt-get": ("chromium",),
        "brew": ("--cask", "chromium"),
        "dnf": ("chromium",),
        "apk": ("chromium",),
        "pacman": ("chromium",),
    },
    is_here=lambda: chromium() is not None,
)


def finds_redis() -> bool:
    """Whether this machine has a `redis-server`."""
    return redis.find_program(os.environ.get("PATH", os.defpath)) is not None


REDIS = Need(
    what="Redis, which carries the queue,",
    packages={"apt-get": ("redis-server",), "brew": ("redis",), "dnf": ("redis",), "apk": ("redis",)},
    is_here=finds_redis,
)


def makes_environments() -> bool:
    """Whether this Python brings venv with pip; Debian ships them apart."""
    return (
        subprocess.run(
            [sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False
        ).returncode
        == 0
    )


VENV = Need(
    what="The part of Python that makes virtual environments",
    packages={"apt-get": (f"python3.{sys.version_info.minor}-venv",), "brew": ("python",)},
    is_here=makes_environments,
)


def linker_variables() -> dict[str, str]:
    """What children need in order to find Homebrew's libraries; nothing elsewhere."""
    folders = [str(folder) for folder in HOMEBREW if folder.is_dir()]
    return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join(folders)} if sys.platform == "darwin" else {}
