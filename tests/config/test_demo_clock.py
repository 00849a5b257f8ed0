from datetime import date

import pytest

from demo.clock import Timeline
from demo.telling import months_before

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(("days_ago", "day"), [(0, 23), (1, 20), (2, 20), (3, 19), (-6, 30)])
def test_people_work_on_working_days(days_ago: int, day: int) -> None:
    assert Timeline(SUNDAY).working_day(days_ago) == date(2026, 11, day)


def test_the_story_ends_on_the_working_day_before_today() -> None:
    assert Timeline(SUNDAY).eve == date(2026, 11, 20)


def test_what_falls_on_a_saturday_is_done_on_monday() -> None:
    assert Timeline(SUNDAY).after(date(2026, 11, 21)) == date(2026, 11, 23)


def test_months_are_named_from_today() -> None:
    timeline = Timeline(SUNDAY)
    assert timeline.in_words("from {-11} to {+2}, in {+0}") == "from December to January, in November"


def test_months_are_counted_back_across_the_year() -> None:
    assert months_before(date(2026, 2, 28), 3) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
