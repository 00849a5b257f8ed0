"""A day typed into a form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from governance.forms.fields import DayField


def field(*, country: str = "") -> DayField:
    asked = DayField()
    asked.today, asked.country = date(2026, 11, 23), country
    return asked


def test_a_day_that_may_be_two_is_asked_about() -> None:
    with pytest.raises(ValidationError) as refusal:
        field().clean("4/12")
    assert refusal.value.messages == ["4/12: is that 4 December 2026 or 12 April 2027?"]
    assert field().clean("4.12.") == date(2026, 12, 4)


def test_a_day_that_is_counted_is_a_working_day_of_whoever_writes() -> None:
    assert field().clean("in 19 days") == date(2026, 12, 11)
    assert field(country="IL").clean("in 19 days") == date(2026, 12, 10)
    assert field(country="IL").clean("in 20 days") == date(2026, 12, 13)
