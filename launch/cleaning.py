"""`make clean`: the environment and the tests' data go; what people keep in VAR stays."""

import shutil
from collections.abc import Mapping

from launch import disk, leftovers, lock
from launch.console import say
from launch.options import Options
from launch.places import Places
from launch.records import Records

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")


def clean(places: Places, _options: Options, _given: Mapping[str, str]) -> None:
    """Removes what can be made again. Raises Trouble when tests are running."""
    tests = places.for_tests()
    disk.make_folder(tests.running)
    with lock.held(tests.running, what="clean"):
        leftovers.clean(Records(tests.running), tests.var)
        shutil.rmtree(tests.cluster_elsewhere, ignore_errors=True)
    folders = [tests.var, *(places.checkout / name for name in CACHES)]
    if (places.venv / "pyvenv.cfg").exists():
        folders.append(places.venv)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"Removed the virtual environment, caches and test data. {places.shown(places.var)} keeps your data.")
