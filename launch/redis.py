"""The system's Redis as a child: the queue, the cache and rate limits; it keeps nothing on disk."""

import shutil
import socket
from pathlib import Path

from launch.account import Account
from launch.child import Plan
from launch.ports import LOOPBACK

CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
protected-mode yes
daemonize no
save ""
appendonly no
"""


def find_program(path: str) -> str | None:
    """The system's `redis-server`, or None: Tandem then does without."""
    return shutil.which("redis-server", path=path)


def url(port: int, password: str) -> str:
    return f"redis://:{password}@{LOOPBACK}:{port}/0"


def plan(program: str, port: int, password: str, account: Account) -> Plan:
    """The password is typed, not written on a command line that everybody can list."""
    return Plan(
        name="redis",
        command=[program, "-"],
        environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        folder=Path("/"),
        account=account,
        typed=CONFIGURATION.format(host=LOOPBACK, port=port, password=password),
    )


def answers(port: int, password: str) -> bool:
    """Whether this Redis answers a signed-in PING."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            reply = b""
            while b"PONG" not in reply and (part := connection.recv(256)):
                reply += part
            return b"PONG" in reply
    except OSError:
        return False
