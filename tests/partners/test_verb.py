import pytest

from partners.verb import did_in_words, verb
from tests.product import verbs


def test_every_verb_is_told_in_people_s_words() -> None:
    assert len(verbs()) > 100
    assert [name for name in verbs() if did_in_words(name) == name.replace("_", " ")] == []


def test_a_change_without_a_verb_still_says_what_happened() -> None:
    assert did_in_words("", "update") == "changed it"


def test_a_verb_of_an_older_release_reads_as_its_name() -> None:
    assert did_in_words("promise_in_room", "update") == "promise in room"


def test_no_two_verbs_have_one_name() -> None:
    """The history tells them apart by nothing else."""
    with pytest.raises(ValueError, match="called withdraw already"):

        @verb(did="took it off the table")
        def withdraw() -> None: ...
