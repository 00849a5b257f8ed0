"""What lies within the outermost layer: a tar, compressed, of tables, files, keys and, last, the manifest.

    tandem.json   tables/<table>/<number>   files/<name>   keys.json   manifest.json

A table comes in numbered pieces, because a tar wants to know sizes beforehand and a table does not say its own.
Nothing is ever held whole in memory but one piece and the list of names.
"""

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from gzip import BadGzipFile, GzipFile
from typing import IO, Any

from config.backups.encryption import MAGIC, Decrypting, Encrypting
from config.backups.manifest import FORMAT, Manifest, Part, Table, refuse_newer
from config.backups.sealing import Nowhere, Sealed, Sealing, Sink, Source
from config.backups.trouble import BackupTrouble, Damaged

OPENING, KEYS, MANIFEST = "tandem.json", "keys.json", "manifest.json"
TABLES, FILES = "tables/", "files/"
_PIECE = 4 << 20
_READ = 1 << 18
_FASTEST_WORTH_IT = 3
_LARGEST_LIST = 256 << 20


class Digest:
    """Counts and hashes what passes by."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self.bytes = 0
        self.lines = 0

    def take(self, data: bytes) -> None:
        self._sha256.update(data)
        self.bytes += len(data)
        self.lines += data.count(b"\n")

    @property
    def facts(self) -> tuple[int, str]:
        return self.bytes, self._sha256.hexdigest()


class Writing:
    """An archive being written into `sink`, encrypted where there is a key."""

    def __init__(self, sink: Sink, key: str) -> None:
        self._layer: Sealing | Encrypting = Encrypting(sink, key) if key else Sealing(sink)
        self._gzip = GzipFile(fileobj=self._layer, mode="wb", compresslevel=_FASTEST_WORTH_IT, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 -- `end` closes it
        self._add(OPENING, json.dumps({"format": FORMAT}).encode())

    def table(self, name: str, columns: list[list[str]], copied: Iterable[bytes]) -> Table:
        """Writes a table as PostgreSQL copies it and returns what the manifest says of it."""
        digest, number, waiting = Digest(), 0, bytearray()
        for data in copied:
            digest.take(data)
            waiting += data
            if len(waiting) >= _PIECE:
                number += 1
                self._add(f"{TABLES}{name}/{number:06}", bytes(waiting))
                waiting.clear()
        if waiting:
            self._add(f"{TABLES}{name}/{number + 1:06}", bytes(waiting))
        return Table(name, *digest.facts, rows=digest.lines, columns=columns)

    def file(self, name: str, content: IO[bytes], size: int) -> Part:
        """Writes `size` bytes of a file."""
        digest = Digest()
        self._add_from(f"{FILES}{name}", _Watched(content, digest), size)
        return Part(name, *digest.facts)

    def keys(self, content: bytes) -> Part:
        self._add(KEYS, content)
        return Part(KEYS, len(content), hashlib.sha256(content).hexdigest())

    def end(self, manifest: Manifest) -> None:
        """Writes the manifest and the end; without them the file is refused."""
        self._add(MANIFEST, manifest.written())
        self._tar.close()
        self._gzip.close()
        self._layer.finish()

    def give_up(self) -> None:
        """What is half written is worth nothing, and its place may be gone."""
        self._layer.sink = Nowhere()

    def _add(self, name: str, data: bytes) -> None:
        self._add_from(name, io.BytesIO(data), len(data))

    def _add_from(self, name: str, content: Any, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, content)
        self._tar.members.clear()  # type: ignore[attr-defined]  # of tarfile: its list would grow with every file


class _Watched:
    def __init__(self, content: IO[bytes], digest: Digest) -> None:
        self._content, self._digest = content, digest

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self._digest.take(data)
        return data


class Receiver:
    """Takes what is read out of an archive. This one wants none of it: reading alone verifies."""

    def table(self, name: str, data: bytes) -> None:
        """The next bytes of a table."""

    def file(self, name: str, content: Iterator[bytes]) -> None:
        """One file; the content must be read here or is passed over."""

    def keys(self, content: bytes) -> None:
        """The secrets of the installation, as JSON."""


def read_whole(source: Source, key: str, receiver: Receiver, watch: Callable[[int], None]) -> Manifest:
    """Reads an archive from its first byte to its last, hands out what is in it, and checks every count and hash.

    `watch` is told how many bytes of the content have been read. Raises BackupTrouble; then whatever the receiver took
    must not be used.
    """
    layer = _layer(source, key)
    try:
        with closing(GzipFile(fileobj=layer, mode="rb")) as content:  # type: ignore[call-overload]  # it only reads
            manifest = _Reading(receiver, watch).all_of(content)
            if content.read(1):
                raise Damaged("something was added behind its contents")
    except (EOFError, BadGzipFile, zlib.error, tarfile.TarError, UnicodeError, OverflowError) as problem:
        raise Damaged("its end is missing, or a part of it was altered") from problem
    layer.finish()
    return manifest


def _layer(source: Source, key: str) -> Sealed | Decrypting:
    begun = b""
    while len(begun) < len(MAGIC) and (piece := source.read(len(MAGIC) - len(begun))):
        begun += piece
    if begun == MAGIC:
        if not key:
            raise BackupTrouble("This back-up is encrypted. Set BACKUP_KEY to the key it was made with.")
        return Decrypting(source, key)
    if begun[:2] == b"\x1f\x8b":
        return Sealed(source, begun)
    raise Damaged("it does not begin as a back-up of Tandem does")


class _Reading:
    """One pass over the members, in the order they were written."""

    def __init__(self, receiver: Receiver, watch: Callable[[int], None]) -> None:
        self._receiver = receiver
        self._watch = watch
        self._passed = 0
        self._tables: dict[str, Digest] = {}
        self._files: dict[str, Digest] = {}
        self._keys: list[Part] = []
        self._manifest: Manifest | None = None

    def all_of(self, content: GzipFile) -> Manifest:
        with tarfile.open(fileobj=content, mode="r|") as tar:
            for number, member in enumerate(tar):
                stream = tar.extractfile(member) if member.isreg() else None
                if stream is None or self._manifest or (number == 0) != (member.name == OPENING):
                    raise Damaged("its contents are not in the order they were written")
                self._member(member, stream)
                tar.members.clear()  # type: ignore[attr-defined]  # the same
        while content.read(_READ):
            pass  # what fills up the last block of the tar
        return self._checked()

    def _member(self, member: tarfile.TarInfo, stream: IO[bytes]) -> None:
        name = member.name
        if name.startswith(TABLES):
            self._table(name.removeprefix(TABLES).rpartition("/")[0], stream)
        elif name.startswith(FILES):
            self._file(name.removeprefix(FILES), stream)
        elif name in (OPENING, KEYS, MANIFEST) and member.size <= _LARGEST_LIST:
            self._note(name, b"".join(self._pieces(stream)))
        else:
            raise Damaged(f"it holds {name!r}, which no back-up does")

    def _table(self, name: str, stream: IO[bytes]) -> None:
        digest = self._tables.setdefault(name, Digest())
        for data in self._pieces(stream):
            digest.take(data)
            self._receiver.table(name, data)

    def _file(self, name: str, stream: IO[bytes]) -> None:
        if name in self._files:
            raise Damaged(f"it holds the file {name!r} twice")
        digest = self._files[name] = Digest()

        def pieces() -> Iterator[bytes]:
            for data in self._pieces(stream):
                digest.take(data)
                yield data

        content = pieces()
        self._receiver.file(name, content)
        for _ in content:
            pass

    def _note(self, name: str, data: bytes) -> None:
        if name == KEYS:
            self._keys.append(Part(KEYS, len(data), hashlib.sha256(data).hexdigest()))
            self._receiver.keys(data)
            return
        try:
            found = json.loads(data)["format"]
            refuse_newer(int(found))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Damaged("its format cannot be read") from None
        if name == MANIFEST:
            self._manifest = Manifest.read(data)

    def _pieces(self, stream: IO[bytes]) -> Iterator[bytes]:
        while data := stream.read(_READ):
            self._passed += len(data)
            self._watch(self._passed)
            yield data

    def _checked(self) -> Manifest:
        manifest = self._manifest
        if manifest is None:
            raise Damaged("its end is missing")
        # A table without rows has no piece.
        wanted = {table.name: (table.bytes, table.sha256, table.rows) for table in manifest.tables}
        nothing = Digest()
        found = {name: self._tables.get(name, nothing) for name in {*wanted, *self._tables}}
        if wanted != {name: (*digest.facts, digest.lines) for name, digest in found.items()}:
            raise Damaged("a table in it is not what its list of contents says")
        if {part.name: (part.bytes, part.sha256) for part in manifest.files} != {
            name: digest.facts for name, digest in self._files.items()
        }:
            raise Damaged("a file in it is not what its list of contents says")
        if self._keys != [manifest.keys]:
            raise Damaged("the keys in it are not what its list of contents says")
        return manifest
