"""The way of an outcome: what was agreed as a line, what was said as marks."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.charts import Check, Point, Trend, Way, expected_on, journey_chart, journey_figure
from dashboards.charts.silence import silent_stretches
from dashboards.printing import figure_to_svg


def trend(values: str, *, target: str | None = "5", first: date = date(2026, 1, 1)) -> Trend:
    points = tuple(
        Point(date(2026, first.month + number, 1), None if value == "-" else Decimal(value))
        for number, value in enumerate(values.split())
    )
    goal = Decimal(target) if target else None
    return Trend("Runtime", "h", "lower", goal, None, points)


WAY = Way(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), None), (date(2026, 1, 1), 9.0), (date(2026, 12, 31), 5.0), (date(2027, 1, 1), None),
        (date(2026, 7, 2), 7.0),
    ],
)  # fmt: skip
def test_the_way_agreed_is_straight_from_the_first_reading_to_the_target_on_its_last_day(
    day: date, expected: float | None
) -> None:
    at = expected_on(trend("9 8.5 8"), WAY, day)
    assert at == pytest.approx(expected) if expected is not None else at is None


def test_there_is_no_way_without_target_or_time_or_reading() -> None:
    day = date(2026, 3, 1)
    assert expected_on(trend("9 8", target=None), WAY, day) is None
    assert expected_on(trend("9 8"), None, day) is None
    assert expected_on(trend("9 8"), Way(day, day), day) is None
    assert expected_on(trend("- -"), WAY, day) is None


def test_a_check_in_marks_the_reading_of_its_month_or_the_last_before_it() -> None:
    checks = [
        Check(date(2025, 12, 3), "good", "before every reading"),
        Check(date(2026, 1, 20), "good", "on track"),
        Check(date(2026, 2, 1), "bad", "off track"),
        Check(date(2026, 2, 20), "warn", "at risk"),
        Check(date(2026, 5, 9), "bad", "off track"),
    ]
    figure = journey_figure(trend("9 8 - 7"), checks, None)
    first = journey_figure(trend("9 8"), [checks[2]], None)["data"][-1]
    assert first["x"] == ["2026-02-01"], "a month begins with its first day"
    marks = [each for each in figure["data"] if each["mode"] == "markers"]
    assert [(mark["x"], mark["y"]) for mark in marks] == [
        (["2026-01-01"], [9.0]), (["2026-02-01"], [8.0]), (["2026-04-01"], [7.0]),
    ]  # fmt: skip
    assert [mark["hovertext"][0].split(": ")[1] for mark in marks] == ["on track", "at risk", "off track"]
    assert [mark["marker"]["symbol"] for mark in marks] == ["circle", "triangle-up", "square"]


def test_it_is_drawn_with_the_way_and_said_in_words() -> None:
    chart = journey_chart(trend("9 8 7.5"), [Check(date(2026, 2, 3), "good", "on track")], WAY)
    assert "On 3 February 2026 it was on track." in chart.description
    assert not chart.lively
    for drawing in (chart.wide, chart.narrow):
        assert drawing is not None
        [way] = [each for each in drawing.figure["data"] if each.get("name") == "The way agreed"]
        assert way["y"][0] == 9.0
        svg = figure_to_svg(drawing.figure, width=drawing.width, height=drawing.height, title="x")
        assert "stroke-dasharray" in svg


def test_nothing_is_drawn_where_nothing_was_read() -> None:
    assert journey_figure(trend("- -"), [Check(date(2026, 2, 3), "good", "on track")], WAY)["data"] == []


def test_what_is_washed_ends_with_the_chart() -> None:
    last = date(2026, 3, 1)
    assert silent_stretches(trend("9 8 -"), last) == [(date(2026, 2, 14), last)]
    inside = silent_stretches(trend("9 - 7"), last)
    assert inside == [(date(2026, 1, 17), date(2026, 2, 14))]
