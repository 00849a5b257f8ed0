"""Trackers that people keep in spreadsheets today."""

import csv
import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from governance.sheets import (
    Column,
    SheetNotUnderstood,
    guess_columns,
    guess_status,
    read_table,
    tracker_rows,
    unknown_statuses,
)
from governance.sheets.people_matching import Candidate

MONDAY = date(2026, 11, 23)
PRIYA = Candidate("priya", "Priya Raman", "ours")
TOM = Candidate("tom", "Tom Okafor", "ours")
MEI = Candidate("mei", "Mei Chen", "theirs")
JONAS = Candidate("jonas", "Jonas Stein", "theirs")
OTHER_JONAS = Candidate("other jonas", "Jonas Weiss", "ours")
EVERYONE = (PRIYA, TOM, MEI, JONAS, OTHER_JONAS)
TRACKER = (
    "Action,Owner,Due,Status\nOrder the volume,Tom Okafor,2026-12-04,open\nRun the purge,Mei,30.11.2026,WIP\n"
)


def texts(table):
    return [tuple(row.text(column) for column in range(table.width)) for row in table.rows]


def understood(text, statuses=None):
    table = read_table(text)
    mapping = guess_columns(table.column_names)
    return tracker_rows(table, mapping, people=EVERYONE, statuses=statuses or {"WIP": "open"}, today=MONDAY)


def sentences(text):
    return [
        (row.line, problem.column, problem.sentence) for row in understood(text) for problem in row.problems
    ]


def workbook(write):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book)
    return content.getvalue()


# Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_file_is_read_whatever_program_saved_it(encoding, delimiter):
    lines = [
        "Maßnahme|Verantwortlich|Fällig am",
        "Öffnen, bitte|Jürgen Müller|27.11.2026",
        "Prüfen|Mei|4.12.",
    ]
    if delimiter == ",":
        lines[1] = lines[1].replace("Öffnen, bitte", '"Öffnen, bitte"')
    content = "\r\n".join(lines).replace("|", delimiter).encode(encoding)
    table = read_table(content, "tracker.csv")
    assert table.column_names == ("Maßnahme", "Verantwortlich", "Fällig am")
    assert texts(table) == [("Öffnen, bitte", "Jürgen Müller", "27.11.2026"), ("Prüfen", "Mei", "4.12.")]


def test_line_breaks_inside_quotes_and_blank_rows_keep_the_line_numbers():
    table = read_table('sep=;\nAction;Owner\n"Order\nthe volume";Tom\n\n;;\nPaper;Priya\n')
    assert [(row.line, row.text(0)) for row in table.rows] == [(3, "Order\nthe volume"), (7, "Paper")]


def test_rows_pasted_without_a_header_are_all_kept():
    table = read_table("Order the volume\tTom\t4 Dec\nRun the purge\tMei\t30 Nov")
    assert table.header is None
    assert table.column_names == ("Column 1", "Column 2", "Column 3")
    assert len(table.rows) == 2


def test_the_person_may_say_which_row_is_the_header():
    table = read_table("Teendő\tFelelős\nOrder the volume\tTom").headed_by(1)
    assert (table.column_names, len(table.rows)) == (("Teendő", "Felelős"), 1)


def test_a_title_above_the_header_is_passed_over():
    table = read_table("Tracker of Meridian\n\nAction,Owner,Due\nPaper,Tom,4 Dec\n")
    assert table.header.line == 3
    assert [row.line for row in table.rows] == [4]


def test_a_workbook_gives_real_dates_plain_numbers_and_its_own_row_numbers():
    def write(book):
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(1, 0, ["No", "Action", "Owner", "Due"])
        sheet.write_row(3, 0, [7, "Order the volume", "Tom"])
        sheet.write_datetime(3, 3, date(2026, 12, 4), day)

    [row] = read_table(workbook(write), "tracker.xlsx").rows
    assert (row.line, row.cells) == (4, ("7", "Order the volume", "Tom", date(2026, 12, 4)))


def test_an_owner_merged_over_several_rows_owns_each_of_them():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Action", "Owner"])
        sheet.write_column(1, 0, ["Order the volume", "Send the paper"])
        sheet.merge_range(1, 1, 2, 1, "Priya")

    assert [row.text(1) for row in read_table(workbook(write)).rows] == ["Priya", "Priya"]


