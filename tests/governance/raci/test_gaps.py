"""What a row leaves open, by one rule for both sides. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.raci.gaps import Gap, Holder, Owing, RowFacts, gaps, open_gaps, size_warning

SIDES = ("ours", "theirs")
NAMES = {"ours": "Northgate", "theirs": "Meridian"}


def row(letters: str) -> RowFacts:
    return RowFacts([Holder(f"P{at}", "ours", letter) for at, letter in enumerate(letters)])


def words(found: list[Gap]) -> list[str]:
    return [gap.words for gap in found]


@pytest.mark.parametrize(
    ("letters", "missing"),
    [
        ("AR", []),
        ("ARRCCI", []),
        ("R", ["nobody is accountable"]),
        ("AC", ["nobody is responsible"]),
        ("", ["nobody is accountable", "nobody is responsible"]),
        ("AAR", ["more than one person is accountable: P0 and P1"]),
    ],
)
def test_a_row_needs_exactly_one_a_and_at_least_one_r(letters: str, missing: list[str]) -> None:
    assert words(gaps(row(letters))) == missing
    assert words(open_gaps(row(letters))) == missing


def test_whoever_has_left_holds_nothing_and_is_named() -> None:
    left = Holder("Nina Falk", "ours", "A", " on 19 November 2026")
    assert words(gaps(RowFacts([left, Holder("Ravi", "theirs", "R")]))) == [
        "nobody is accountable since Nina Falk left on 19 November 2026"
    ]
    beside = RowFacts(
        [Holder("Tom", "ours", "A"), Holder("Ravi", "theirs", "R"), Holder("Nina", "ours", "I", "")]
    )
    assert gaps(beside) == [Gap("Nina, who had an I, has left", is_open=False)]


@pytest.mark.parametrize("side", SIDES)
def test_a_side_that_delivers_and_has_nobody_who_does_it(side: str) -> None:
    other = SIDES[1 - SIDES.index(side)]
    found = RowFacts([Holder("A", other, "A"), Holder("B", other, "R")], [Owing("C", side)], NAMES)
    assert gaps(found) == [
        Gap(f"{NAMES[side]} owes something here, and none of its people is responsible", is_open=False)
    ]


@pytest.mark.parametrize("side", SIDES)
def test_an_owner_who_neither_does_it_nor_answers_for_it(side: str) -> None:
    holders = [Holder("A", side, "A"), Holder("B", side, "R")]
    assert words(gaps(RowFacts(holders, [Owing("C", side), Owing("C", side)], NAMES))) == [
        "C owes something here, and is not responsible"
    ]
    assert gaps(RowFacts(holders, [Owing("A", side), Owing("B", side)], NAMES)) == []


HOLDERS = st.lists(
    st.builds(
        Holder,
        st.sampled_from("abcdef"),
        st.sampled_from(SIDES),
        st.sampled_from("ARCI"),
        st.sampled_from([None, None, "", " on 1 May 2026"]),
    ),
    max_size=7,
)
OWING = st.lists(st.builds(Owing, st.sampled_from("abcdef"), st.sampled_from(SIDES)), max_size=4)


@given(HOLDERS, OWING)
def test_a_row_can_be_agreed_just_where_one_who_is_here_answers_and_one_does(
    holders: list[Holder], owing: list[Owing]
) -> None:
    here = [holder.letter for holder in holders if holder.left is None]
    assert (not open_gaps(RowFacts(holders, owing, NAMES))) == (here.count("A") == 1 and "R" in here)


@given(HOLDERS, OWING)
def test_both_sides_are_told_the_same_with_the_names_swapped(
    holders: list[Holder], owing: list[Owing]
) -> None:
    swap = {"ours": "theirs", "theirs": "ours"}
    there = [Holder(each.name, swap[each.side], each.letter, each.left) for each in holders]
    owed = [Owing(each.name, swap[each.side]) for each in owing]
    names = {"ours": NAMES["theirs"], "theirs": NAMES["ours"]}
    assert gaps(RowFacts(holders, owing, NAMES)) == gaps(RowFacts(there, owed, names))


def test_more_than_twenty_rows_draw_a_warning() -> None:
    assert not size_warning([None] * 20)
    assert "21 activities" in size_warning([None] * 21)
