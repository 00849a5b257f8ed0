"""Shows on the terminal what children complain about; everything else stays in their logs."""

import re
from collections.abc import Iterator
from pathlib import Path

WORTH_SHOWING = re.compile(r"\b(ERROR|CRITICAL|FATAL|PANIC)\b|^Traceback |^\w*(Error|Exception): ")
EXPECTED = "Service Unavailable: /healthz"
"""What web says while it waits for the others; /healthz itself tells it to whoever asks."""
LONGEST = 300


class Echo:
    """Reads one log from where it ends now."""

    def __init__(self, name: str, log: Path) -> None:
        self._name = name
        self._log = log
        self._read = log.stat().st_size if log.exists() else 0
        self._rest = b""

    def complaints(self) -> Iterator[str]:
        """The lines worth showing that were written since the last call, each with the child's name."""
        for line in self._new_lines():
            if WORTH_SHOWING.search(line) and EXPECTED not in line:
                yield f"[{self._name}] {line[:LONGEST]}"

    def _new_lines(self) -> list[str]:
        try:
            size = self._log.stat().st_size
        except OSError:
            return []
        if size < self._read:  # the log was set aside and begun anew
            self._read, self._rest = 0, b""
        if size == self._read:
            return []
        with self._log.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        self._read += len(new)
        *lines, self._rest = (self._rest + new).split(b"\n")
        return [line.decode(errors="replace") for line in lines]
