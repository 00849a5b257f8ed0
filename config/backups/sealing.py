"""The outermost layer of a back-up that is not encrypted: gzip as everybody knows it, and a seal at its end.

The seal is an empty gzip member whose comment holds the SHA-256 of every byte before it. gzip and tar pass over it, so
that the file opens with the tools of any system; we refuse a file in which a single bit differs.
"""

import hashlib
from typing import Protocol

from config.backups.trouble import Damaged

_HEAD = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"
_NOTHING = b"\x03\x00" + bytes(8)
_COMMENT = b"tandem sha256 "
LENGTH = len(_HEAD) + len(_COMMENT) + 64 + 1 + len(_NOTHING)
"""Bytes of a seal."""
_PIECE = 1 << 18


class Sink(Protocol):
    """Where bytes go, in order."""

    def write(self, data: bytes, /) -> object: ...


class Source(Protocol):
    """Where bytes come from, in order; b"" at the end."""

    def read(self, size: int, /) -> bytes: ...


def seal(digest: str) -> bytes:
    """The bytes that end a file whose bytes before have this SHA-256."""
    return _HEAD + _COMMENT + digest.encode() + b"\0" + _NOTHING


class Nowhere:
    """Takes what a file that is given up still wants to write."""

    def write(self, data: bytes) -> int:
        return len(data)


class Sealing:
    """Passes bytes on and ends them with the seal."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.sink.write(data)
        return len(data)

    def flush(self) -> None:
        """gzip asks for it; the sink is flushed when it is closed."""

    def finish(self) -> None:
        self.sink.write(seal(self._digest.hexdigest()))


class Sealed:
    """Reads what `Sealing` wrote, without its seal. Raises Damaged at the end when the seal does not fit."""

    def __init__(self, source: Source, begun: bytes = b"") -> None:
        self._source = source
        self._held = begun
        self._digest = hashlib.sha256()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        wanted = _PIECE if size < 0 else size
        while not self._ended and len(self._held) < wanted + LENGTH:
            piece = self._source.read(_PIECE)
            if not piece:
                self._end()
            self._held += piece
        ready = len(self._held) if self._ended else len(self._held) - LENGTH
        given, self._held = self._held[: min(wanted, ready)], self._held[min(wanted, ready) :]
        if not self._ended:
            self._digest.update(given)
        return given

    def finish(self) -> None:
        """Reads to the end. Raises Damaged."""
        while self.read(_PIECE):
            pass

    def _end(self) -> None:
        self._ended = True
        body, found = self._held[:-LENGTH], self._held[-LENGTH:]
        self._digest.update(body)
        if found != seal(self._digest.hexdigest()):
            raise Damaged("its end is missing, or a part of it was altered")
        self._held = body
