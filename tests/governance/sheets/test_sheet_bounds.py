"""What a file would cost is counted before it is read, and the counting itself is bounded."""

import io
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from dashboards.importing.readings_file import read_readings
from governance.sheets import Column, SheetNotUnderstood, read_table, tracker_rows
from governance.sheets import bounds as counted
from governance.sheets.bounds import MOST_CELLS, MOST_ELEMENTS, refuse_bombs
from governance.sheets.people_matching import Candidate

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ENTITIES = "<!DOCTYPE s [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
_SHEET_IN_A_PICTURE = (
    "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' Target='media/1.png'/></Relationships>"
)
_SHEET = f"<worksheet {_MAIN}><dimension ref='%s'/><sheetData>%s</sheetData>%s</worksheet>"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of workbooks is not asked at all."""

    def asked(*_: object) -> None:
        raise AssertionError("it was read, whatever it costs")

    monkeypatch.setattr(CalamineWorkbook, "from_filelike", asked)


def workbook(*rows: list[object]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, cells in enumerate(rows):
        sheet.write_row(line, 0, cells)
    book.close()
    return content.getvalue()


def with_parts(**parts: bytes | str) -> bytes:
    """A good workbook with some of its parts put in the place of others; "sheet" and "texts" are short for two."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "texts": "xl/sharedStrings.xml"}
    other = {names.get(name, name): part for name, part in parts.items()}
    content, good = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(["Action", "Owner"], ["Paper", "Tom"])))
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [*good.namelist(), *(set(other) - set(good.namelist()))]:
            archive.writestr(name, other.get(name, b"") if name in other else good.read(name))
    return content.getvalue()


def sheet(cells: str, dimension: str = "A1:B2", behind: str = "") -> str:
    return _SHEET % (dimension, cells, behind)


def wide_row(line: int, columns: int) -> str:
    return f'<row r="{line}">{"<c><v>1</v></c>" * columns}</row>'


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: with_parts(sheet=sheet("".join(wide_row(n, 16_384) for n in range(1, 6)))), "column 601"),
        (lambda: with_parts(sheet=sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')), "column 16,384"),
        (lambda: with_parts(sheet=sheet('<row r="9999999"><c r="D9999999"><v>1</v></c></row>')), "reaches to row"),
        (lambda: with_parts(sheet=sheet("<row>" + "<c/>" * (MOST_ELEMENTS + 9) + "</row>")), "unreasonable size"),
        (lambda: with_parts(texts=f"<sst {_MAIN}><si><t>{'x' * 600_000}</t></si></sst>",
                            sheet=sheet('<row><c t="s"><v>0</v></c></row>' * 200)), "unreasonable size"),
        (lambda: with_parts(**{f"xl/media/{n}.png": b"" for n in range(2_100)}), "unreasonable size"),
        (lambda: with_parts(texts=f"{_ENTITIES}<sst {_MAIN}><si><t>&b;</t></si></sst>"), "damaged or no XLSX"),
        (lambda: with_parts(sheet=sheet("<row><c><v>1</v></row>")), "damaged or no XLSX"),
        (lambda: with_parts(sheet=sheet('<row r="one"><c><v>1</v></c></row>')), "damaged or no XLSX"),
        (lambda: with_parts(**{"content.xml": b"<a/>"}), "damaged or no XLSX"),
        (lambda: with_parts(**{"xl/_rels/workbook.xml.rels": _SHEET_IN_A_PICTURE}), "damaged or no XLSX"),
    ],
    ids=["wide", "far to the right", "far below", "hollow cells", "a text in every cell", "parts", "entities", "torn",
         "a row that is no number", "two kinds at once", "a sheet in a picture"],
)  # fmt: skip
def test_what_would_cost_too_much_is_refused_unread(content: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(SheetNotUnderstood, match=sentence):
        read_table(content())


def packed(how: int) -> bytearray:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        archive.writestr("xl/workbook.xml", "<a>" + "word and " * 200 + "</a>")
    return bytearray(content.getvalue())


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_anywhere_is_said_however_its_parts_are_packed(how: int) -> None:
    whole = packed(how)
    for place in range(len(b"PK..") + 26, len(whole)):
        torn = whole.copy()
        torn[place] ^= 0xFF
        try:
            refuse_bombs(bytes(torn))
        except SheetNotUnderstood:
            continue


@pytest.mark.parametrize(
    ("how", "taken"),
    [
        (zipfile.ZIP_STORED, True),
        (zipfile.ZIP_DEFLATED, True),
        (zipfile.ZIP_BZIP2, False),
        (zipfile.ZIP_LZMA, False),
    ],
)
def test_a_part_packed_in_a_way_no_workbook_is_stays_unopened(
    monkeypatch: pytest.MonkeyPatch, how: int, taken: bool
) -> None:
    opened: list[object] = []
    unpack = zipfile.ZipFile.testzip
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda each: (opened.append(each), unpack(each))[1])
    with nullcontext() if taken else pytest.raises(SheetNotUnderstood, match="damaged or no XLSX"):
        refuse_bombs(bytes(packed(how)))
    assert bool(opened) is taken


