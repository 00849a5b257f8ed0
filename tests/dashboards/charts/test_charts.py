from datetime import date
from decimal import Decimal
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings

from dashboards.charts import (
    HALF,
    PRINT,
    Point,
    Trend,
    UnknownInk,
    inked,
    kept_line_figure,
    mirrored_chart,
    mirrored_figure,
    progress_figure,
    sparkline_figure,
    trend_chart,
    trend_figure,
)
from dashboards.charts.labels import spread_apart
from dashboards.charts.lettering import fitted, words
from dashboards.charts.months import month_labels, months_between
from dashboards.charts.numbers import brief, nice_ticks, spoken, with_brief_unit, with_unit
from tests.dashboards.charts import chart_facts
from tests.dashboards.charts.chart_facts import carrier, month_promises, swapped, trend

ROOT = Path(__file__).parents[3]


def texts(figure):
    return [note["text"] for note in figure["layout"]["annotations"]]


def plotly_accepts(figure):
    """Raises ValueError where Plotly's own schema disagrees."""
    assert go.Figure(inked(figure, PRINT)).to_dict()["layout"]


@settings(max_examples=40, deadline=None)
@given(chart_facts.trends())
def test_plotly_accepts_any_trend_at_any_size(facts):
    plotly_accepts(trend_figure(facts))
    plotly_accepts(sparkline_figure(facts))


@settings(max_examples=25, deadline=None)
@given(chart_facts.promises())
def test_plotly_accepts_any_promises(months):
    plotly_accepts(mirrored_figure(months))
    plotly_accepts(kept_line_figure("ours", months))


@settings(max_examples=25, deadline=None)
@given(chart_facts.progresses)
def test_plotly_accepts_any_progress(progress):
    plotly_accepts(progress_figure(progress))


def test_a_missing_month_is_a_gap_in_the_line():
    line = trend_figure(trend(96, None, 97))["data"][0]
    assert line["y"] == [96.0, None, 97.0]
    assert line["connectgaps"] is False


def test_a_month_nobody_recorded_is_a_gap_too():
    points = (Point(date(2026, 1, 1), Decimal(96)), Point(date(2026, 4, 1), Decimal(97)))
    line = trend_figure(Trend("Availability", "percent", "higher", None, None, points))["data"][0]
    assert line["x"] == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    assert line["y"] == [96.0, None, None, 97.0]


def test_the_real_half_year_without_readings_is_said_in_words():
    figure = trend_figure(carrier("9E", "Arrivals on time", Decimal(80)))
    assert texts(figure).count("no readings") == 1
    (band,) = (shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect")
    assert (band["x0"], band["x1"]) == ("2023-06-16", "2023-12-17")


def test_provisional_readings_are_hollow():
    points = (Point(date(2026, 1, 1), Decimal(96)), Point(date(2026, 2, 1), Decimal(97), provisional=True))
    marker = trend_figure(Trend("A", "%", "higher", None, None, points))["data"][0]["marker"]
    assert marker["color"] == ["ink:ink-2", "ink:card"]


@pytest.mark.parametrize(
    ("value", "symbol", "colour"),
    [(96, "circle", "good"), (92, "triangle-up", "warn"), (80, "square", "bad")],
)
def test_the_last_reading_wears_the_shape_and_colour_of_its_state(value, symbol, colour):
    last = trend_figure(trend(94, value))["data"][1]["marker"]
    assert (last["symbol"], last["color"]) == (symbol, f"ink:{colour}")


def test_value_target_and_threshold_are_named_at_the_right():
    assert texts(trend_figure(trend(94, "96.25"))) == ["96.3%", "target 95", "amber 90"]


def test_an_old_reading_is_not_labelled_as_if_it_were_the_latest():
    assert "96%" not in texts(trend_figure(trend(94, 96, None)))


def test_an_indicator_without_direction_has_no_target_line():
    figure = trend_figure(trend(94, 96, direction="none"))
    assert "target 95" not in texts(figure)
    assert figure["data"][1]["marker"]["color"] == "ink:ink-3"


def test_no_readings_at_all_is_a_sentence():
    assert texts(trend_figure(trend())) == ["No readings yet."]


def test_a_percentage_axis_marks_nothing_above_a_hundred():
    assert max(trend_figure(trend(100, 100))["layout"]["yaxis"]["tickvals"]) <= 100


def test_the_top_of_the_axis_carries_the_unit():
    figure = trend_figure(trend(4, 6, 8, unit="hours", target=None, amber=None))
    assert figure["layout"]["yaxis"]["ticktext"][-1].endswith(" h")


def test_names_are_escaped_once_for_plotlys_own_markup():
    figure = trend_figure(trend(94, name="<b>bold</b> & co"))
    assert figure["data"][0]["name"] == "&lt;b&gt;bold&lt;/b&gt; &amp; co"


def test_two_readings_for_a_month_are_refused():
    with pytest.raises(ValueError, match="two readings for the same month"):
        Trend("A", "%", "higher", None, None, (Point(date(2026, 1, 1), None), Point(date(2026, 1, 9), None)))


def test_a_reading_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="January 2026 is not a finite number"):
        Point(date(2026, 1, 1), Decimal("NaN"))


