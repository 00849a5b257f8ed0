"""The outermost layer of an encrypted back-up: numbered pieces, each sealed with AES-256-GCM.

    magic ‖ salt (16) ‖ check (16) ‖ pieces          a piece: length (4, its top bit marks the last) ‖ ciphertext ‖ tag

Key and check come from BACKUP_KEY and the salt by scrypt; the check tells a wrong key from a damaged file. The nonce is
the number of the piece, under a key that no other file has. The head, the number and the mark of the last piece are
authenticated with each piece, so that pieces that are missing, doubled, in another order, of another file or cut off
at the end are all found.
"""

import hmac
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from config.backups.sealing import Sink, Source
from config.backups.trouble import BackupTrouble, Damaged

MAGIC = b"TANDEM BACK-UP 1\n"
SHORTEST_KEY = 32
_SALT, _CHECK, _TAG, _PIECE = 16, 16, 16, 1 << 20
_LAST = 1 << 31
_LENGTH = struct.Struct(">I")


def long_enough(key: str) -> str:
    """The key as it may be used. Raises BackupTrouble for one that could be guessed."""
    if len(key) < SHORTEST_KEY:
        raise BackupTrouble(
            f"BACKUP_KEY has {len(key)} characters and needs at least {SHORTEST_KEY}. "
            "Make one with: openssl rand -base64 48"
        )
    return key


def _derived(key: str, salt: bytes) -> tuple[AESGCM, bytes]:
    made = Scrypt(salt=salt, length=32 + _CHECK, n=1 << 15, r=8, p=1).derive(long_enough(key).encode())
    return AESGCM(made[:32]), made[32:]


class _Pieces:
    """The number of the next piece, and what is authenticated with it."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._number = 0

    def next(self, length_word: bytes) -> tuple[bytes, bytes]:
        nonce = self._number.to_bytes(12, "big")
        self._number += 1
        return nonce, self._head + nonce + length_word


class Encrypting:
    """Encrypts what is written; `finish` writes the last piece."""

    def __init__(self, sink: Sink, key: str) -> None:
        salt = os.urandom(_SALT)
        self._cipher, check = _derived(key, salt)
        head = MAGIC + salt + check
        self._pieces = _Pieces(head)
        self.sink = sink
        self._waiting = bytearray()
        sink.write(head)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > _PIECE:
            self._send(bytes(self._waiting[:_PIECE]), 0)
            del self._waiting[:_PIECE]
        return len(data)

    def flush(self) -> None:
        """gzip asks for it; pieces leave when they are full."""

    def finish(self) -> None:
        self._send(bytes(self._waiting), _LAST)

    def _send(self, piece: bytes, last: int) -> None:
        word = _LENGTH.pack(len(piece) | last)
        nonce, bound = self._pieces.next(word)
        self.sink.write(word + self._cipher.encrypt(nonce, piece, bound))


class Decrypting:
    """Reads what `Encrypting` wrote after its magic; every byte it gives was authenticated. Raises Damaged."""

    def __init__(self, source: Source, key: str) -> None:
        self._source = source
        salt, check = self._exactly(_SALT), self._exactly(_CHECK)
        self._cipher, wanted = _derived(key, salt)
        if not hmac.compare_digest(check, wanted):
            raise Damaged("BACKUP_KEY is not the key it was encrypted with, or its beginning was altered")
        self._pieces = _Pieces(MAGIC + salt + check)
        self._ready = b""
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ready and not self._ended:
            self._ready = self._piece()
        wanted = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:wanted], self._ready[wanted:]
        return given

    def finish(self) -> None:
        """Reads to the end. Raises Damaged."""
        while self.read():
            pass

    def _piece(self) -> bytes:
        word = self._exactly(_LENGTH.size)
        (length,) = _LENGTH.unpack(word)
        self._ended = bool(length & _LAST)
        length &= ~_LAST
        if length > _PIECE:
            raise Damaged("a part of it was altered")
        nonce, bound = self._pieces.next(word)
        try:
            opened = self._cipher.decrypt(nonce, self._exactly(length + _TAG), bound)
        except InvalidTag:
            raise Damaged("a part of it was altered") from None
        if self._ended and self._source.read(1):
            raise Damaged("something was added behind its end")
        return opened

    def _exactly(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            piece = self._source.read(size - len(read))
            if not piece:
                raise Damaged("its end is missing")
            read += piece
        return read
