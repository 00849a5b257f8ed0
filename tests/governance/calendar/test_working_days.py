"""Working days in the country of the person who owes something."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.working_days import add_working_days, is_working_day, working_days_between

CHRISTMAS = date(2026, 12, 25)
COUNTRIES = st.sampled_from(["", "DE", "GB", "IN", "US", "JP", "IL", "AE", "BN", "CN"])
DAYS = st.dates(date(2020, 1, 1), date(2033, 12, 31))


def test_a_public_holiday_is_free_where_it_is_kept():
    assert not is_working_day(CHRISTMAS, "DE")
    assert is_working_day(CHRISTMAS, "JP")


def test_an_unknown_country_has_weekends_only():
    assert is_working_day(CHRISTMAS, "ZZ")
    assert not is_working_day(date(2026, 12, 26), "ZZ")


# A week without a public holiday in any of these countries; in Iran Thursday is worked.
MONDAY_TO_SUNDAY = [date(2026, 11, 2) + timedelta(days=step) for step in range(7)]
WORKED = {
    "IL": "Mon Tue Wed Thu Sun",
    "SA": "Mon Tue Wed Thu Sun",
    "BD": "Mon Tue Wed Thu Sun",
    "IR": "Mon Tue Wed Thu Sat Sun",
    "AE": "Mon Tue Wed Thu Fri",
    "DE": "Mon Tue Wed Thu Fri",
    "US": "Mon Tue Wed Thu Fri",
    "ZZ": "Mon Tue Wed Thu Fri",
    "": "Mon Tue Wed Thu Fri",
}


@pytest.mark.parametrize("country", WORKED)
def test_each_country_has_its_own_weekend(country: str):
    worked = [f"{day:%a}" for day in MONDAY_TO_SUNDAY if is_working_day(day, country)]
    assert " ".join(worked) == WORKED[country]
    counted = working_days_between(MONDAY_TO_SUNDAY[0] - timedelta(days=1), MONDAY_TO_SUNDAY[-1], country)
    assert counted == len(worked)


def test_the_emirates_moved_their_weekend_in_2022():
    thursday, friday, sunday = date(2021, 11, 4), date(2021, 11, 5), date(2021, 11, 7)
    assert [is_working_day(day, "AE") for day in (thursday, friday, sunday)] == [True, False, True]
    assert working_days_between(date(2021, 12, 23), date(2022, 1, 7), "AE") == 10  # 26–30 Dec, 3–7 Jan


def test_a_thursday_in_tel_aviv_is_followed_by_a_sunday():
    assert add_working_days(date(2026, 11, 5), 1, "il") == date(2026, 11, 8)
    assert add_working_days(date(2026, 11, 8), -1, "IL") == date(2026, 11, 5)
    assert add_working_days(date(2026, 11, 6), 0, "IL") == date(2026, 11, 8)


def test_a_sunday_that_a_country_works_for_a_longer_feast_is_a_working_day():
    before_spring_festival = date(2024, 2, 4)
    assert is_working_day(before_spring_festival, "CN")
    assert not is_working_day(before_spring_festival, "JP")


def test_a_half_day_is_a_working_day():
    """People are there in the morning, and it is in the morning that they are reminded."""
    before_christmas = date(2026, 12, 23)
    assert before_christmas in holidays.country_holidays("EE", years=2026, categories=holidays.HALF_DAY)
    assert is_working_day(before_christmas, "EE")


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
