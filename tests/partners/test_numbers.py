"""Numbers in sentences, and the lengths that rules name."""

from datetime import timedelta

import pytest

from partners.numbers import counted, days, in_figures, lasting


def test_a_length_is_said_in_the_largest_unit_that_fits() -> None:
    lengths = (
        timedelta(days=14), timedelta(weeks=8), timedelta(days=3), timedelta(minutes=10), timedelta(hours=36),
        timedelta(minutes=1), timedelta(hours=1), timedelta(days=7),
    )  # fmt: skip
    assert [lasting(length) for length in lengths] == [
        "two weeks", "eight weeks", "three days", "ten minutes", "36 hours", "one minute", "one hour", "one week",
    ]  # fmt: skip
    for length in (timedelta(seconds=30), timedelta(0), timedelta(minutes=1, seconds=1)):
        with pytest.raises(ValueError, match="whole number of minutes"):
            lasting(length)


def test_one_is_said_without_an_s() -> None:
    assert [days(number) for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert (in_figures(1, "person", "people"), in_figures(2, "person", "people")) == ("1 person", "2 people")
    assert (counted(1, "action"), counted(0, "action"), counted(11, "action")) == (
        "one action", "no actions", "11 actions",
    )  # fmt: skip
