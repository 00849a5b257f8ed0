"""Months and numbers as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.forms import ReadingForm


@pytest.mark.parametrize(
    "text", ["2026-10", "2026-10-31", "10/2026", "Oct 2026", "october 2026", "Oct. 2026", "2026/10"]
)
def test_a_month_is_understood(text: str) -> None:
    form = ReadingForm({"month": text, "value": "1"})
    assert form.is_valid()
    assert form.cleaned_data["month"] == date(2026, 10, 1)


@pytest.mark.parametrize("text", ["", "2026-13", "soon", "Okt 2026x", "99999-10", "٢٠٢٦"])
def test_what_is_no_month_is_named_and_kept(text: str) -> None:
    form = ReadingForm({"month": text, "value": "1"})
    assert "month" in form.errors
    assert form["month"].value() == text


def test_a_comma_may_stand_for_the_point() -> None:
    form = ReadingForm({"month": "2026-10", "value": "99,97"})
    assert form.is_valid()
    assert form.cleaned_data["value"] == Decimal("99.97")
