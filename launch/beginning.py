"""What every start has in common: one at a time, no leftovers, room on the disk, packages, libraries."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from launch import disk, leftovers, lock
from launch.commands import Runner
from launch.keys import Kept
from launch.libraries import PANGO
from launch.lock import Held
from launch.machine import Machine, Need
from launch.packages import Packages
from launch.places import Places
from launch.records import Records
from launch.supervisor import Supervisor


@dataclass(frozen=True)
class Ground:
    """What stands ready once a start has begun."""

    places: Places
    given: Mapping[str, str]
    lock: Held
    records: Records
    runner: Runner
    kept: Kept
    packages: Packages
    supervisor: Supervisor

    def supply(self, *needs: Need) -> None:
        """Raises Trouble with the command to type for what is missing and may not be installed."""
        for need in needs:
            Machine.this().supply(need, self.runner)

    def furnish(self, *locks: str) -> None:
        """Packages of these locks, and the libraries the packs are drawn with."""
        if not self.places.python.exists():
            disk.require_room(self.places.venv, disk.FOR_PACKAGES, "the packages")
        self.packages.install(*locks)
        self.supply(PANGO)


@contextmanager
def begin(places: Places, given: Mapping[str, str], what: str) -> Iterator[Ground]:
    """Holds the place until the end; on the way out every child is stopped. Raises Trouble."""
    disk.require_own(places.var)
    disk.make_folder(places.var)  # PostgreSQL's account must be able to walk through
    for folder in (places.logs, places.running):
        disk.make_folder(folder, 0o700)
    if not (places.var / "keys.json").exists():
        disk.require_room(places.var, disk.FOR_DATA, "the data")
    with lock.held(places.running, what=what) as held:
        records = Records(places.running)
        leftovers.clean(records, places.var)
        runner = Runner(places.checkout, places.logs, records)
        packages = Packages(places, runner, dict(os.environ))
        supervisor = Supervisor(places, records)
        kept = Kept(places.var / "keys.json")
        try:
            yield Ground(places, given, held, records, runner, kept, packages, supervisor)
        finally:
            held.says(what=what, stopping=True)
            supervisor.stop()