def test_the_sheet_that_looks_like_a_tracker_is_taken_and_hidden_ones_are_not():
    def write(book):
        book.add_worksheet("Cover").write_column(0, 0, ["Meridian", "2026", "Page 1", "Page 2"])
        book.add_worksheet("Actions").write_column(0, 0, ["skip"])
        book.get_worksheet_by_name("Actions").write_row(0, 0, ["Action", "Owner", "Due"])
        book.get_worksheet_by_name("Actions").write_row(1, 0, ["Paper", "Tom", "4 Dec"])
        hidden = book.add_worksheet("Old")
        for line in range(5):
            hidden.write_row(line, 0, ["Action", "Owner", "Due"])
        hidden.hide()

    assert read_table(workbook(write)).sheet_name == "Actions"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it: choose the file that holds your rows."),
        ("  \n ;;\n", "There is nothing in it: choose the file that holds your rows."),
        (b"%PDF-1.7 ...", "It is a PDF: choose a CSV or XLSX file."),
        (b"<!doctype html><html>", "It is a web page: choose a CSV or XLSX file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "It is an old XLS workbook, or one with a password"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03" * 50, "This file is not a table"),
        (b"PK\x03\x04 cut off", "It is damaged or no XLSX workbook"),
        ("Action,Owner\n" + "a,b\n" * 25_001, "It has more than 25,000 rows"),
        ("Action," + "x," * 70 + "x\n", "It has 72 columns and 60 can be read"),
        (
            'Action,Owner\n"never closed,Tom\n' + "word " * 30_000,
            "The row that begins on line 2 does not end",
        ),
        ("x" * (10 * 1024 * 1024 + 1), "It is larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(content, sentence):
    with pytest.raises(SheetNotUnderstood) as refusal:
        read_table(content, "upload")
    assert str(refusal.value).startswith(f"“upload” could not be read. {sentence}")


def test_a_stray_cell_in_the_far_corner_takes_no_memory():
    content = workbook(lambda book: book.add_worksheet().write(1_048_575, 16_383, "stray"))
    with pytest.raises(SheetNotUnderstood, match=r"reaches to row 1,048,576 and column 16,384"):
        read_table(content)


def test_a_workbook_that_unpacks_to_an_unreasonable_size_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    with pytest.raises(SheetNotUnderstood, match="unpacks to an unreasonable size"):
        read_table(content.getvalue())


def test_a_part_that_holds_more_than_it_declares_is_refused():
    content = workbook(lambda book: book.add_worksheet().write_row(0, 0, ["Action", "Owner"]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        declared = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = content.replace(struct.pack("<I", declared), struct.pack("<I", declared - 40))
    with pytest.raises(SheetNotUnderstood, match="damaged or no XLSX workbook"):
        read_table(lying)


def test_rows_far_beneath_blank_ones_are_not_lost():
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Action", "Owner"])
        sheet.write_row(50_000, 0, ["Paper", "Tom"])

    assert [row.line for row in read_table(workbook(write)).rows] == [50_001]


def test_a_zip_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(SheetNotUnderstood, match="damaged or no XLSX workbook"):
        read_table(content.getvalue())


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
GRIDS = st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(lambda row: all(row)), min_size=1, max_size=8)


@given(GRIDS, st.sampled_from(",;\t|"))
def test_what_a_program_writes_is_read_back(grid, delimiter):
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [["Action", "Owner", "Due"], *grid]
    )
    table = read_table(content.getvalue().encode()).headed_by(1)
    assert texts(table) == [tuple(row) for row in grid]


UPLOADS = st.binary(max_size=400) | st.binary(max_size=200).map(b"PK\x03\x04".__add__) | st.text(max_size=400)


@given(UPLOADS)
def test_any_upload_is_a_table_or_a_sentence(content):
    try:
        answer = len(read_table(content, "upload").every_row)
    except SheetNotUnderstood as refusal:
        answer = str(refusal).endswith(".")
    assert answer


# Columns


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            ["#", "Action", "Action owner", "Date raised", "Due", "Action status", "Comments"],
            {"reference": 0, "title": 1, "owner": 2, "due": 4, "status": 5, "note": 6},
        ),
        (
            ["Title", "Description", "Assigned to", "By when?", "State", "Partner", "Side"],
            {"title": 0, "note": 1, "owner": 2, "due": 3, "status": 4, "partner": 5, "side": 6},
        ),
        (
            ["Nr.", "Maßnahme", "Verantwortlich", "Fällig am"],
            {"reference": 0, "title": 1, "owner": 2, "due": 3},
        ),
        (["Tâche", "Responsable", "Échéance"], {"title": 0, "owner": 1, "due": 2}),
        (["Apples", "Pears"], {}),
    ],
)
def test_columns_are_guessed_from_usual_words(header, columns):
    assert guess_columns(header) == columns


# Statuses


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("In Progress", "open"), ("WIP", "open"), ("On hold", "open"), ("Not started", "open"),
        ("75 %", "open"), ("not done", "open"), ("in Arbeit", "open"), ("Done", "closed"),
        ("Completed", "closed"), ("erledigt", "closed"), ("100%", "closed"), ("Terminé", "closed"),
        ("Ready for review", "reported"), ("Done - to be confirmed", "reported"), ("Cancelled", "withdrawn"),
        ("N/A", "withdrawn"), ("New", "proposed"), ("banana", None), ("", None),
    ],
)  # fmt: skip
def test_a_status_in_their_own_words_has_a_likely_meaning(words, state):
    assert guess_status(words) == state