@pytest.mark.parametrize(("more", "taken"), [(-1, False), (0, True), (1, True)])
def test_as_many_parts_as_a_workbook_may_have_are_taken(
    monkeypatch: pytest.MonkeyPatch, more: int, taken: bool
) -> None:
    content = workbook(["Action"])
    parts = len(zipfile.ZipFile(io.BytesIO(content)).namelist())
    monkeypatch.setattr(counted, "MOST_PARTS", parts + more)
    _is_taken(content, taken)


@pytest.mark.parametrize(("more", "taken"), [(-1, False), (0, True), (1, True)])
def test_as_many_bytes_as_it_may_unpack_to_are_taken(
    monkeypatch: pytest.MonkeyPatch, more: int, taken: bool
) -> None:
    content = workbook(["Action"])
    unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    monkeypatch.setattr(counted, "MOST_UNPACKED_BYTES", unpacked + more)
    _is_taken(content, taken)


@pytest.mark.parametrize(("more", "taken"), [(-1, False), (0, True), (1, True)])
def test_as_many_elements_as_it_may_have_are_taken(
    monkeypatch: pytest.MonkeyPatch, more: int, taken: bool
) -> None:
    content = workbook(["Action"])
    monkeypatch.setattr(counted, "MOST_ELEMENTS", refuse_bombs(content).elements + more)
    _is_taken(content, taken)


def _is_taken(content: bytes, taken: bool) -> None:
    if taken:
        refuse_bombs(content)
    else:
        with pytest.raises(SheetNotUnderstood, match="unreasonable size"):
            refuse_bombs(content)


