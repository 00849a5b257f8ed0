from datetime import date
from decimal import Decimal

import pytest

from dashboards.charts import Trend, standing
from tests.dashboards.charts.chart_facts import trend


@pytest.mark.parametrize(
    ("direction", "target", "amber", "value", "state", "word"),
    [
        ("higher", 95, 90, 95, "good", "on target"),
        ("higher", 95, 90, 90, "warn", "closing in"),
        ("higher", 95, 90, "89.99", "bad", "off target"),
        ("lower", 5, 6, 5, "good", "on target"),
        ("lower", 5, 6, 6, "warn", "closing in"),
        ("lower", 5, 6, "6.01", "bad", "off target"),
        ("higher", 95, None, "94.9", "bad", "off target"),
        ("higher", 95, 99, 94, "bad", "off target"),
        ("none", 95, 90, 10, "none", "no target"),
        ("higher", None, None, 10, "none", "no target"),
    ],
)
def test_a_reading_stands_where_target_and_threshold_put_it(direction, target, amber, value, state, word):
    mark = {"target": target and Decimal(target), "amber": amber and Decimal(amber)}
    at = standing(trend(value, direction=direction, **mark))
    assert (at.state, at.word) == (state, word)


def test_near_the_target_but_getting_worse_is_not_called_closing_in():
    assert standing(trend(94, 92)).word == "slipping"


def test_a_missing_last_month_is_missing_however_good_the_one_before():
    at = standing(trend(99, None, None))
    assert (at.state, at.word, at.months_missing) == ("none", "missing", 2)


def test_months_due_after_the_last_point_are_missing():
    assert standing(trend(99, until=date(2026, 3, 31))).months_missing == 2


def test_no_readings_at_all_are_missing():
    assert standing(trend(None, None)).months_missing == 2
    assert standing(trend()).word == "missing"


def test_change_is_against_the_month_before():
    at = standing(trend(80, 92, "93.5"))
    assert (at.change, at.better) == (Decimal("1.5"), True)


def test_less_is_better_where_lower_is_better():
    assert standing(trend(8, 7, direction="lower", target=Decimal(5), amber=None)).better is True


def test_there_is_no_change_across_a_hole():
    at = standing(trend(80, None, 93))
    assert (at.change, at.better) == (None, None)


def test_an_unchanged_value_is_neither_better_nor_worse():
    at = standing(trend(93, 93))
    assert (at.change, at.better) == (Decimal(0), None)


def test_no_change_is_better_or_worse_without_a_direction():
    assert standing(trend(93, 95, direction="none")).better is None


def test_an_unknown_direction_is_refused():
    with pytest.raises(ValueError, match="“up” is no direction"):
        Trend("A", "%", "up", None, None, ())
