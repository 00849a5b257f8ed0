"""What is written is what a reader opens: read back with other programs than those that wrote it."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from governance.sheets import read_table
from governance.sheets.writing import (
    COMMA,
    SEMICOLON,
    CellKind,
    Dialect,
    Sheet,
    SheetColumn,
    TooManyRows,
    in_batches,
    write_csv,
    write_workbook,
)
from governance.sheets.writing.cells import LONGEST_TEXT, file_name, sheet_name, text_of_cell, written_plainly
from governance.sheets.writing.formulas import guarded, starts_a_formula, unguarded

EVERY_KIND = Sheet[tuple[Any, ...]](
    "Every kind",
    tuple(SheetColumn(kind.name, itemgetter(place), kind) for place, kind in enumerate(CellKind)),
)
A_DAY, A_MONTH = date(2026, 12, 4), date(2026, 11, 1)
WRITTEN = ("Order the volume", A_DAY, A_MONTH, 12, Decimal("-75.9250"))
RUN = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A",
    "'=1",
    "''=1",
    "=cmd|'/C calc'!A0",
]
ANYTHING = st.text(max_size=60) | st.text(alphabet="=+-@'\t\r\n,;|\" aZ1＝\ufffe\x00\ud800😀", max_size=20)


def as_csv(sheet: Sheet[Any], rows: Iterable[Any], dialect: Dialect = COMMA) -> str:
    file = io.BytesIO()
    write_csv(sheet, rows, file, dialect)
    return file.getvalue().decode("utf-8-sig")


def csv_rows(sheet: Sheet[Any], rows: Iterable[Any], dialect: Dialect = COMMA) -> list[list[str]]:
    text = as_csv(sheet, rows, dialect)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.separator))


def as_workbook(sheet: Sheet[Any], rows: Iterable[Any]) -> bytes:
    file = io.BytesIO()
    write_workbook(sheet, rows, file)
    return file.getvalue()


def workbook_rows(sheet: Sheet[Any], rows: Iterable[Any]) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(sheet, rows)))
    return book.get_sheet_by_index(0).to_python()


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def words(*texts: str) -> Sheet[tuple[str, ...]]:
    return Sheet("Words", tuple(SheetColumn(f"Words {n}", itemgetter(n)) for n in range(len(texts))))


# --- types -----------------------------------------------------------------------------------------------------------


def test_a_workbook_holds_dates_as_dates_and_numbers_as_numbers() -> None:
    header, row = workbook_rows(EVERY_KIND, [WRITTEN])
    assert header == ["TEXT", "DAY", "MONTH", "WHOLE", "NUMBER"]
    assert row == ["Order the volume", A_DAY, A_MONTH, 12.0, -75.925]
    assert [type(cell) for cell in row] == [str, date, date, float, float]


def test_numbers_are_shown_with_the_decimals_they_have_and_months_without_a_day() -> None:
    content = as_workbook(EVERY_KIND, [WRITTEN, ("", A_DAY, A_MONTH, 20166, Decimal("20166.0000"))])
    formats = {each.get("formatCode") for each in part(content, "xl/styles.xml").iter("{*}numFmt")}
    assert formats >= {"yyyy-mm-dd", "yyyy-mm", "#,##0.000"}
    cells = [
        cell
        for cell in part(content, "xl/worksheets/sheet1.xml").iter("{*}c")
        if cell.get("r") in ("D3", "E3")
    ]
    assert len({cell.get("s") for cell in cells}) == 1, "a whole number is shown as one, whatever its column"


def test_a_csv_file_says_the_same_in_words() -> None:
    assert csv_rows(EVERY_KIND, [WRITTEN])[1] == [
        "Order the volume",
        "2026-12-04",
        "2026-11",
        "12",
        "-75.925",
    ]


def test_a_csv_file_for_a_german_excel_parts_with_semicolons_and_has_decimal_commas() -> None:
    assert (
        as_csv(EVERY_KIND, [WRITTEN], SEMICOLON).splitlines()[1]
        == "Order the volume;2026-12-04;2026-11;12;-75,925"
    )


def test_a_csv_file_begins_with_the_mark_of_utf_8_and_ends_its_lines_as_windows_does() -> None:
    file = io.BytesIO()
    write_csv(words(""), [("Grüße, 完成 😀",)], file)
    assert file.getvalue() == b'\xef\xbb\xbfWords 0\r\n"' + "Grüße, 完成 😀".encode() + b'"\r\n'


@pytest.mark.parametrize("dialect", [COMMA, SEMICOLON])
def test_what_is_empty_stays_empty(dialect: Dialect) -> None:
    nothing = ("", None, None, None, None)
    assert csv_rows(EVERY_KIND, [nothing], dialect)[1] == ["", "", "", "", ""]
    assert workbook_rows(EVERY_KIND, [nothing, WRITTEN])[1] == ["", "", "", "", ""]
    assert csv_rows(EVERY_KIND, [("", None, None, 0, Decimal(0))])[1] == ["", "", "", "0", "0"]


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        (Decimal("0.0000"), "0"), (Decimal("-0"), "0"), (Decimal("1E+3"), "1000"), (Decimal("0.1000"), "0.1"),
        (Decimal("-0.5"), "-0.5"), (Decimal("1E-4"), "0.0001"), (Decimal("100"), "100"), (0, "0"), (-3, "-3"),
        (Decimal("NaN"), ""), (Decimal("Infinity"), ""),
    ],
)  # fmt: skip
def test_a_number_is_written_plainly(number: Decimal | int, plain: str) -> None:
    assert written_plainly(number) == plain


def test_a_number_with_more_figures_than_a_spreadsheet_keeps_is_kept_as_text() -> None:
    large = Decimal("1234567890123456.7891")
    assert workbook_rows(EVERY_KIND, [("", None, None, None, large)])[1][4] == "1234567890123456.7891"
    assert (
        workbook_rows(EVERY_KIND, [("", None, None, None, Decimal("123456789012345"))])[1][4]
        == 123456789012345.0
    )


def test_what_is_not_a_number_is_nowhere() -> None:
    assert "NaN" not in as_csv(EVERY_KIND, [("", None, None, None, Decimal("NaN"))])


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(1900, 2, 28)])
def test_a_day_before_excel_begins_to_count_is_written_out(day: date) -> None:
    row = workbook_rows(EVERY_KIND, [("", day, day.replace(day=1), None, None)])[1]
    assert row[1:3] == [day.isoformat(), day.isoformat()[:7]]


@pytest.mark.parametrize("day", [date(1900, 3, 1), date(2000, 2, 29), date(9999, 12, 31)])
def test_every_later_day_is_a_date(day: date) -> None:
    assert workbook_rows(EVERY_KIND, [("", day, None, None, None)])[1][1] == day


# --- what a spreadsheet would run ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", RUN)
@pytest.mark.parametrize("dialect", [COMMA, SEMICOLON])
def test_no_text_of_a_csv_file_is_run(text: str, dialect: Dialect) -> None:
    rows = csv_rows(words("", ""), [(text, f"Plan {dialect.separator}{text}")], dialect)
    assert rows[1][0].startswith("'")
    assert not any(starts_a_formula(cell) for cell in rows[1] if not cell.startswith("'"))


@given(
    st.lists(ANYTHING, min_size=1, max_size=4), st.sampled_from([COMMA, SEMICOLON]), st.sampled_from(",;\t|")
)
def test_no_cell_is_run_however_a_reader_takes_the_file_apart(
    texts: list[str], dialect: Dialect, separator: str
) -> None:
    text = as_csv(words(*texts), [tuple(texts)], dialect)
    for cut in (text, text.replace('"', "")):  # some readers mind quotation marks, some do not
        for line in csv.reader(io.StringIO(cut, newline=""), delimiter=separator):
            for cell in line:
                assert cell[:1] not in set("=+-@＝＋－＠"), cell


@given(ANYTHING.map(text_of_cell))
def test_what_was_guarded_comes_back_to_the_letter(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(ANYTHING.map(text_of_cell))
def test_a_guarded_text_is_no_formula_and_a_harmless_one_stays_as_it_is(text: str) -> None:
    assert guarded(text)[:1] not in set("=+-@\t\r\n＝＋－＠")
    if not set(text) & set("=+-@＝＋－＠\t\r\n"):
        assert guarded(text) == text


@given(st.lists(ANYTHING, min_size=1, max_size=4))
def test_every_text_of_a_workbook_is_a_text_and_says_what_was_written(texts: list[str]) -> None:
    content = as_workbook(words(*texts), [tuple(texts)])
    cells = list(part(content, "xl/worksheets/sheet1.xml").iter("{*}c"))
    assert {cell.get("t") for cell in cells} <= {"inlineStr"}
    assert not list(part(content, "xl/worksheets/sheet1.xml").iter("{*}f"))
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    row = [*(read[1] if len(read) > 1 else []), *[""] * len(texts)][: len(texts)]
    assert row == [text_of_cell(text) for text in texts]


def test_a_text_that_begins_like_a_formula_stays_one_when_its_cell_is_edited() -> None:
    content = as_workbook(words(""), [("=1+1",), ("Plan",)])
    marked = [form.get("quotePrefix") for form in part(content, "xl/styles.xml").find("{*}cellXfs")]
    cells = {cell.get("r"): cell.get("s") for cell in part(content, "xl/worksheets/sheet1.xml").iter("{*}c")}
    assert marked[int(cells["A2"])] == "1"
    assert cells["A3"] is None


def test_headings_are_guarded_like_everything_else() -> None:
    sheet = Sheet[str]("=1+1", (SheetColumn("=1+1", str),))
    assert csv_rows(sheet, [])[0] == ["'=1+1"]
    content = as_workbook(sheet, [])
    assert not list(part(content, "xl/worksheets/sheet1.xml").iter("{*}f"))


# --- hostile words ---------------------------------------------------------------------------------------------------


HOSTILE = [
    'He said "no", twice', "two\nlines", "a\r\nb", "x\x00\x08\x1by", "\ud800 half", "\ufffe\uffff",
    "_x0041_", "שלום עולם",
    "\u202eabc", "👩‍👩‍👧‍👦 family", "<b>&amp;</b>", "]]>", "a;b,c\td|e", " blanks ", "完成", "é", "0042",
    "1E5", "TRUE", "#N/A",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_every_kind_arrive_as_what_can_be_read_of_them(text: str) -> None:
    assert workbook_rows(words(""), [(text,), ("last",)])[1][0] == text_of_cell(text)
    for dialect in (COMMA, SEMICOLON):
        assert unguarded(csv_rows(words(""), [(text,)], dialect)[1][0]) == text_of_cell(text)


def test_nothing_that_cannot_be_read_is_left_and_nothing_that_can_is_lost() -> None:
    assert text_of_cell("x\x00\x08\x1by\ufffe") == "xy"
    assert text_of_cell("a\r\nb\rc") == "a\nb\nc"
    assert text_of_cell("שלום 👩‍👩‍👧‍👦 é") == "שלום 👩‍👩‍👧‍👦 é"


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_text_longer_than_a_cell_is_cut_and_says_so(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits, long = letter * (LONGEST_TEXT // units), letter * (LONGEST_TEXT // units + 1)
    assert text_of_cell(fits) == fits
    cut = text_of_cell(long)
    assert cut.endswith("… (the rest is in Tandem)")
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert workbook_rows(words(""), [(long,)])[1][0] == cut


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tracker", "Tracker"), ("a/b\\c?d*e[f]g:h", "a b c d e f g h"), ("'quoted'", "quoted"), ("History", "Sheet"),
        ("", "Sheet"), ("'' ", "Sheet"), ("x" * 40, "x" * 31), ("😀" * 20, "😀" * 15), ("x" * 30 + "'y", "x" * 30),
    ],
)  # fmt: skip
def test_the_name_of_a_sheet_is_one_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title) == name
    sheet = Sheet[str](title, (SheetColumn("A", str),))
    assert CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(sheet, []))).sheet_names == [name]


@given(ANYTHING)
def test_whatever_a_sheet_is_called_its_workbook_opens(title: str) -> None:
    sheet = Sheet[str](title, (SheetColumn("A", str),))
    assert CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(sheet, ["x"]))).get_sheet_by_index(
        0
    ).to_python() == [
        ["A"],
        ["x"],
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Halden & Roy", "Tracker Halden & Roy.csv"), ("a/b\\c:d", "Tracker a b c d.csv"), ("\r\nX: 1",
        "Tracker X 1.csv"),
        ("Blå & Søn 完成", "Tracker Blå & Søn 完成.csv"), ('"; filename=x', "Tracker ; filename=x.csv"),
        ("..", "Tracker.csv"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_one_that_every_system_takes(said: str, name: str) -> None:
    assert file_name("Tracker", said, ending="csv") == name


def test_the_name_of_a_file_begins_no_formula_and_is_never_empty() -> None:
    assert file_name("=1+1", ending="csv") == "1+1.csv"
    assert file_name("/", ending="csv") == "Export.csv"
    assert len(file_name("x" * 500, ending="csv")) < 130


# --- many rows, and none ---------------------------------------------------------------------------------------------


def test_a_sheet_without_rows_has_its_headings() -> None:
    assert csv_rows(EVERY_KIND, []) == [EVERY_KIND.headers]
    assert workbook_rows(EVERY_KIND, []) == [EVERY_KIND.headers]


def test_rows_are_written_one_by_one_and_never_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row is there before the next is asked for: however many there are, memory holds one."""
    alive = most = 0

    class Counted(tuple):
        def __new__(cls) -> "Counted":
            nonlocal alive, most
            alive += 1
            most = max(most, alive)
            return super().__new__(cls, WRITTEN)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    for write in (write_csv, write_workbook):
        alive = most = 0
        write(EVERY_KIND, (Counted() for _ in range(2_000)), io.BytesIO())
        assert most <= 3


