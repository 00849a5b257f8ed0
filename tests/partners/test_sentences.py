"""People's words within sentences of ours: one full stop between the two."""

import pytest

from partners.numbers import of
from partners.sentences import ended, listed, unended


@pytest.mark.parametrize(
    ("words", "as_a_sentence", "within_one"),
    [
        ("A window", "A window.", "A window"),
        ("A window.", "A window.", "A window"),
        ("A window. ", "A window.", "A window"),
        ("Which window?", "Which window?", "Which window?"),
        ("Now!", "Now!", "Now!"),
        ("And so on …", "And so on …", "And so on …"),
        ("And so on...", "And so on...", "And so on..."),
        ("He said “now.”", "He said “now.”", "He said “now.”"),
        ("", "", ""),
    ],
)
def test_there_is_one_stop_and_never_two(words: str, as_a_sentence: str, within_one: str) -> None:
    assert ended(words) == as_a_sentence
    assert unended(words) == within_one


def test_a_noun_goes_with_how_many_there_were() -> None:
    assert [of(0, 1, "promise"), of(1, 1, "promise"), of(0, 2, "promise")] == [
        "0 of 1 promise",
        "1 of 1 promise",
        "0 of 2 promises",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""), (["Tom"], "Tom"), (["Tom", "Ines"], "Tom and Ines"),
        (["Tom", "Ines", "Ravi"], "Tom, Ines and Ravi"),
    ],
)  # fmt: skip
def test_things_are_listed_as_one_says_them(words: list[str], said: str) -> None:
    assert listed(words) == said
