"""On which days advice counts as not taken: the day before, the day, the day after each that matters."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.advice.days import Life, Stretch, common_days, days_in, falls_in, not_taken

RAISED = date(2026, 3, 2)


def on(day: int) -> date:
    return RAISED + timedelta(days=day)


@pytest.mark.parametrize(("until", "days"), [(29, 0), (30, 0), (31, 1), (45, 15)])
def test_without_an_answer_it_is_not_taken_from_the_thirty_first_day_on(until: int, days: int) -> None:
    assert days_in(not_taken(Life(RAISED), on(until))) == days


@pytest.mark.parametrize(("answered", "days"), [(30, 0), (31, 1), (40, 10)])
def test_an_answer_ends_its_lying(answered: int, days: int) -> None:
    assert days_in(not_taken(Life(RAISED, in_place_on=on(answered)), on(200))) == days


def test_declined_it_is_not_taken_from_the_day_after_and_for_as_long_as_that_stands() -> None:
    life = Life(RAISED, declined_on=on(10))
    assert not_taken(life, on(10)) == ()
    assert not_taken(life, on(12)) == (Stretch(on(11), on(12)),)
    assert days_in(not_taken(Life(RAISED, declined_on=on(40)), on(45))) == 10 + 5


@pytest.mark.parametrize(("in_place", "days"), [(50, 0), (51, 1), (None, 49)])
def test_backed_it_has_thirty_days_to_be_put_in_place(in_place: int | None, days: int) -> None:
    life = Life(RAISED, backed_on=on(20), in_place_on=on(in_place) if in_place else None)
    assert days_in(not_taken(life, on(99))) == days


def test_both_of_its_waits_are_counted() -> None:
    """Ten days too long for an answer, five too long to be put in place."""
    life = Life(RAISED, backed_on=on(40), in_place_on=on(75))
    assert not_taken(life, on(200)) == (Stretch(on(31), on(40)), Stretch(on(71), on(75)))


DAYS = st.integers(0, 120)


@given(st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_its_days_are_days_of_its_life_each_once_and_never_less_as_time_goes_on(
    backed: int | None, declined: int | None, placed: int | None, until: int
) -> None:
    life = Life(RAISED, *(None if day is None else on(day) for day in (backed, declined, placed)))
    found = not_taken(life, on(until))
    days = [each.first + timedelta(days=n) for each in found for n in range(each.days)]
    assert len(days) == len(set(days)) == days_in(found)
    assert all(RAISED < day <= on(until) for day in days)
    assert all(falls_in(found, day) for day in days)
    assert days_in(found) <= days_in(not_taken(life, on(until + 1)))


def test_a_day_falls_in_a_stretch_with_both_of_its_ends() -> None:
    stretch = (Stretch(on(5), on(7)),)
    assert [day for day in range(10) if falls_in(stretch, on(day))] == [5, 6, 7]


def test_days_in_common_are_counted_with_both_ends() -> None:
    stretches = (Stretch(on(5), on(7)), Stretch(on(10), on(12)))
    assert common_days(stretches, Stretch(on(7), on(10))) == 2
    assert common_days(stretches, Stretch(on(0), on(4))) == 0
    assert common_days(stretches, Stretch(on(8), on(9))) == 0
    assert common_days(stretches, Stretch(on(0), on(99))) == 6
