"""What comes again by the calendar: one day in each of its months, wherever its owner works."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.dates.reading import months_ahead
from governance.calendar.rhythms import HIGHEST, MONTHLY, QUARTERLY, Rhythm
from governance.calendar.working_days import is_working_day, working_days_between

COUNTRIES = st.sampled_from(["", "GB", "DE", "IN", "AE", "CN", "US", "IL"])
DAYS = st.dates(date(2020, 1, 1), date(2034, 12, 31))
MONTHS = DAYS.map(lambda day: day.replace(day=1))


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    kind = draw(st.sampled_from(["day", "working_day"]))
    number = draw(st.integers(1, HIGHEST[kind]))
    return Rhythm(kind, number, draw(st.sampled_from([MONTHLY, QUARTERLY])), draw(MONTHS))


@pytest.mark.parametrize(
    ("country", "month"),
    [
        ("AZ", date(2025, 3, 1)), ("KG", date(2026, 5, 1)), ("MM", date(2026, 4, 1)), ("NP", date(2025, 10, 1)),
    ],
)  # fmt: skip
def test_a_month_with_fewer_working_days_than_are_counted_has_its_last_one(country: str, month: date) -> None:
    last = months_ahead(month, 1) - timedelta(days=1)
    assert working_days_between(month - timedelta(days=1), last, country) < HIGHEST["working_day"]
    falls = Rhythm("working_day", HIGHEST["working_day"]).day_in(month, country)
    assert falls.month == month.month
    assert working_days_between(falls, last, country) == 0


@given(rhythms(), MONTHS, COUNTRIES)
def test_it_falls_within_its_month_on_a_day_of_work_where_there_is_one(
    rhythm: Rhythm, month: date, country: str
) -> None:
    falls = rhythm.day_in(month, country)
    assert falls.replace(day=1) == month
    if rhythm.kind == "working_day":
        worked = working_days_between(month - timedelta(days=1), falls, country)
        assert worked == rhythm.number or months_ahead(month, 1) == falls + timedelta(days=1)
    else:
        assert falls.day <= rhythm.number
        assert is_working_day(falls, country) or not working_days_between(
            month - timedelta(days=1), falls, country
        )


@given(rhythms(), DAYS, st.integers(0, 800), COUNTRIES)
def test_between_two_days_there_is_one_for_each_of_its_months_and_none_besides(
    rhythm: Rhythm, first: date, length: int, country: str
) -> None:
    last = first + timedelta(days=length)
    found = list(rhythm.days(first, last, country))
    months = {first.replace(day=1) + timedelta(days=31 * step) for step in range(length // 28 + 2)}
    every = {months_ahead(rhythm.month, step * rhythm.every) for step in range(-400, 400)}
    wanted = {each.replace(day=1) for each in months | {last}} & every
    assert found == sorted(day for each in wanted if first <= (day := rhythm.day_in(each, country)) <= last)
    assert {later.month - earlier.month for earlier, later in pairwise(found)} <= {
        rhythm.every,
        rhythm.every - 12,
    }


@given(rhythms(), DAYS, st.integers(0, 400), st.integers(0, 400), COUNTRIES)
def test_a_stretch_looked_at_in_two_parts_holds_the_same(
    rhythm: Rhythm, first: date, here: int, there: int, country: str
) -> None:
    middle = first + timedelta(days=here)
    last = middle + timedelta(days=there + 1)
    parts = [*rhythm.days(first, middle, country), *rhythm.days(middle + timedelta(days=1), last, country)]
    assert parts == list(rhythm.days(first, last, country))


@given(rhythms(), DAYS, MONTHS)
def test_after_a_month_that_is_made_the_next_lies_in_a_later_one(
    rhythm: Rhythm, day: date, after: date
) -> None:
    falls = rhythm.first_from(day, after=after)
    assert falls >= day
    assert falls.replace(day=1) > after


@pytest.mark.parametrize(
    ("rhythm", "month", "country", "falls"),
    [
        (Rhythm("day", 5), date(2026, 11, 1), "GB", date(2026, 11, 5)),
        (Rhythm("day", 5), date(2026, 12, 1), "GB", date(2026, 12, 4)),
        (Rhythm("day", 1), date(2026, 11, 1), "GB", date(2026, 11, 1)),
        (Rhythm("day", 31), date(2027, 2, 1), "GB", date(2027, 2, 26)),
        (Rhythm("day", 25), date(2026, 12, 1), "GB", date(2026, 12, 24)),
        (Rhythm("working_day", 3), date(2026, 12, 1), "GB", date(2026, 12, 3)),
        (Rhythm("working_day", 1), date(2027, 1, 1), "GB", date(2027, 1, 4)),
        (Rhythm("working_day", 1), date(2027, 1, 1), "AE", date(2027, 1, 4)),
    ],
)  # fmt: skip
def test_days_of_a_real_calendar(rhythm: Rhythm, month: date, country: str, falls: date) -> None:
    assert rhythm.day_in(month, country) == falls


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        (Rhythm("day", 1), "each month by the 1st"),
        (Rhythm("day", 12), "each month by the 12th"),
        (Rhythm("day", 22), "each month by the 22nd"),
        (Rhythm("day", 31), "each month by the last day"),
        (Rhythm("working_day", 3), "each month by the 3rd working day"),
        (Rhythm("day", 15, QUARTERLY, date(2026, 4, 1)), "each quarter by the 15th of its first month"),
        (Rhythm("working_day", 11, QUARTERLY, date(2026, 12, 1)),
         "each quarter by the 11th working day of its third month"),
    ],
)  # fmt: skip
def test_it_is_said_in_words(rhythm: Rhythm, said: str) -> None:
    assert str(rhythm) == said
