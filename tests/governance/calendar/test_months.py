"""Months as they stand in spreadsheets from anywhere."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.months import (
    MonthIsAmbiguous,
    MonthNotUnderstood,
    MonthWithoutYear,
    is_day_first,
    understand_month,
)

OCTOBER = date(2026, 10, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Oct 2026", "October 2026", "2026-10", "2026/10", "2026.10", "10/2026", "10.2026", "2026-10-31", "31.10.2026",
        "1.10.26", "10/31/2026", "31/10/2026", "202610", "20261031", "Oct-26", "Oct '26", "Okt 2026", "Oktober 26",
        "octobre 2026", "31 Oct 2026", "Oct 31, 2026", "2026-10-31 00:00:00", "2026-10-31T00:00:00Z", "46326",
        "2026 M10", "2026M10", "10/10/2026", " OCT  2026 ",
    ],
)  # fmt: skip
def test_a_month_however_it_is_written(text: str) -> None:
    assert understand_month(text) == OCTOBER


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-Q3", "longer than a month"), ("Q3", "longer than a month"), ("3. Quartal 2026", "longer than a month"),
        ("H1 2026", "longer than a month"), ("2023-2024", "names a year and no month"), ("2026", "a year and no month"),
        ("soon", "cannot be read as a month"), ("2026-13", "cannot be read as a month"), ("0000-10", "as a month"),
        ("0/5/2026", "cannot be read as a month"), ("", "as a month"), ("x" * 400, "cannot be read as a month"),
    ],
)  # fmt: skip
def test_what_is_none_is_asked_back(text: str, says: str) -> None:
    with pytest.raises(MonthNotUnderstood, match=says):
        understand_month(text)


def test_a_month_without_a_year_asks_for_it() -> None:
    with pytest.raises(MonthWithoutYear):
        understand_month("Oct")
    assert understand_month("Oct", year=2026) == OCTOBER


def test_a_day_in_figures_asks_which_is_the_month() -> None:
    with pytest.raises(MonthIsAmbiguous, match="April or March"):
        understand_month("03/04/2026")
    assert understand_month("03/04/2026", day_first=True) == date(2026, 4, 1)
    assert understand_month("03/04/2026", day_first=False) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "25/04/2026"], True), (["03/04/2026", "04/25/2026"], False), (["03/04/2026"], None),
        (["01/02/2026", "01/03/2026"], True), (["02/01/2026", "03/01/2026"], False), (["01/01/2026"], None),
        (["2/28/2026", "3/1/2026"], False), (["31.12.2026", "soon", ""], None), ([], None),
    ],
)  # fmt: skip
def test_which_is_the_month_is_told_by_one_that_can_be_none_or_by_the_ends_of_months(
    texts: list[str], order: bool | None
) -> None:
    assert is_day_first(texts) is order


@given(st.text(max_size=50))
def test_any_text_is_a_month_or_refused(text: str) -> None:
    with suppress(MonthNotUnderstood):
        assert understand_month(text).day == 1
