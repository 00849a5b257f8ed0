"""When two promises of one review are the same one said twice: a property of their words and owners alone."""

from string import ascii_lowercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.capture.sameness import is_same_promise

WORDS = st.lists(st.text(ascii_lowercase + digits + "кж中가", min_size=1, max_size=6), min_size=1, max_size=6)
OWNERS = st.none() | st.integers(1, 3)
BETWEEN = st.text(" \t\u00a0,.;:!?-–—…“”'()/", min_size=1, max_size=3)


@st.composite
def written(draw: st.DrawFn, words: list[str]) -> str:
    """`words` as somebody types them: with any capitals, and anything that is no word around each."""
    typed = draw(BETWEEN | st.just(""))
    for word in words:
        typed += "".join(draw(st.sampled_from([each, each.upper()])) for each in word) + draw(BETWEEN)
    return typed


@given(st.data(), WORDS, OWNERS, OWNERS)
def test_spaces_capitals_and_punctuation_make_no_other_promise_and_another_owner_does(
    data: st.DataObject, words: list[str], owner: int | None, other: int | None
) -> None:
    one, again = data.draw(written(words)), data.draw(written(words))
    may_be_one = owner == other or None in (owner, other)
    assert is_same_promise(one, owner, again, other) is may_be_one
    assert is_same_promise(again, other, one, owner) is may_be_one


@given(st.data(), WORDS, WORDS, OWNERS)
def test_other_words_make_another_promise(
    data: st.DataObject, words: list[str], others: list[str], owner: int | None
) -> None:
    one, other = data.draw(written(words)), data.draw(written(others))
    assert is_same_promise(one, owner, other, owner) is (words == others)


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Audit Zürich", "audit zurich", True),
        ("Straße räumen", "STRASSE RÄUMEN", True),
        ("Re-plan it", "re plan it", True),
        ("Order 10 disks", "Order 100 disks", False),
        ("Order the disks", "Order disks", False),
        ("✅", "✅", True),
        ("✅", "🚀", False),
        ("कि", "का", False),
        ("か", "が", False),
    ],
)
def test_words_are_compared_whole(one: str, other: str, same: bool) -> None:
    assert is_same_promise(one, 1, other, 1) is same