@settings(max_examples=60, deadline=None)
@given(chart_facts.promises())
def test_swapping_the_sides_mirrors_the_bars_exactly(months):
    def bars(figure):
        return [(bar["x"], bar["xaxis"]) for bar in figure["data"]]

    mirror = {"x": "x2", "x2": "x"}
    expected = [(x, mirror[axis]) for x, axis in bars(mirrored_figure(months))]
    turned = bars(mirrored_figure(swapped(months)))
    assert sorted(turned, key=lambda bar: bar[1]) == sorted(expected, key=lambda bar: bar[1])


def test_the_first_and_the_last_month_say_their_counts():
    months = [
        month_promises(date(2026, month, 1), side, 4, kept, 0, 0, 4 - kept)
        for month, kept in ((1, 3), (2, 2), (3, 1))
        for side in ("ours", "theirs")
    ]
    assert [text for text in texts(mirrored_figure(months)) if " of " in text] == ["3 of 4", "1 of 4"] * 2


def test_a_month_with_nothing_due_is_said_not_drawn_as_none_kept():
    months = [
        month_promises(date(2026, 1, 1), "ours", 2, 0, 0, 0, 2),
        month_promises(date(2026, 1, 1), "theirs", 0, 0, 0, 0, 0),
    ]
    figure = mirrored_figure(months)
    assert "0 of 2" in texts(figure)
    assert "none due" in texts(figure)


def test_a_month_under_cover_is_marked_on_the_side_it_was_of_and_told_in_the_table():
    months = [
        month_promises(date(2026, 1, 1), "ours", 2, 2, 0, 0, 0),
        month_promises(date(2026, 1, 1), "theirs", 0, 0, 0, 0, 0, 3),
    ]
    chart = mirrored_chart(months)
    dots = [each for each in chart.wide.figure["layout"]["annotations"] if each["text"] == "•"]
    assert [(dot["font"]["color"], dot["xshift"] > 0) for dot in dots] == [("ink:theirs", True)]
    assert "3 under cover" in texts(chart.wide.figure)
    assert "• some fell due under cover, counted apart" in texts(chart.wide.figure)
    assert chart.rows == (("Jan 2026", "2 of 2 kept", "3 under cover"),)
    assert chart.description == "We kept 2 of 2 promises. They had 3 due under cover, and no other."


def test_without_cover_nothing_is_said_of_it():
    figure = mirrored_figure([month_promises(date(2026, 1, 1), "ours", 2, 2, 0, 0, 0)])
    assert not [text for text in texts(figure) if "•" in text]
    assert figure["layout"]["margin"]["b"] == 0


def test_ours_is_left_and_theirs_is_right_whatever_comes_first():
    months = [month_promises(date(2026, 1, 1), side, 1, 1, 0, 0, 0) for side in ("theirs", "ours")]
    kept = {
        bar["marker"]["color"]: bar["xaxis"] for bar in mirrored_figure(months)["data"] if "hovertext" in bar
    }
    assert kept == {"ink:ours": "x", "ink:theirs": "x2"}


def test_the_partners_edition_names_both_sides():
    months = [month_promises(date(2026, 1, 1), side, 2, 1, 0, 0, 1) for side in ("ours", "theirs")]
    chart = mirrored_chart(months, {"ours": "Northgate Group", "theirs": "Meridian <b>Systems</b>"})
    assert {"Northgate Group", "Meridian &lt;b&gt;Systems&lt;/b&gt;"} <= set(texts(chart.wide.figure))
    assert chart.description.startswith("Northgate Group kept 1 of 2 promises. Meridian <b>Systems</b> kept")
    assert "We" not in str(chart)


def test_both_lines_of_the_pack_run_from_none_kept_to_all_kept():
    months = [month_promises(date(2026, 1, 1), "ours", 4, 3, 1, 0, 0)]
    assert kept_line_figure("ours", months)["layout"]["yaxis"]["range"] == [0, 1]


