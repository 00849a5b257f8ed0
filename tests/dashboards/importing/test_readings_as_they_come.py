"""Files of readings as offices have them: German numbers, percent signs, months across, holes, what must be asked."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from dashboards.importing.figures import READINGS
from dashboards.importing.readings_file import ReadingsFile, ReadingsSheet, read_readings
from governance.sheets.reading import read_book
from governance.sheets.totals import ADDS_UP_OTHERS

HEADER = "period,partner_code,partner,kpi,unit,direction,value"


def sheet(text: str | bytes, **said: Any) -> ReadingsSheet:
    return ReadingsSheet(read_book(text, vocabulary=READINGS), said)


def values(file: ReadingsFile) -> list[tuple[str, str, str]]:
    return [(f"{row.period:%Y-%m}", row.kpi, str(row.value)) for row in file.rows]


def of(kpi: str, unit: str, *readings: tuple[str, str]) -> str:
    rows = (f"{month},BRW,Brightwater Systems,{kpi},{unit},higher,{value}" for month, value in readings)
    return "\n".join([HEADER, *rows])


def test_german_numbers() -> None:
    text = (
        "period;partner_code;partner;kpi;unit;direction;value\n"
        "2026-08;BRW;Brightwater;Verfügbarkeit;percent;higher;99,95\n"
        "2026-09;BRW;Brightwater;Verfügbarkeit;percent;higher;99,9 %\n"
        "2026-10;BRW;Brightwater;Anrufe;count;lower;1.234,5\n"
    )
    assert [value for _, _, value in values(read_readings(text))] == ["99.95", "99.9", "1234.5"]


def test_percent_signs_thousands_and_more_than_a_hundred() -> None:
    text = "\n".join(
        [
            HEADER,
            "2026-08,BRW,B,Solved in time,percent,higher,98.72%",
            '2026-09,BRW,B,Calls,count,lower,"1,234"',
            "2026-10,BRW,B,Budget used,percent,lower,104",
        ]
    )
    assert [value for _, _, value in values(read_readings(text))] == ["98.72", "1234", "104"]


def test_a_hundredth_among_percents_is_asked_about_and_either_answer_is_taken() -> None:
    text = of("Solved in time", "percent", ("2026-08", "98.72"), ("2026-09", "0.9872"))
    asked = sheet(text)
    (small,) = asked.fractions
    assert (small.written, small.as_hundredth, small.count) == ("0.9872", "98.72", 1)
    assert [problem.line for problem in asked.file.problems] == [3]
    answered = sheet(text, fractions={"Solved in time": "hundred"})
    assert values(answered.file)[1] == ("2026-09", "Solved in time", "98.72")
    answered = sheet(text, fractions={"Solved in time": "written"})
    assert values(answered.file)[1] == ("2026-09", "Solved in time", "0.9872")


@pytest.mark.parametrize(
    ("readings", "percents", "asks"),
    [
        ((("2026-08", "0.98"), ("2026-09", "0.97")), {}, True),
        ((("2026-08", "0.98%"), ("2026-09", "0.97%")), {}, False),
        ((("2026-08", "0.9"), ("2026-09", "1.4")), {}, False),
        ((("2026-08", "0.4"),), {"Errors": "1.2"}, False),
        ((("2026-08", "0.4"),), {"Errors": "97"}, True),
        ((("2026-08", "0"), ("2026-09", "98")), {}, False),
        ((("2026-08", "0.91"), ("2026-09", "9")), {}, False),
        ((("2026-08", "0.9"), ("2026-09", "9")), {}, True),
        ((("2026-08", "0.89"), ("2026-09", "9")), {}, True),
        ((("2026-08", "1"), ("2026-09", "98")), {}, True),
        ((("2026-08", "1.01"), ("2026-09", "98")), {}, False),
        ((("2026-08", "-0.9"), ("2026-09", "98")), {}, True),
        ((("2026-08", "0.4"),), {"Errors": "3.99"}, False),
        ((("2026-08", "0.4"),), {"Errors": "4"}, True),
    ],
)
def test_small_values_are_asked_about_where_they_lie_apart(
    readings: tuple[tuple[str, str], ...], percents: dict[str, str], asks: bool
) -> None:
    """From the others in the file or from those on record; few cancelled flights are few."""
    assert bool(sheet(of("Errors", "percent", *readings), percents=percents).fractions) is asks


def test_months_however_they_are_written() -> None:
    months = (
        "Feb 2026",
        "03/2026",
        "2026-04-30",
        "01.05.2026",
        "2026/06",
        "Juli 2026",
        "2026-Q3",
        "2023-2024",
    )
    file = read_readings(of("Months", "count", *((month, str(at)) for at, month in enumerate(months))))
    assert [month for month, _, _ in values(file)] == [f"2026-0{number}" for number in range(2, 8)]
    assert [
        "longer than a month" in file.problems[0].sentence,
        "names a year" in file.problems[1].sentence,
    ] == [True] * 2


def test_holes_are_holes() -> None:
    file = read_readings(of("Holes", "percent", ("2026-08", ""), ("2026-09", "n/a"), ("2026-10", "97")))
    assert (len(file.rows), file.problems, file.holes) == (1, (), 2)


def test_months_across_with_the_unit_in_the_name() -> None:
    text = "KPI;Jan 2026;Feb 2026;Mrz 2026\nVerfügbarkeit (%);99,9;99,8;k.A.\nTickets;120;130;140\n"
    read = sheet(text)
    assert read.months_across == ["Jan 2026", "Feb 2026", "Mrz 2026"]
    assert values(read.file) == [
        ("2026-01", "Verfügbarkeit", "99.9"), ("2026-02", "Verfügbarkeit", "99.8"), ("2026-01", "Tickets", "120"),
        ("2026-02", "Tickets", "130"), ("2026-03", "Tickets", "140"),
    ]  # fmt: skip
    assert [row.unit for row in read.file.rows] == ["percent", "percent", "", "", ""]
    assert read.file.holes == 1


def test_figures_across_and_months_down() -> None:
    read = sheet("Month,Availability (%),Tickets,Remark\nJan 2026,99.9,120,fine\nFeb 2026,99.8,,\n")
    assert read.figures_across == ["Availability (%)", "Tickets"]
    assert values(read.file) == [
        ("2026-01", "Availability", "99.9"), ("2026-01", "Tickets", "120"), ("2026-02", "Availability", "99.8"),
    ]  # fmt: skip


def test_months_without_a_year_ask_for_it() -> None:
    text = "KPI,Jan,Feb\nTickets,120,130\n"
    assert sheet(text).month_without_year == "Jan"
    assert values(sheet(text, year=2026).file) == [
        ("2026-01", "Tickets", "120"),
        ("2026-02", "Tickets", "130"),
    ]


def test_a_number_of_two_meanings_asks_and_the_answer_is_taken() -> None:
    text = "Month\tMetric\tValue\nAug 2026\tCalls\t1,234\n"
    assert sheet(text).open_number == "1,234"
    assert not sheet(text).file.rows
    assert values(sheet(text, mark=".").file) == [("2026-08", "Calls", "1234")]
    assert values(sheet(text, mark=",").file) == [("2026-08", "Calls", "1.234")]


def test_columns_of_any_name_are_said_once() -> None:
    text = "a,b,c\nAug 2026,Calls,12\n"
    read = sheet(text, header=1, columns={"period": 0, "kpi": 1, "value": 2})
    assert values(read.file) == [("2026-08", "Calls", "12")]
    (problem,) = sheet(text, header=1, columns={"period": 9, "kpi": 1}).file.problems
    assert "no column of values" in problem.sentence


def test_a_figure_has_another_name_here_or_is_left_out() -> None:
    text = "Month,Metric,Value\nAug 2026,Calls,12\nAug 2026,Noise,3\n"
    assert values(sheet(text, names={"Calls": "Tickets", "Noise": ""}).file) == [("2026-08", "Tickets", "12")]


def test_a_workbook_with_real_months_percentages_and_a_second_sheet() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("Read me").write(0, 0, "See the next sheet")
        page = book.add_worksheet("2026")
        month = book.add_format({"num_format": "mmm yy"})
        page.write_row(0, 0, ["Kennzahl"])
        for at, number in enumerate((8, 9), 1):
            page.write_datetime(0, at, date(2026, number, 1), month)  # type: ignore[arg-type]
        page.write_row(1, 0, ["Calls", 1234, 1200.5])
    read = sheet(content.getvalue())
    assert read.table.sheet_name == "2026"
    assert values(read.file) == [("2026-08", "Calls", "1234"), ("2026-09", "Calls", "1200.5")]
    assert read.file.rows[1].value == Decimal("1200.5")


@pytest.mark.parametrize("value", ["120 ms", "1.2m", "3 Mio", "5 k"])
def test_a_value_in_another_unit_or_written_short_is_set_aside(value: str) -> None:
    text = f"Month,Response time (s)\nJul 2026,2\nAug 2026,{value}\nSep 2026,1.5\n"
    (problem,) = sheet(text).file.problems
    assert "write" in problem.sentence


def test_a_currency_is_a_unit() -> None:
    read = sheet('Month,Spend\nAug 2026,"$1,234.50"\nSep 2026,$12.50\n')
    assert [(row.unit, str(row.value)) for row in read.file.rows] == [("$", "1234.5"), ("$", "12.5")]


def test_the_header_is_the_row_of_words_above_a_row_with_a_month() -> None:
    assert (
        sheet(
            "Wann;Wer;Was;Wieviel\nAug 2026;Meridian;Calls;12\nSep 2026;Meridian;Calls;13\n"
        ).table.header.line
        == 1
    )


def test_a_row_that_says_otherwise_than_an_earlier_one_is_set_aside_alone() -> None:
    text = of("Calls", "count", ("2026-08", "12"), ("2026-08", "13"), ("2026-09", "14"))
    file = read_readings(text)
    assert [row.line for row in file.rows] == [4], "neither of two values is right by being first"
    assert [problem.line for problem in file.problems] == [2, 3]


def set_aside(text: str, **said: Any) -> tuple[list[int], list[str]]:
    """The lines that add up others, and the figures that are left."""
    file = sheet(text, **said).file
    assert {problem.sentence for problem in file.problems} <= {ADDS_UP_OTHERS}
    return [problem.line for problem in file.problems], [row.kpi for row in file.rows]


def test_a_total_beneath_figures_is_set_aside_once_whichever_way_they_lie() -> None:
    assert set_aside("KPI;Jan 2026;Feb 2026\nCalls;1;2\nTickets;3;4\nSumme;4;6\n") == (
        [4],
        ["Calls", "Calls", "Tickets", "Tickets"],
    )
    assert set_aside("Month;Calls;Tickets\n2026-01;1;3\n2026-02;2;4\nTotal;3;7\n") == (
        [4],
        ["Calls", "Tickets", "Calls", "Tickets"],
    )
    assert set_aside(
        "Month;Partner;KPI;Value\n2026-01;A;Calls;1\n2026-02;A;Calls;2\n2026-02;Total;Calls;3\n"
    ) == (
        [4],
        ["Calls", "Calls"],
    )


def test_a_last_row_without_a_name_is_set_aside_where_it_adds_up_those_above() -> None:
    above = "KPI;Jan 2026;Feb 2026\nCalls;1,5;2\nTickets;3;4\n"
    assert set_aside(f"{above};4,5;6\n")[0] == [4]
    assert set_aside(f"{above};4,5;7\n")[0] == []
    months = "Month;Calls;Tickets\n2026-01;1;3\n2026-02;2;4\n"
    assert set_aside(f"{months};3;7\n")[0] == [4]
    assert set_aside("Month;KPI;Value\n2026-01;Calls;1\n2026-02;Calls;2\n;;3\n")[0] == [4]


def test_a_figure_called_total_cost_is_one_and_so_is_a_partner_called_total() -> None:
    assert set_aside("KPI;Jan 2026\nTotal cost of ownership;4\nCalls;3\n") == (
        [],
        ["Total cost of ownership", "Calls"],
    )
    assert set_aside("Month;Partner;KPI;Value\n2026-01;Total;Calls;1\n2026-02;Total;Calls;2\n") == (
        [],
        ["Calls", "Calls"],
    )


def test_a_total_is_no_figure_to_be_named() -> None:
    assert sheet("KPI;Jan 2026\nCalls;4\nTickets;3\nTotal;7\n").kpis == ["Calls", "Tickets"]
