"""Working days in the country of the person who owes something."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from governance.working_days import add_working_days, is_working_day, working_days_between

CHRISTMAS = date(2026, 12, 25)
COUNTRIES = st.sampled_from(["", "DE", "GB", "IN", "US", "JP"])
DAYS = st.dates(date(2020, 1, 1), date(2033, 12, 31))


def test_a_public_holiday_is_free_where_it_is_kept():
    assert not is_working_day(CHRISTMAS, "DE")
    assert is_working_day(CHRISTMAS, "JP")


def test_an_unknown_country_has_weekends_only():
    assert is_working_day(CHRISTMAS, "ZZ")
    assert not is_working_day(date(2026, 12, 26), "ZZ")


def test_the_first_day_is_not_counted_and_the_last_one_is():
    monday = date(2026, 11, 23)
    assert working_days_between(monday, monday) == 0
    assert working_days_between(monday, date(2026, 11, 24)) == 1
    assert working_days_between(monday, date(2026, 11, 30)) == 5


def test_counting_crosses_the_end_of_a_year_with_both_years_holidays():
    assert working_days_between(date(2026, 12, 23), date(2027, 1, 4), "DE") == 6


def test_five_days_of_notice_step_over_christmas():
    assert add_working_days(date(2026, 12, 23), 3, "DE") == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -3, "DE") == date(2026, 12, 23)


def test_adding_nothing_to_a_weekend_gives_monday():
    assert add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 30)


@given(DAYS, st.integers(0, 700), COUNTRIES)
def test_the_count_is_that_of_walking_day_by_day(start, length, country):
    end = start + timedelta(days=length)
    walked = sum(is_working_day(start + timedelta(days=step), country) for step in range(1, length + 1))
    assert working_days_between(start, end, country) == walked
    assert working_days_between(end, start, country) == -walked


@given(DAYS, st.integers(1, 60), COUNTRIES)
def test_days_added_are_days_counted(start, count, country):
    assert working_days_between(start, add_working_days(start, count, country), country) == count