def test_the_mirrors_table_counts_what_the_picture_shows():
    months = [month_promises(date(2026, 1, 1), "ours", 4, 2, 1, 0, 1)]
    assert mirrored_chart(months).rows == (
        ("Jan 2026", "2 of 4 kept · 1 moved with notice · 1 missed", "none due"),
    )


def test_a_chart_is_described_in_sentences():
    assert trend_chart(trend("95.5", None, 96, 97)).description == (
        "April 2026: 97%, on target. Target at least 95%. Up 1\u00a0point since the month before. "
        "No readings in February 2026."
    )


def test_the_table_names_the_missing_months():
    assert trend_chart(trend(96, None)).rows == (("Feb 2026", "no reading", ""), ("Jan 2026", "96%", ""))


def test_an_ink_that_does_not_exist_is_refused():
    with pytest.raises(UnknownInk, match="No ink is called “pink”"):
        inked({"line": {"color": "ink:pink"}}, PRINT)


def test_words_that_look_like_an_ink_stay_words():
    assert inked({"text": "ink:ours"}, PRINT) == {"text": "ink:ours"}


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        ("20166.0", None, "20,166"),
        ("6.40", None, "6.4"),
        ("-0.001", 1, "0"),
        ("-2.5", 1, "−2.5"),
        ("96.25", 1, "96.3"),
        ("99.97", 3, "99.97"),
        ("1234567.5", None, "1,234,567.5"),
        ("1E+3", None, "1,000"),
    ],
)
def test_numbers_are_said_as_people_write_them(value, decimals, said):
    assert spoken(Decimal(value), decimals) == said


@pytest.mark.parametrize(
    ("unit", "said"),
    [("percent", "5%"), ("Minutes", "5\u00a0min"), ("count", "5"), ("tickets", "5\u00a0tickets")],
)
def test_units_have_short_forms(unit, said):
    assert with_unit("5", unit) == said


def test_a_long_unit_is_cut_beside_a_line_and_nowhere_else():
    assert with_unit("5", "EUR a month and system") == "5\u00a0EUR a month and system"
    assert with_brief_unit("5", "EUR a month and system").endswith("…")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("999999", "999,999"),
        ("1500000", "1.5\u00a0M"),
        ("-2.5e9", "−2.5\u00a0bn"),
        ("3e15", "3,000,000\u00a0bn"),
    ],
)
def test_large_numbers_are_brief_on_an_axis(value, said):
    assert brief(Decimal(value)) == said


def test_ticks_are_round_and_few():
    assert nice_ticks(61, 93) == [70, 80, 90]


def test_month_labels_never_touch():
    months = list(months_between(date(2022, 7, 1), date(2024, 11, 1)))
    assert [text for _, text in month_labels(months, 480, 11)][:4] == ["Jul ’22", "Oct", "Jan ’23", "Apr"]
    assert [text for _, text in month_labels(months, 150, 11)] == ["2023", "2024"]


def test_labels_move_apart_no_further_than_needed():
    assert spread_apart([50, 52, 120], 15, 140) == [50, 65, 120]
    assert spread_apart([138, 139], 15, 140) == [125, 140]


def test_a_long_name_is_cut_to_its_room():
    assert fitted("Willingness to change", 60, 13).endswith("…")
    assert len(fitted("x" * 10_000, 100, 13)) < 20


def test_a_name_cannot_turn_its_neighbours_around():
    assert words("\u202eabc\u2066\x00def") == "abcdef"


def test_the_scale_of_a_small_chart_has_at_least_three_values():
    assert trend_figure(trend(62, 93, 84), HALF)["layout"]["yaxis"]["ticktext"] == ["60", "70", "80", "90%"]


def test_every_ink_has_a_token_of_its_name_in_the_theme():
    tokens = (ROOT / "static/css/tokens.css").read_text()
    assert [name for name in PRINT if f"--{name}:" not in tokens] == []


def test_every_ink_has_its_classes_on_screen():
    sheet = (ROOT / "static/css/charts.css").read_text()
    rules = [f".{use}-{name} {{ {use}: var(--{name}); }}" for name in PRINT for use in ("fill", "stroke")]
    assert [rule for rule in rules if rule not in sheet] == []


@pytest.mark.parametrize("name", ["ink", "ink-2", "ink-3", "ours", "theirs", "good", "warn", "bad"])
def test_words_in_print_stand_out_from_paper_and_from_a_washed_hole(name):
    assert min(contrast(PRINT[name], PRINT["card"]), contrast(PRINT[name], PRINT["wash"])) >= 4.5


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminance, as WCAG 2.2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