def test_counting_stops_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is in the file: sixty million cells take as many steps as the bound allows, and one."""
    steps = []
    start = counted._Counting._start
    monkeypatch.setattr(counted, "MOST_ELEMENTS", 1_000)
    monkeypatch.setattr(counted._Counting, "_start", lambda *asked: (steps.append(1), start(*asked)))
    with pytest.raises(SheetNotUnderstood):
        refuse_bombs(with_parts(sheet=sheet("<row>" + "<c/>" * 50_000 + "</row>")))
    assert len(steps) == 1_001


def test_what_it_says_of_its_own_size_is_not_believed() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Action</t></is></c></row>'
    table = read_table(with_parts(sheet=sheet(rows, dimension="A1:XFD1048576")))
    assert [row.cells for row in table.every_row] == [("Action",)]


def test_merged_cells_that_lie_over_one_another_are_refused() -> None:
    merged = "<mergeCells>" + '<mergeCell ref="A1:A20000"/>' * 100 + "</mergeCells>"
    rows = "".join(f'<row r="{n}"><c><v>{n}</v></c></row>' for n in (1, 20_000))
    with pytest.raises(SheetNotUnderstood, match="merges more cells"):
        read_table(with_parts(sheet=sheet(rows, behind=merged)))


@pytest.mark.parametrize(
    ("index", "text"), [("0", 2), ("1", 3), ("2", 0), ("3", 0), ("-1", 0), ("²", 0), ("x", 0)]
)
def test_a_cell_that_points_behind_the_last_shared_text_has_none(index: str, text: int) -> None:
    """The reader says what is wrong with it; what it costs is counted without a break."""
    texts = f"<sst {_MAIN}><si><t>aa</t></si><si><t>bbb</t></si></sst>"
    cells = f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>'
    assert refuse_bombs(with_parts(texts=texts, sheet=sheet(cells))).text == text


def test_a_table_as_large_as_one_may_be_is_read() -> None:
    cost = refuse_bombs(workbook(*[["x"] * 60] * 500))
    assert (cost.cells, cost.text) == (30_000, 30_000)
    assert cost.elements * 50 < MOST_ELEMENTS
    assert cost.cells * 50 == MOST_CELLS


@pytest.mark.parametrize(
    "text",
    [
        "Action,Owner\n" + "x," * 1_000_000,
        "Action,Owner\n" + '"' * 1_000_001,
        "Action,Owner\n" + 'a"b,' * 300_000,
        "x" * 9_000_000,
        "Action,Owner\n" + '"a\n' * 400_000,
    ],
    ids=["a million columns", "marks of quotation", "marks within", "one line", "a quotation on every line"],
)
def test_a_text_that_is_no_table_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SheetNotUnderstood) as refusal:
        read_table(text)
    assert str(refusal.value).endswith(".")


def test_control_characters_of_a_file_do_not_come_in_and_make_no_other_day_person_or_number() -> None:
    table = read_table(
        "No;Action;Owner;By\n1;Pa\x07per;T\x1bom;15 Dec\n2;Paper\x0bII;Tom;1\x005 Dec\n3\x07;Three;Tom;15 Dec"
    )
    mapping = {Column.REFERENCE: 0, Column.TITLE: 1, Column.OWNER: 2, Column.DUE: 3}
    tom = Candidate(1, "Tom Okafor", "ours")
    rows = tracker_rows(table, mapping, people=[tom], statuses={}, today=date(2026, 11, 23))
    assert [row.title for row in rows] == ["Paper", "Paper II", "Three"]
    assert [[problem.column for problem in row.problems] for row in rows] == [
        [Column.OWNER], [Column.DUE], [Column.REFERENCE],
    ]  # fmt: skip
    assert rows[0].candidates == (tom,), "who is meant is offered, and not taken"


@pytest.mark.parametrize(
    ("period", "value", "taken"),
    [("202\x016-10", "99", False), ("2026-10", "9\x079", False), ("2026-10", "99", True)],
)
def test_a_reading_with_something_illegible_in_it_is_none(period: str, value: str, taken: bool) -> None:
    columns = "period,partner_code,partner,kpi,unit,direction,value"
    read = read_readings(f"{columns}\n{period},BRW,Brightwater,Up,percent,higher,{value}")
    assert read.is_importable is taken


def test_readings_are_read_from_a_workbook_as_well() -> None:
    rows = [
        ["period", "partner_code", "partner", "kpi", "unit", "direction", "value"],
        ["2026-10", "BRW", "Brightwater Systems", "Availability", "percent", "higher", 99.5],
    ]
    file = read_readings(workbook(*rows))
    assert file.problems == ()
    assert [(str(row.period), row.partner_code, str(row.value)) for row in file.rows] == [
        ("2026-10-01", "BRW", "99.5")
    ]


def test_a_file_that_is_no_workbook_is_a_problem_and_no_break() -> None:
    for content in (b"PK\x03\x04 cut off", b"\x00\x01", Path(__file__).read_bytes()):
        assert not read_readings(content).is_importable
