"""Numbers as they stand in spreadsheets from anywhere."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sheets.numbers import NumberNotUnderstood, decimal_mark, is_hole, is_open, understand_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("99,95", "99.95"), ("99.95", "99.95"), ("99,9 %", "99.9"), ("98.72%", "98.72"), ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1 234,50", "1234.5"), ("1\u202f234,50", "1234.5"), ("1'234.50", "1234.5"),
        ("1,234,567", "1234567"), ("12,34,567.89", "1234567.89"), ("104", "104"), ("(12)", "-12"), ("-3,5", "-3.5"),
        ("−3.5", "-3.5"), ("12-", "-12"), ("€ 40", "40"), ("40 €", "40"), ("0,123", "0.123"), (".5", "0.5"),
        ("1e-3", "0.001"), ("1.23456789", "1.2346"), ("+4", "4"), ("٣٫٥", None), ("5 / 7", None), ("<5", None),
        ("12.5.", None), ("1,2,3", None), ("2 3", None), ("--5", None), ("", None), ("1e30", None), ("9" * 60, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", [".", ","])
def test_most_numbers_are_one_whatever_mark_the_column_has(text: str, value: str | None, mark: str) -> None:
    assert not is_open(text)
    if value is None:
        with pytest.raises(NumberNotUnderstood):
            understand_number(text, mark=mark)
    else:
        assert understand_number(text, mark=mark).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [("1,234", "1234", "1.234"), ("1.234", "1.234", "1234"), ("-75.925", "-75.925", "-75925")],
)
def test_a_thousand_or_one_and_a_bit_follows_the_column(text: str, with_point: str, with_comma: str) -> None:
    assert is_open(text)
    assert understand_number(text, mark=".").value == Decimal(with_point)
    assert understand_number(text, mark=",").value == Decimal(with_comma)


@pytest.mark.parametrize(
    ("texts", "delimiter", "mark"),
    [
        (["98.72%", "1,234", "104"], ",", "."), (["99,95", "1.234"], ";", ","), (["1,234,567", "1.234"], "\t", "."),
        (["1,234"], ";", None), (["1,234"], "\t", None), (["75.925"], ",", "."), (["12", "n/a"], ";", None),
        (["99,5", "98.5"], ",", None),
    ],
)  # fmt: skip
def test_the_column_tells_which_mark_it_has_or_it_is_asked(
    texts: list[str], delimiter: str, mark: str | None
) -> None:
    assert decimal_mark(texts, delimiter=delimiter) == mark


def test_a_unit_behind_the_number_is_kept_apart() -> None:
    read = understand_number("3.2 h", mark=".")
    assert (read.value, read.unit, read.is_percent) == (Decimal("3.2"), "h", False)
    read = understand_number("3.2%", mark=".")
    assert (read.value, read.unit, read.is_percent) == (Decimal("3.2"), "", True)


@pytest.mark.parametrize("text", ["", " ", "n/a", "N/A", "k.A.", "-", "–", "#NV", "null", "Not measured"])
def test_what_says_there_is_no_value_is_a_hole(text: str) -> None:
    assert is_hole(text)


@pytest.mark.parametrize("text", ["0", "0 %", "soon", "none left", "nada"])
def test_what_says_something_else_is_none(text: str) -> None:
    assert not is_hole(text)


@given(st.decimals(-10_000_000, 10_000_000, places=4), st.sampled_from([".", ","]), st.booleans())
def test_a_number_written_out_comes_back(value: Decimal, mark: str, grouped: bool) -> None:
    written = f"{value:,.4f}" if grouped else f"{value:.4f}"
    swapped = written.translate({ord("."): ",", ord(","): "."}) if mark == "," else written
    assert understand_number(swapped, mark=mark).value == value


@given(st.text(max_size=60), st.sampled_from([".", ","]))
def test_any_text_is_a_number_that_can_be_kept_or_refused(text: str, mark: str) -> None:
    is_hole(text)
    with suppress(NumberNotUnderstood):
        value = understand_number(text, mark=mark).value
        assert abs(value) < 10**16
        assert value == round(value, 4)