def test_only_statuses_not_mapped_yet_are_asked_about_the_most_frequent_first():
    table = read_table("Action,Owner,Status\na,Tom,Parked\nb,Tom,wip\nc,Tom,WIP\nd,Tom,Open\ne,Tom,banana\n")
    mapping = guess_columns(table.column_names)
    asked = [(status.words, status.count, status.guess) for status in unknown_statuses(table, mapping, {})]
    assert asked == [("wip", 2, "open"), ("Parked", 1, "open"), ("banana", 1, None)]
    mapped = {"Wip": "open", "parked": "withdrawn", "banana": "open"}
    assert unknown_statuses(table, mapping, mapped) == []


# Rows


@pytest.mark.parametrize("title", ["\u200b", "\u2060\u00ad"])
def test_a_title_nobody_can_see_is_a_missing_one(title):
    without, with_it = (
        sentences(f"Action,Owner,Due,Status\n{each},Tom Okafor,2026-12-04,open\n") for each in ("", title)
    )
    assert with_it == without != []


def test_a_row_becomes_a_title_an_owner_a_date_and_a_status():
    first, second = understood(TRACKER)
    assert (first.line, first.title, first.owner, first.due, first.status) == (
        2, "Order the volume", TOM, date(2026, 12, 4), "open",
    )  # fmt: skip
    assert (second.owner, second.due, second.status_text, second.status) == (
        MEI,
        date(2026, 11, 30),
        "WIP",
        "open",
    )
    assert not first.problems + second.problems


def test_one_date_that_can_only_be_american_settles_the_whole_column():
    rows = understood("Action,Owner,Due\na,Tom,03/04/2026\nb,Tom,12/25/2026\n")
    assert [row.due for row in rows] == [date(2026, 3, 4), date(2026, 12, 25)]


def test_a_row_without_a_status_is_open_and_a_date_gone_by_is_taken():
    [row] = understood("Action,Owner,Due\nPaper,Tom,2024-02-29\n")
    assert (row.status, row.due, row.problems) == ("open", date(2024, 2, 29), ())


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (
            ",Tom,4 Dec,open",
            "title",
            "The row does not say what is promised: say it in a sentence.",
        ),
        ("Paper,,4 Dec,open", "owner", "The row names no owner: choose who promised it."),
        ("Paper,Jonas,4 Dec,open", "owner", "“Jonas” may be Jonas Stein or Jonas Weiss: choose one."),
        ("Paper,Prya,4 Dec,open", "owner", "Nobody here is called “Prya”. Did you mean Priya Raman?"),
        (
            "Paper,Zed,4 Dec,open",
            "owner",
            "Nobody here is called “Zed”: choose the owner, or invite the person first.",
        ),
        (
            "Paper,Tom / Mei,4 Dec,open",
            "owner",
            "“Tom / Mei” names several people: choose the one who owns it.",
        ),
        ("Paper,Tom,31 Feb 2027,open", "due", "There is no 31 February 2027: February 2027 has 28 days."),
        ("Paper,Tom,,open", "due", "The row has no date: say by when."),
        ("Paper,Tom,4 Dec,banana", "status", "Say what the status “banana” means: open, closed or another."),
        ("Paper,Tom,3/12/2026,open", "due", "Say whether the day or the month stands first in its dates."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row, column, sentence):
    assert sentences(f"Action,Owner,Due,Status\n{row}\n") == [(2, column, sentence)]


def test_a_side_that_is_not_the_owners_is_a_contradiction():
    assert sentences("Action,Owner,Due,Side\nPaper,Tom,4 Dec,theirs\nPurge,Mei,4 Dec,They owe\n") == [
        (
            2,
            Column.SIDE,
            "Its side is “theirs”, but Tom Okafor is of the other side: correct one of them.",
        )
    ]


def test_a_repeated_row_and_a_repeated_reference_are_named():
    rows = "ID,Action,Owner,Due\n1,Paper,Tom,4 Dec\n2,paper,TOM,2026-12-04\n1,Purge,Mei,4 Dec\n"
    assert sentences(rows) == [
        (3, Column.TITLE, "It repeats line 2, with the same title, owner and date: remove one of them."),
        (4, Column.REFERENCE, "Line 2 already has the reference 1: give each row its own."),
    ]


def test_rows_that_promise_nothing_are_passed_over():
    assert [row.line for row in understood("No,Action,Owner,Due\n1,,,\n2,Paper,Tom,4 Dec\n")] == [3]
