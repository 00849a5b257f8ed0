"""The file: whatever was cut off, altered or mixed up is refused, to the last bit."""

import io
import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.backups.archive import Receiver, Writing, read_whole
from config.backups.encryption import MAGIC, SHORTEST_KEY
from config.backups.manifest import FORMAT, Manifest
from config.backups.trouble import BackupTrouble, Damaged
from tests.config.backups.installations import KEY

Change = Callable[[bytes], bytes]


def written(*, key: str = "", size: int = 100, format: int = FORMAT) -> bytes:
    """A back-up of one table and one file."""
    sink = io.BytesIO()
    writing = Writing(sink, key)
    noise = bytes(range(11, 256)) * (size // 245 + 1)
    table = writing.table("partners_user", [["id", "bigint"]], [b"1\n", b"2\n"])
    file = writing.file("evidence/one", io.BytesIO(noise[:size]), size)
    keys = writing.keys(b'{"SECRET_KEY": "s"}')
    facts = {
        "migrations": [["partners", "0001_initial"]],
        "sequences": {"partners_user_id_seq": 2},
        "missing": [],
    }
    head = f"1:{'ab' * 32}"
    writing.end(
        Manifest(
            format=format,
            made_at="2026-11-28",
            address="https://tandem.example.com",
            postgres=17,
            tables=[table],
            files=[file],
            keys=keys,
            head=head,
            **facts,
        )
    )
    return sink.getvalue()


def read(content: bytes, key: str = "") -> Manifest:
    return read_whole(io.BytesIO(content), key, Receiver(), lambda done: None)


SMALL = written()
SECRET = written(key=KEY, size=300)


@pytest.mark.parametrize("content", [SMALL, SECRET], ids=["plain", "encrypted"])
def test_what_is_whole_is_read(content: bytes) -> None:
    assert read(content, KEY).rows == 2


def test_the_plain_file_opens_with_what_every_system_has() -> None:
    import gzip
    import tarfile

    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(SMALL))) as tar:
        assert tar.getnames()[0] == "tandem.json"
        assert tar.getnames()[-1] == "manifest.json"


def test_cut_off_anywhere_it_is_refused() -> None:
    for length in range(len(SMALL)):
        with pytest.raises(Damaged):
            read(SMALL[:length])


def test_with_any_byte_altered_it_is_refused() -> None:
    for place in range(len(SMALL)):
        with pytest.raises(Damaged):
            read(SMALL[:place] + bytes([SMALL[place] ^ (1 << place % 8)]) + SMALL[place + 1 :])


@settings(max_examples=40)
@given(length=st.integers(0, len(SECRET) - 1))
def test_cut_off_anywhere_it_is_refused_when_encrypted(length: int) -> None:
    with pytest.raises(Damaged):
        read(SECRET[:length], KEY)


@settings(max_examples=40)
@given(place=st.integers(0, len(SECRET) - 1), bit=st.integers(0, 7))
def test_with_any_bit_altered_it_is_refused_when_encrypted(place: int, bit: int) -> None:
    with pytest.raises(Damaged):
        read(SECRET[:place] + bytes([SECRET[place] ^ (1 << bit)]) + SECRET[place + 1 :], KEY)


@settings(max_examples=25)
@given(added=st.binary(min_size=1, max_size=40))
def test_with_anything_added_it_is_refused(added: bytes) -> None:
    for content, key in ((SMALL, ""), (SECRET, KEY)):
        with pytest.raises(Damaged):
            read(content + added, key)


def pieces_of(content: bytes) -> tuple[bytes, list[bytes]]:
    head, at, found = len(MAGIC) + 32, len(MAGIC) + 32, []
    while at < len(content):
        (word,) = struct.unpack_from(">I", content, at)
        length = 4 + (word & 0x7FFFFFFF) + 16
        found.append(content[at : at + length])
        at += length
    return content[:head], found


@pytest.fixture(scope="module")
def long() -> tuple[bytes, list[bytes]]:
    """Of several pieces; noise, because compression leaves little of anything else."""
    import random

    sink = io.BytesIO()
    writing = Writing(sink, KEY)
    noise = random.Random(5).randbytes(3_500_000)
    writing.file("evidence/one", io.BytesIO(noise), len(noise))
    writing._tar.close()
    writing._gzip.close()
    writing._layer.finish()
    return pieces_of(sink.getvalue())


@pytest.mark.parametrize(
    "mix",
    [
        lambda pieces: pieces[:-1],
        lambda pieces: pieces[1:],
        lambda pieces: [pieces[1], pieces[0], *pieces[2:]],
        lambda pieces: [pieces[0], *pieces],
        lambda pieces: [pieces[0], *pieces[2:]],
        lambda pieces: [*pieces, pieces[-1]],
        lambda pieces: [pieces[-1]],
    ],
    ids=["the last is gone", "the first is gone", "two changed places", "one is doubled", "one is gone",
         "the last is doubled", "only the last"],
)  # fmt: skip
def test_pieces_out_of_place_are_refused(long: tuple[bytes, list[bytes]], mix: Callable) -> None:
    head, pieces = long
    assert len(pieces) > 3
    with pytest.raises(Damaged, match=r"altered|missing|behind"):
        read(head + b"".join(mix(pieces)), KEY)


def test_a_piece_of_another_file_is_refused(long: tuple[bytes, list[bytes]]) -> None:
    _, other = pieces_of(SECRET)
    with pytest.raises(Damaged):
        read(long[0] + b"".join([*long[1][:-1], other[-1]]), KEY)


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(Damaged, match="BACKUP_KEY is not the key"):
        read(SECRET, KEY + "!")


def test_without_a_key_it_says_which_setting_is_wanted() -> None:
    with pytest.raises(BackupTrouble, match="Set BACKUP_KEY"):
        read(SECRET)


def test_nothing_of_the_content_shows_through() -> None:
    assert b"partners_user" not in SECRET
    assert b"manifest" not in SECRET


def test_a_key_that_could_be_guessed_is_not_taken() -> None:
    with pytest.raises(BackupTrouble, match=f"at least {SHORTEST_KEY}"):
        written(key="summer2026")


def test_a_newer_format_is_refused_with_a_sentence() -> None:
    with pytest.raises(BackupTrouble, match="made by a newer Tandem"):
        read(written(format=FORMAT + 1))


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04" + bytes(500), MAGIC, b"\x1f\x8b" + bytes(200)]
)
def test_what_is_no_back_up_is_refused(content: bytes) -> None:
    with pytest.raises(Damaged):
        read(content, KEY)
