"""A file of readings: every bad row is named, and none of it is taken then."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.importing.readings_file import read_readings

CARRIERS = Path(__file__).parents[2] / "data" / "carrier-kpis.csv"
HEADER = "period,partner_code,partner,kpi,unit,direction,value"
GOOD = "2024-11,OO,SkyWest Airlines Inc.,Arrivals on time,percent,higher,81.5"


@pytest.fixture(scope="module")
def carriers():
    return read_readings(CARRIERS.read_bytes())


def problems(*lines, header=HEADER):
    return [
        (problem.line, problem.sentence) for problem in read_readings("\n".join([header, *lines])).problems
    ]


def test_the_real_file_is_good_in_every_row(carriers):
    assert carriers.is_importable
    assert len(carriers.rows) == 1692
    assert len({row.partner_code for row in carriers.rows}) == 21
    assert {row.kpi for row in carriers.rows} == {
        "Arrivals on time",
        "Flights cancelled",
        "Carrier-caused delay per flight",
        "Scheduled arrivals",
    }


def test_the_real_half_year_hole_stays_a_hole(carriers):
    months = {row.period for row in carriers.rows}
    assert (min(months), max(months)) == (date(2022, 7, 1), date(2024, 11, 1))
    assert not months & {date(2023, month, 1) for month in range(7, 13)}
    assert {date(2023, 6, 1), date(2024, 1, 1)} <= months


def test_a_reading_keeps_its_exact_value_and_its_line(carriers):
    first = carriers.rows[0]
    assert (first.line, first.partner, first.kpi) == (2, "Endeavor Air Inc.", "Arrivals on time")
    assert (first.period, first.value, first.direction) == (date(2022, 7, 1), Decimal("75.925"), "higher")


_NOT_A_MONTH = "cannot be read as a month: write it like Oct 2026, 2026-10 or 10/2026."


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (GOOD.replace("2024-11", "2024-13"), f"“2024-13” {_NOT_A_MONTH}"),
        (GOOD.replace("2024-11", "soon"), f"“soon” {_NOT_A_MONTH}"),
        (GOOD.replace("2024-11", ""), "The row names no month."),
        (GOOD.replace("81.5", "good"), "“good” is no number."),
        (GOOD.replace("81.5", "-Infinity"), "“-Infinity” is no number."),
        (GOOD.replace("81.5", "1e30"), "“1e30” is larger than can be stored."),
        (GOOD.replace("higher", "sideways"), "The direction “sideways” is none of higher, lower, none."),
        (GOOD.replace("Arrivals on time", ""), "The row does not say what is measured."),
        (GOOD.replace("SkyWest", "S" * 200), f"“{'S' * 40}…” is longer than 120 characters."),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(row, sentence):
    other = GOOD.replace("2024-11", "2024-10")
    assert problems(other, row) == [(3, sentence)]


@pytest.mark.parametrize(
    ("written", "value"),
    [("100.1", "100.1"), ("-2", "-2"), ("1.23456789", "1.2346"), ("81.50", "81.5"), ("98.72 %", "98.72")],
)
def test_a_value_is_kept_as_it_is_rounded_to_what_is_kept(written, value):
    (row,) = read_readings(f"{HEADER}\n{GOOD.replace('81.5', written)}").rows
    assert row.value == Decimal(value)


@pytest.mark.parametrize("written", ["", "n/a", "-", "–", "k.A.", "#N/A", "NaN", "not measured"])
def test_an_empty_cell_is_a_hole(written):
    file = read_readings(
        "\n".join([HEADER, GOOD.replace("81.5", written), GOOD.replace("2024-11", "2024-10")])
    )
    assert (len(file.rows), file.problems, file.holes) == (1, (), 1)


def test_a_file_with_one_bad_row_may_not_be_imported():
    result = read_readings("\n".join([HEADER, GOOD, GOOD.replace("2024-11", "soon")]))
    assert not result.is_importable
    assert len(result.rows) == 1


def test_another_value_for_the_same_month_is_a_contradiction():
    assert problems(GOOD, GOOD.replace("81.5", "82")) == [
        (2, "Arrivals on time, 2024-11 has another value further down: which is it?"),
        (3, "SkyWest Airlines Inc., Arrivals on time, 2024-11 has the value 82 here and 81.5 on line 2."),
    ]


def test_the_same_row_twice_is_one_reading():
    result = read_readings("\n".join([HEADER, GOOD, GOOD]))
    assert result.is_importable
    assert [row.line for row in result.rows] == [2]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("percent", "share", "Arrivals on time is given in share here and in percent on line 2."),
        ("higher", "lower", "Arrivals on time has the direction lower here and higher on line 2."),
        ("SkyWest Airlines Inc.", "West", "The code OO belongs to West here and to SkyWest Airlines Inc. on "
         "line 2."),
    ],
)  # fmt: skip
def test_what_a_kpi_or_a_code_means_may_not_change_inside_the_file(old, new, sentence):
    assert problems(GOOD, GOOD.replace("2024-11", "2024-10").replace(old, new)) == [(3, sentence)]


def test_without_unit_direction_and_code_the_values_are_the_same():
    text = "Month;Vendor;Metric;Result\nNov 2024;SkyWest Airlines Inc.;Arrivals on time;81,5\n"
    (row,) = read_readings(text).rows
    assert (row.period, row.partner, row.kpi, row.value) == (
        date(2024, 11, 1), "SkyWest Airlines Inc.", "Arrivals on time", Decimal("81.5")
    )  # fmt: skip
    assert (row.unit, row.direction, row.partner_code) == ("", "", "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it: choose the file that holds your rows."),
        (HEADER, "The file names its columns and holds no values beneath them."),
        ("a,b\n1,2", "There is no row that names the columns: which is it?"),
        (
            "Month,Partner\nNov 2024,SkyWest",
            "There is no column of values: say which it is, or which row names the columns.",
        ),
        (
            "KPI,Value\nOn time,3",
            "There is no column of months: say which it is, or which row names the columns.",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "It is a picture: choose a CSV or XLSX file."),
    ],
)
def test_a_file_without_readings_is_answered_with_a_sentence(content, sentence):
    [problem] = read_readings(content).problems
    assert problem.sentence == sentence


def test_a_file_saved_by_excel_with_semicolons_and_a_mark_is_read_alike():
    text = "\ufeff" + "\r\n".join([HEADER, GOOD]).replace(",", ";")
    assert read_readings(text.encode()).rows == read_readings("\n".join([HEADER, GOOD])).rows


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_any_file_gets_an_answer(content):
    result = read_readings(content)
    assert result.problems or result.rows or result.holes