@pytest.mark.parametrize(("write", "module"), [(write_csv, "delimited"), (write_workbook, "workbook")])
def test_more_rows_than_a_file_takes_are_refused_and_none_is_left_out(
    write: Any, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"governance.sheets.writing.{module}.MOST_ROWS", 3)
    write(EVERY_KIND, [WRITTEN] * 3, io.BytesIO())
    with pytest.raises(TooManyRows) as refusal:
        write(EVERY_KIND, [WRITTEN] * 4, io.BytesIO())
    assert refusal.value.most == 3


def test_what_lies_beside_a_workbook_is_gone_also_where_it_was_never_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def breaks() -> Iterable[tuple[Any, ...]]:
        yield WRITTEN
        assert list(tmp_path.iterdir())
        raise RuntimeError("The database went away.")

    with pytest.raises(RuntimeError):
        write_workbook(EVERY_KIND, breaks(), io.BytesIO())
    assert list(tmp_path.iterdir()) == []


def test_batches_hold_every_row_once() -> None:
    assert list(in_batches(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(in_batches(range(6), 3)) == [[0, 1, 2], [3, 4, 5]]
    assert list(in_batches([], 3)) == []


def test_the_sheets_that_people_bring_are_read_by_what_reads_them_here() -> None:
    """Both formats go through the importer's own reader, its bounds and its guesses."""
    sheet = Sheet[tuple[Any, ...]](
        "Tracker",
        (SheetColumn("Action", itemgetter(0)), SheetColumn("Due", itemgetter(1), CellKind.DAY)),
    )
    rows = [(f"Action {n}", A_DAY + timedelta(days=n)) for n in range(50)]
    for content in (
        as_workbook(sheet, rows),
        as_csv(sheet, rows).encode(),
        as_csv(sheet, rows, SEMICOLON).encode(),
    ):
        table = read_table(content)
        assert table.column_names == ("Action", "Due")
        assert [(row.text(0), row.text(1)) for row in table.rows] == [(a, d.isoformat()) for a, d in rows]
