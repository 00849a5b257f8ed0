"""Who is named behind an @ stands in full in what is kept: those who read it were not there."""

import pytest

from governance.sheets.people_matching import Candidate
from reviews.room.mentions import named_in_full

PEOPLE = [
    Candidate(1, "Mei Chen", "theirs", ("mei@meridian.example", "mei")),
    Candidate(2, "Tom Okafor", "ours", ("tom@northgate.example", "tom")),
    Candidate(3, "Anna Lee", "ours"),
    Candidate(4, "Anna Wolf", "theirs"),
]


@pytest.mark.parametrize(
    ("typed", "kept", "unknown"),
    [
        ("@mei for the purge", "Mei Chen for the purge", ()),
        ("@mei and @tom: for the purge", "Mei Chen and Tom Okafor: for the purge", ()),
        ("@Mei Chen, for the purge", "Mei Chen, for the purge", ()),
        ("Thanks, @mei.", "Thanks, Mei Chen.", ()),
        ("the whole night shift", "the whole night shift", ()),
        ("@zoe for the purge", "@zoe for the purge", ("zoe",)),
        ("@anna for the purge", "@anna for the purge", ("anna",)),
        ("write to mei@meridian.example", "write to mei@meridian.example", ()),
    ],
)
def test_a_mention_becomes_the_full_name(typed: str, kept: str, unknown: tuple[str, ...]) -> None:
    said = named_in_full(typed, PEOPLE)
    assert (said.line, said.unknown) == (kept, unknown)
