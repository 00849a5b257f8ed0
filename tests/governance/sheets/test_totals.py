"""Rows that add up others are told from those that promise or measure something."""

from datetime import date

import pytest

from governance.sheets import TrackerRow, guess_columns, read_table, tracker_rows
from governance.sheets.completing import can_be_completed
from governance.sheets.people_matching import Candidate
from governance.sheets.totals import ADDS_UP_OTHERS, is_total_word

MONDAY = date(2026, 11, 23)
TOM = Candidate("tom", "Tom Okafor", "ours")


def rows(*lines: str, header: str = "No,Action,Owner,Due,Hours") -> list[TrackerRow]:
    table = read_table("\n".join([header, *lines]))
    return tracker_rows(table, guess_columns(table.column_names), people=(TOM,), statuses={}, today=MONDAY)


def totals(*lines: str) -> list[int]:
    return [row.line for row in rows(*lines) if row.is_total]


@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "TOTAL:",
        "Sub-total",
        "subtotal",
        "Sum",
        "Grand Total",
        "Summe",
        "Gesamt",
        "Zwischensumme",
        "Total général",
        "Totale",
        "Suma",
        "Σ",
        "合計",
    ],
)
def test_a_word_for_a_sum(label: str) -> None:
    assert is_total_word(label)


@pytest.mark.parametrize(
    "label",
    [
        "Total cost of ownership report",
        "Totals for October",
        "Summe der Leistungen",
        "Sum up the lessons",
        "",
        "Summary",
        "Order the volume",
    ],
)
def test_a_word_for_a_sum_within_others_is_none(label: str) -> None:
    assert not is_total_word(label)


def test_a_total_is_set_aside_with_one_reason_and_cannot_be_completed() -> None:
    paper, report, total = rows(
        "1,Paper,Tom,4 Dec,3", "2,Total cost of ownership report,Tom,4 Dec,4", "3,Total,,,7"
    )
    assert not paper.problems + report.problems
    assert [problem.sentence for problem in total.problems] == [ADDS_UP_OTHERS]
    assert (total.line, total.is_total, can_be_completed(total)) == (4, True, False)


def test_a_total_is_known_by_its_label_wherever_that_stands() -> None:
    assert totals("1,Paper,Tom,4 Dec,3", "Sum,,,,3") == [3]
    assert totals("1,Paper,Tom,4 Dec,3", ",,Gesamt,,3") == [3]
    assert totals("1,Paper,Total,4 Dec,3", "2,Other,Tom,4 Dec,3") == []


def test_two_subtotals_do_not_repeat_one_another() -> None:
    found = rows("1,Paper,Tom,4 Dec,3", ",Subtotal,,,3", "2,Other,Tom,4 Dec,4", ",Subtotal,,,4")
    assert [[problem.sentence for problem in row.problems] for row in found if row.is_total] == [
        [ADDS_UP_OTHERS],
        [ADDS_UP_OTHERS],
    ]


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (",,,,7", [4]),
        (",,,,8", []),
        ("7,,,,", []),  # its number is a number of the list
        (",,Tom,,7", []),
        (",,,4 Dec,7", []),
    ],
)
def test_a_last_row_without_a_name_is_a_total_where_it_adds_up_those_above(last: str, found: list) -> None:
    assert totals("1,Paper,Tom,4 Dec,3", "2,Other,Tom,4 Dec,4", last) == found


def test_one_row_is_no_sum_and_a_subtotal_is_not_added() -> None:
    assert totals("1,Paper,Tom,4 Dec,3", ",,,,3") == []
    assert totals("1,Paper,Tom,4 Dec,3", "2,Other,Tom,4 Dec,4", ",Subtotal,,,7", ",,,,7") == [4, 5]


def test_where_every_row_is_called_so_none_adds_up() -> None:
    assert totals("1,Total,Tom,4 Dec,3", "2,Sum,Tom,4 Dec,4") == []


def test_an_action_of_an_export_is_one_whatever_it_is_called() -> None:
    header = "Tandem,Action,Owner,Due"
    found = rows("ACT-1042-Y,Total,Tom,4 Dec", ",Paper,Tom,4 Dec", header=header)
    assert [row.is_total for row in found] == [False, False]
