"""One chart definition, two inks: facts in, figures in Plotly's schema out. See docs/charts.md."""

from dashboards.charts.chart import (
    Chart,
    journey_chart,
    kept_line_chart,
    mirrored_chart,
    progress_chart,
    sparkline_chart,
    trend_chart,
)
from dashboards.charts.descriptions import change_in_words, trend_in_words, value_in_words
from dashboards.charts.facts import MonthPromises, Point, Progress, Trend
from dashboards.charts.frame import Figure, Size
from dashboards.charts.ink import PRINT, UnknownInk, inked
from dashboards.charts.journey import Check, Way, expected_on, journey_figure
from dashboards.charts.kept_line import kept_line_figure
from dashboards.charts.mirrored import mirrored_figure
from dashboards.charts.progress import progress_figure
from dashboards.charts.sparkline import SPARK, sparkline_figure
from dashboards.charts.standing import Standing, is_off_target, standing
from dashboards.charts.trend import HALF, WIDE, trend_figure

__all__ = [
    "HALF", "PRINT", "SPARK", "WIDE", "Chart", "Check", "Figure", "MonthPromises", "Point",
    "Progress", "Size", "Standing", "Trend", "UnknownInk", "Way", "change_in_words", "expected_on", "inked",
    "is_off_target",
    "journey_chart", "journey_figure", "kept_line_chart", "kept_line_figure", "mirrored_chart",
    "mirrored_figure", "progress_chart", "progress_figure", "sparkline_chart", "sparkline_figure",
    "standing", "trend_chart", "trend_figure", "trend_in_words", "value_in_words",
]  # fmt: skip
