"""The command of each running part, the same under `make run` and in a container."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

APPLICATION = "config"
QUEUES = "mail,packs,default"
THREADS = 8
GRACE = 15
"""Seconds a web request under way is given when Tandem stops."""


def web(python: str, address: str) -> list[str]:
    """Two processes of THREADS threads, each answering at `address` (host:port); see `pooled`. What both need is read
    once, before they part: that takes half the time and a sixth less memory."""
    server = [python, "-m", "gunicorn", f"{APPLICATION}.wsgi", "--preload", "--bind", address]
    size = ["--worker-class", "gthread", "--workers", "2", "--threads", str(THREADS)]
    # Its own log would write down the secret of every link that is opened from a mail.
    log = ["--access-logfile", "-", "--logger-class", f"{APPLICATION}.logs.ServerLog"]
    return [*server, *size, "--timeout", "60", "--graceful-timeout", str(GRACE), *log]


def pooled(environment: Mapping[str, str]) -> dict[str, str]:
    """The web's environment: a connection is kept for each thread. Celery would close such a pool after each task."""
    return {"DATABASE_POOL": str(THREADS), **environment}


def worker(python: str) -> list[str]:
    """The Celery worker of all queues."""
    celery = [python, "-m", "celery", "-A", APPLICATION, "worker", "--queues", QUEUES]
    return [*celery, "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]


def beat(python: str, var: Path) -> list[str]:
    """The clock. Its file may be lost at any time: due dates stand in the database."""
    celery = [python, "-m", "celery", "-A", APPLICATION, "beat", "--loglevel", "INFO"]
    return [*celery, "--schedule", str(var / "run" / "beat"), "--pidfile", ""]


def backups(python: str) -> list[str]:
    """The clock of back-ups. A process of its own: it alone of those that stay signs in as the owner, who sees all."""
    return manage(python, "backup", "--clock")


def manage(python: str, *words: str) -> list[str]:
    return [python, "manage.py", *words]


def become(part: str, environment: Mapping[str, str]) -> None:
    """Turns this process into one part; for containers, whose environment already has all that `prepare` needs."""
    python, var = sys.executable, Path(environment.get("TANDEM_VAR", "var"))
    if part == "beat":
        (var / "run").mkdir(parents=True, exist_ok=True)
    command = {
        "web": web(python, environment.get("BIND", "0.0.0.0:8000")),
        "worker": worker(python),
        "beat": beat(python, var),
        "backups": backups(python),
        "migrate": manage(python, "migrate", "--noinput"),
    }[part]
    os.execve(command[0], command, pooled(environment) if part == "web" else dict(environment))
