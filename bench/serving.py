"""One gunicorn process with one thread on loopback: the same for the floor and for Tandem."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A served application and the cookies of whoever is signed in."""

    port: int
    cookies: str

    def request(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None
    ) -> int:
        """Sends one request and reads the whole answer. Returns its status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, {"Cookie": self.cookies, **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@contextmanager
def served(application: str, environment: Mapping[str, str], cookies: str) -> Iterator[Server]:
    """`application` under gunicorn until the block ends. Raises RuntimeError when it does not come up."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "-k", "gthread", "-w", "1", "--threads", "1",
         "-b", f"127.0.0.1:{port}", "--log-level", "warning"],
        env={**os.environ, **environment},
    )  # fmt: skip
    try:
        _wait_for(port, process)
        yield Server(port, cookies)
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server to be measured did not come up.")
