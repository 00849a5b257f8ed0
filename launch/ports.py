"""Ports on the loopback address: free ones for our own parts, and the one people asked for."""

import random
import socket

from launch.console import Trouble

LOOPBACK = "127.0.0.1"
OURS = range(20000, 32000)
"""Below the range from which systems take ports for outgoing connections, so that a port stays ours."""


def is_free(port: int) -> bool:
    """Whether something could listen there now."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(remembered: int | None = None) -> int:
    """The remembered port while it is free, else another. Raises Trouble when none is."""
    candidates = ([remembered] if remembered else []) + random.sample(OURS, 200)
    for port in candidates:
        if is_free(port):
            return port
    raise Trouble("No port between 20000 and 32000 is free on 127.0.0.1. Stop some programs and start again.")


def require_free(port: int) -> None:
    """Raises Trouble, with another port that would do, when `port` cannot be had."""
    if is_free(port):
        return
    another = next((other for other in range(max(port, 1024) + 1, 65536) if is_free(other)), None)
    advice = f"Choose another: make run PORT={another}" if another else "Stop the program that uses it."
    if port < 1024:
        raise Trouble(f"Port {port} is taken or needs root's rights. {advice}")
    raise Trouble(f"Port {port} on {LOOPBACK} is used by another program. {advice}")
