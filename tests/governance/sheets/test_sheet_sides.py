"""A list says which side owes something by names, and by words that depend on who speaks."""

from dataclasses import replace
from datetime import date

import pytest

from governance.sheets import Column, TrackerRow, guess_columns, read_table, tracker_rows
from governance.sheets.completing import can_be_completed, completed
from governance.sheets.people_matching import Candidate
from governance.sheets.sides import Sides, names_of

MONDAY = date(2026, 11, 23)
TOM, MEI = Candidate("tom", "Tom Okafor", "ours"), Candidate("mei", "Mei Chen", "theirs")
JONAS, NAMESAKE = Candidate("jonas", "Jonas Stein", "theirs"), Candidate("other", "Jonas Weiss", "ours")
PEOPLE = (TOM, MEI, JONAS, NAMESAKE)
NAMES = {"ours": names_of("Northgate Insurance"), "theirs": names_of("Meridian Systems", "MER", "meridian")}
OURS, THEIRS = Sides("ours", NAMES), Sides("theirs", NAMES)


def rows(*lines: str, sides: Sides = OURS, header: str = "Action,Owner,Due,Side") -> list[TrackerRow]:
    table = read_table("\n".join([header, *lines]))
    return tracker_rows(
        table, guess_columns(table.column_names), people=PEOPLE, statuses={}, today=MONDAY, sides=sides
    )


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("Northgate", "ours"), ("NORTHGATE INSURANCE", "ours"), ("Meridian", "theirs"), ("mer", "theirs"),
        ("Supplier", "theirs"), ("Kunde", "ours"), ("Halden", None), ("", None), ("somebody", None),
    ],
)  # fmt: skip
def test_a_name_means_the_same_whoever_says_it(words: str, side: str | None) -> None:
    assert OURS.of(words) == THEIRS.of(words) == side


@pytest.mark.parametrize("words", ["ours", "Us", " we ", "Wir", "We owe", "nous"])
def test_we_is_the_side_of_whoever_speaks(words: str) -> None:
    assert (OURS.of(words), THEIRS.of(words)) == ("ours", "theirs")


@pytest.mark.parametrize("words", ["theirs", "They", "them"])
def test_they_are_the_others(words: str) -> None:
    assert (OURS.of(words), THEIRS.of(words)) == ("theirs", "ours")


def test_a_first_word_that_both_share_means_neither() -> None:
    alike = Sides("ours", {"ours": names_of("Deutsche Bank"), "theirs": names_of("Deutsche Telekom")})
    assert (alike.of("Deutsche"), alike.of("Deutsche Telekom")) == (None, "theirs")
    assert names_of("The Northgate") == {"the northgate", "northgate"}


def said(row: TrackerRow) -> list[tuple[str, str]]:
    return [(problem.column.value, problem.sentence) for problem in row.problems]


def test_a_name_beside_an_owner_of_the_other_side_is_set_aside() -> None:
    wrong, right = rows("Paper,Tom,4 Dec,Meridian", "Purge,Mei,4 Dec,Meridian")
    assert said(wrong) == [
        ("side", "Its side is “Meridian”, but Tom Okafor is of the other side: correct one of them.")
    ]
    assert not right.problems


def test_ours_beside_an_owner_depends_on_whose_list_it_is() -> None:
    for sides, fits in ((OURS, [True, False]), (THEIRS, [False, True])):
        found = rows("Paper,Tom,4 Dec,ours", "Purge,Mei,4 Dec,we", sides=sides)
        assert [not row.problems for row in found] == fits


def test_a_side_tells_which_of_two_namesakes_is_meant() -> None:
    theirs, ours, open_one = rows("A,Jonas,4 Dec,Meridian", "B,Jonas,4 Dec,us", "C,Jonas,4 Dec,")
    assert (theirs.owner, ours.owner, open_one.owner) == (JONAS, NAMESAKE, None)


def test_a_column_of_both_companies_says_the_sides_and_one_of_others_says_whose_list_it_is() -> None:
    header = "Action,Owner,Due,Company"
    both = rows("A,Tom,4 Dec,Northgate", "B,Mei,4 Dec,Meridian", "C,Tom,4 Dec,Meridian", header=header)
    assert [row.partner_text for row in both] == ["", "", ""]
    assert [[problem.column for problem in row.problems] for row in both] == [[], [], [Column.SIDE]]
    one = rows("A,Tom,4 Dec,Meridian", "B,Mei,4 Dec,", header=header)
    assert [(row.partner_text, row.problems) for row in one] == [("Meridian", ()), ("", ())]
    across = rows("A,Tom,4 Dec,Northgate", "B,Tom,4 Dec,Halden", "C,Tom,4 Dec,Meridian", header=header)
    assert [(row.partner_text, row.problems) for row in across] == [
        ("Northgate", ()), ("Halden", ()), ("Meridian", ()),
    ]  # fmt: skip


def test_whoever_is_typed_beside_a_row_is_of_the_side_it_names() -> None:
    (row,) = rows("Paper,,4 Dec,Meridian")
    typed = {"owner": "tom"}
    wrong = completed(row, typed, people=PEOPLE, today=MONDAY, day_first=None)
    assert [column for column, _ in said(wrong)] == ["owner"]
    assert can_be_completed(wrong)
    right = completed(row, {"owner": "mei"}, people=PEOPLE, today=MONDAY, day_first=None)
    assert (right.owner, right.problems) == (MEI, ())
    assert completed(replace(row, side=None), typed, people=PEOPLE, today=MONDAY, day_first=None).owner is TOM
