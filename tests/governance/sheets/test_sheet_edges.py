"""Trackers at the edge of each rule: what is just taken, and what just is not."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from governance.sheets import (
    Column,
    SheetNotUnderstood,
    columns,
    guess_columns,
    read_table,
    tracker_rows,
    unknown_statuses,
)
from governance.sheets.columns import ROWS_SEARCHED, find_header, guess_by_contents
from governance.sheets.people_matching import CLOSEST_SHOWN, Candidate, match_person
from governance.sheets.problems import reference_problem, shortened_title, title_problem
from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetRow, Table, within_limits
from governance.sheets.text import LONGEST_CELL, decoded, delimited_table
from governance.sheets.tracker import LONGEST_NAME, TrackerRow

MONDAY = date(2026, 11, 23)
TOM, MEI = Candidate("tom", "Tom Okafor", "ours"), Candidate("mei", "Mei Chen", "theirs")
A_DAY = timedelta(days=1)


def rows(*lines: str, header: str = "No,Action,Owner,Due,Status,Side,Done on") -> list[TrackerRow]:
    table = read_table("\n".join([header, *lines]))
    return tracker_rows(
        table, guess_columns(table.column_names), people=(TOM, MEI), statuses={}, today=MONDAY
    )


def said(row: TrackerRow) -> list[tuple[str, str]]:
    return [(problem.column.value, problem.sentence) for problem in row.problems]


@pytest.mark.parametrize(
    ("day", "done_on", "problems"),
    [
        (MONDAY - A_DAY, MONDAY - A_DAY, []), (MONDAY, MONDAY, []),
        (MONDAY + A_DAY, None, [("done_on", "The day it was done is still to come: correct one of them.")]),
        ("yes", None, []),
    ],
)  # fmt: skip
def test_what_was_done_was_done_by_today(day: object, done_on: date | None, problems: list) -> None:
    (row,) = rows(f"1,Patch,Tom,2026-12-04,open,,{day}")
    assert (row.done_on, said(row)) == (done_on, problems)


def test_an_owner_is_one_person_named_in_so_many_letters_on_their_own_side() -> None:
    longest = f"{'x' * LONGEST_NAME}"
    ours, theirs, of_nobody, too_long, both, none = rows(
        "1,A,Tom,2026-12-04,open,we owe,",
        "2,B,Tom,2026-12-04,open,theirs,",
        f"3,C,{longest},2026-12-04,open,,",
        f"4,D,{longest}x,2026-12-04,open,,",
        "5,E,Tom & Mei,2026-12-04,open,,",
        "6,F,,2026-12-04,open,,",
    )
    assert (ours.owner, said(ours)) == (TOM, [])
    assert (theirs.owner, [column for column, _ in said(theirs)]) == (TOM, ["side"])
    assert "Nobody here is called" in said(of_nobody)[0][1]
    assert "121 characters and 120 fit" in said(too_long)[0][1]
    assert both.candidates == (TOM, MEI)
    assert "names several people" in said(both)[0][1]
    assert "names no owner" in said(none)[0][1]


def test_titles_and_references_have_a_length() -> None:
    assert shortened_title("x" * 200) == ("x" * 200, "")
    assert shortened_title("x" * 201) == ("x" * 199 + "…", "…xx")
    title, rest = shortened_title("word " * 60)
    assert (len(title) <= 200, title[-5:], rest[:5]) == (True, "word…", "…word")
    assert title_problem("x") is None
    assert "does not say what is promised" in title_problem("").sentence  # type: ignore[union-attr]
    assert reference_problem("x" * 60) is None
    assert "longer than 60" in reference_problem("x" * 61).sentence  # type: ignore[union-attr]


def test_a_row_repeats_another_by_all_of_title_owner_and_day_or_by_its_reference() -> None:
    found = rows(
        "1,Patch,Tom,2026-12-04,open,,",
        "2,patch,TOM,2026-12-04,open,,",
        "3,Patch,Mei,2026-12-04,open,,",
        "4,Patch,Tom,2026-12-05,open,,",
        "5,Other,Tom,2026-12-04,open,,",
        "1,Third,Tom,2026-12-04,open,,",
        ",No number,Tom,2026-12-04,open,,",
        ",No number either,Tom,2026-12-04,open,,",
    )
    assert [(row.line, said(row)) for row in found if row.problems] == [
        (3, [("title", "It repeats line 2, with the same title, owner and date: remove one of them.")]),
        (7, [("reference", "Line 2 already has the reference 1: give each row its own.")]),
    ]


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("3/12/2026", "4/12/2026", None), ("12/13/2026", "3/12/2026", date(2026, 12, 13)),
        ("13/12/2026", "3/12/2026", date(2026, 12, 13)), ("12/12/2026", "3/4/2026", date(2026, 12, 12)),
    ],
)  # fmt: skip
def test_which_number_is_the_month_is_settled_by_one_that_can_be_none(
    first: str, second: str, day: date | None
) -> None:
    """And asked about where none of them is."""
    assert rows(f"1,A,Tom,{first},open,,", f"2,B,Tom,{second},open,,")[0].due == day


def test_a_header_names_two_columns_or_the_only_one_and_stands_near_the_top() -> None:
    def table(*lines: tuple[str, ...]) -> Table:
        return find_header(Table(tuple(SheetRow(line, cells) for line, cells in enumerate(lines, 1))))

    plain = ("x", "y")
    assert table(("Action", "Owner"), plain).header.line == 1  # type: ignore[union-attr]
    assert table(("Action", "y"), plain).header is None
    assert table(("Action",), ("x",)).header.line == 1  # type: ignore[union-attr]
    assert table(("x",), ("y",)).header is None
    assert table(plain, ("Action", "Owner"), ("Task", "Who")).header.line == 2  # type: ignore[union-attr]
    assert table(("Action", "Owner", "x"), ("Task", "Who", "Due")).header.line == 2  # type: ignore[union-attr]
    last = [plain] * (ROWS_SEARCHED - 1)
    assert table(*last, ("Action", "Owner")).header.line == ROWS_SEARCHED  # type: ignore[union-attr]
    assert table(*last, plain, ("Action", "Owner")).header is None
    assert Table(()).width == 0


def test_a_column_is_what_its_whole_header_says_before_what_one_of_its_words_does() -> None:
    assert guess_columns(["Action owner", "Action"]) == {Column.OWNER: 0, Column.TITLE: 1}
    assert guess_columns(["Date raised", "Action", "Current date"]) == {Column.TITLE: 1, Column.DUE: 2}
    assert guess_columns(["#", "Remarks", "Title", "Task"]) == {
        Column.REFERENCE: 0,
        Column.NOTE: 1,
        Column.TITLE: 2,
    }
    assert guess_columns(["Date", "Due date"]) == {Column.DUE: 1}
    assert guess_columns([]) == {}


@pytest.mark.parametrize("other", sorted(columns._OF_ANOTHER_TIME))
def test_days_of_another_time_are_not_taken_for_the_day_it_is_due(other: str) -> None:
    header, days = ("Action", f"Date {other}", "Elsewhere"), ("2026-12-01", "2026-12-04")
    table = Table(tuple(SheetRow(n, row) for n, row in enumerate((header, ("Paper", *days)), 1))).headed_by(1)
    known = {Column.TITLE: 0}
    is_day = {Column.DUE: lambda cells: all(cell.startswith("2026") for cell in cells)}
    assert guess_by_contents(table, known, is_day) == {**known, Column.DUE: 2}


def test_a_column_that_is_known_already_or_empty_is_guessed_to_be_nothing_else() -> None:
    rows = (("Action", "a", "b"), ("Paper", "", "2026-12-04"))
    table = Table(tuple(SheetRow(n, row) for n, row in enumerate(rows, 1))).headed_by(1)
    anything = {Column.DUE: lambda cells: True}
    assert guess_by_contents(table, {Column.TITLE: 0}, anything) == {Column.TITLE: 0, Column.DUE: 2}
    both = {Column.TITLE: 0, Column.NOTE: 2}
    assert guess_by_contents(table, both, anything) == both
    assert guess_by_contents(table, {Column.DUE: 0}, anything) == {Column.DUE: 0}


@pytest.mark.parametrize(("more", "taken"), [(-1, True), (0, True), (1, False)])
def test_a_text_has_so_many_filled_rows_and_empty_ones_do_not_count(more: int, taken: bool) -> None:
    text = "x\n\n" * (MOST_ROWS + more)
    with nullcontext() if taken else pytest.raises(SheetNotUnderstood, match="more than 25,000 rows"):
        assert len(delimited_table(text).every_row) == MOST_ROWS + more


def test_a_table_has_so_many_rows_and_columns() -> None:
    def sized(count: int, width: int) -> Table:
        return within_limits(Table(tuple(SheetRow(line, ("x",) * width) for line in range(1, count + 1))))

    assert sized(MOST_ROWS, 1).width == 1
    assert sized(1, MOST_COLUMNS).width == MOST_COLUMNS
    for count, width in ((MOST_ROWS + 1, 1), (1, MOST_COLUMNS + 1), (0, 0)):
        with pytest.raises(SheetNotUnderstood):
            sized(count, width)


def test_text_has_cells_and_rows_of_bounded_length_and_lines_of_its_own() -> None:
    assert delimited_table(f"a,{'x' * LONGEST_CELL}").every_row[0].line == 1
    with pytest.raises(SheetNotUnderstood, match="line 2 does not end"):
        delimited_table(f"a,b\na,{'x' * (LONGEST_CELL + 1)}")
    assert len(delimited_table(",".join("x" * 10 * MOST_COLUMNS)).every_row[0].cells) == 10 * MOST_COLUMNS
    with pytest.raises(SheetNotUnderstood, match="has 601 columns"):
        delimited_table(",".join("x" * (10 * MOST_COLUMNS + 1)))
    assert [row.line for row in delimited_table('"sep=;"\na;"b\nc"\n\nd;e').every_row] == [2, 5]
    assert [row.cells for row in delimited_table("a,b\tc\nd,e\tf,g").every_row] == [
        ("a,b", "c"),
        ("d,e", "f,g"),
    ]
    assert [row.cells for row in delimited_table("a\nb c").every_row] == [("a",), ("b c",)]
    assert delimited_table("a;b;;\n;;\n").every_row[0].cells == ("a", "b")


def test_bytes_with_many_zeros_are_the_two_byte_letters_they_look_like() -> None:
    text = "Action,Owner\nPatch,Tom\n"
    assert decoded(text.encode("utf-16-le")) == text
    assert decoded(text.encode("utf-16-be")) == text
    assert decoded("Maß".encode("cp1252")) == "Maß"
    with pytest.raises(SheetNotUnderstood):
        decoded(b"PK\x00\x00\x00\x00")


def test_statuses_are_asked_about_once_each_with_how_often_they_stand_there() -> None:
    table = read_table("Action,Status\na,On-Hold\nb,on hold\nc,Closed\nd,Waiting\ne,\nf,Reported done")
    found = unknown_statuses(table, guess_columns(table.column_names), {"waiting": "open"})
    assert [(each.words, each.count, each.guess) for each in found] == [("On-Hold", 2, "open")]


PEOPLE = (
    TOM, MEI, Candidate("lena", "Lena-Marie Moser", "ours"), Candidate("jurgen", "Jürgen Müller", "theirs"),
    Candidate("one", "Plato", "ours"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Moser", "lena"), ("Marie Moser", "lena"), ("Lena", "lena"), ("Lena-Marie", "lena"), ("LMM", "lena"),
        ("LM", "lena"), ("L. M.", "lena"), ("TO", "tom"), ("T", None), ("P", None), ("Juergen", "jurgen"),
        ("Mueller", "jurgen"), ("Juergen Mueller", "jurgen"), ("Okafor, Tom", "tom"), ("T. Oka", "tom"),
        ("Oka T", None), ("Plato", "one"), ("pl", "one"), ("Me", "mei"), ("x" * 255, None),
    ],
)  # fmt: skip
def test_a_name_stands_for_whoever_it_fits_in_one_of_the_ways(name: str, found: str | None) -> None:
    match = match_person(name, PEOPLE)
    assert (match.person and match.person.id) == found


def test_the_closest_are_at_most_three_the_likest_first() -> None:
    alike = [Candidate(number, f"Tomas Okafo{letter}", "ours") for number, letter in enumerate("abcd")]
    found = match_person(
        "Tomes Okafor",
        [Candidate("far", "Mei Chen", "ours"), *alike, Candidate("near", "Tomes Okafo", "ours")],
    )
    assert found.person is None
    assert len(found.closest) == CLOSEST_SHOWN
    assert found.closest[0].id == "near"
    assert match_person("Tomes Okafor", alike, closest=False).closest == ()
