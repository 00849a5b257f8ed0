"""A chart as a page or a pack takes it: the figure, the sentence for those who do not see it, the numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dashboards.charts import mirrored
from dashboards.charts.descriptions import kept_in_words, trend_in_words
from dashboards.charts.facts import MonthPromises, Progress, SideName, Trend
from dashboards.charts.frame import Figure, Size
from dashboards.charts.journey import Check, Way, journey_figure
from dashboards.charts.kept_line import LINE, kept_line_figure
from dashboards.charts.lettering import plain
from dashboards.charts.mirrored import mirrored_figure
from dashboards.charts.numbers import spoken, with_unit
from dashboards.charts.progress import BAR, progress_figure
from dashboards.charts.sides import SIDE_LABELS, SIDES, SideLabels, counts, of_side
from dashboards.charts.sparkline import SPARK, sparkline_figure
from dashboards.charts.trend import HALF, WIDE, trend_figure

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure and the width it was laid out for; its height is the figure's own."""

    figure: Figure
    width: int

    @property
    def height(self) -> int:
        return self.figure["layout"]["height"]


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` and `description` are plain text; `rows` are the cells of the table behind the picture.

    A `lively` chart is worth Plotly's weight on screen; any other stays the SVG it is served as.
    `narrow` is the same chart laid out for a phone. A chart that `stretches` has no words and fills its room.
    """

    title: str
    description: str
    wide: Drawing
    narrow: Drawing | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lively: bool = False
    stretches: bool = False


def trend_chart(trend: Trend, size: Size = WIDE) -> Chart:
    """A trend to read and to hover over, with its months as a table, the latest first."""
    name = plain(trend.name)[:_LONGEST_TITLE]
    rows = tuple(
        (
            f"{point.month:%b %Y}",
            "no reading" if point.value is None else with_unit(spoken(point.value), trend.unit),
            "provisional" if point.provisional else "",
        )
        for point in reversed(trend.series())
    )
    return Chart(
        title=name,
        description=trend_in_words(trend),
        wide=Drawing(trend_figure(trend, size), size.width),
        narrow=Drawing(trend_figure(trend, HALF), HALF.width) if size.width > HALF.width else None,
        columns=("Month", name, "Remark"),
        rows=rows,
        lively=True,
    )


def journey_chart(trend: Trend, checks: Sequence[Check], way: Way | None, size: Size = WIDE) -> Chart:
    """The way of an outcome, as a picture and a table: `journey_figure`."""
    said = "".join(f" On {each.on.day} {each.on:%B %Y} it was {each.word}." for each in checks)
    return replace(
        trend_chart(trend, size),
        description=trend_in_words(trend) + said,
        wide=Drawing(journey_figure(trend, checks, way, size), size.width),
        narrow=Drawing(journey_figure(trend, checks, way, HALF), HALF.width),
        lively=False,
    )


def sparkline_chart(trend: Trend, size: Size = SPARK) -> Chart:
    """A trend the size of a word; its words and its table stand elsewhere on the page."""
    drawing = Drawing(sparkline_figure(trend, size), size.width)
    return Chart(plain(trend.name)[:_LONGEST_TITLE], trend_in_words(trend), drawing)


def mirrored_chart(months: Iterable[MonthPromises], called: SideLabels = SIDE_LABELS) -> Chart:
    """The mirror ledger by month, with every count of both sides as a table.

    `called` says each side's name, for readers to whom “we” would be the other side.
    """
    months = list(months)
    every = sorted({promises.month for promises in months})
    sides = [of_side(side, every, months) for side in SIDES]
    rows = tuple(
        (f"{month:%b %Y}", *(counts(promised[row]) for promised in sides)) for row, month in enumerate(every)
    )
    return Chart(
        title="Promises kept",
        description=" ".join(
            kept_in_words(side, promised, called) for side, promised in zip(SIDES, sides, strict=True)
        ),
        wide=Drawing(mirrored_figure(months, mirrored.WIDTH, called), mirrored.WIDTH),
        narrow=Drawing(mirrored_figure(months, mirrored.NARROW, called), mirrored.NARROW),
        columns=("Month", *(called[side] for side in SIDES)),
        rows=rows[::-1],
        lively=True,
    )


def kept_line_chart(
    side: SideName, months: Iterable[MonthPromises], size: Size = LINE, called: SideLabels = SIDE_LABELS
) -> Chart:
    """One side's line for page one of the pack."""
    months = list(months)
    said = kept_in_words(side, [promises for promises in months if promises.side == side], called)
    drawing = Drawing(kept_line_figure(side, months, size, called), size.width)
    return Chart(f"{plain(called[side])[:_LONGEST_TITLE]}: promises kept by month", said, drawing)


def progress_chart(progress: Progress, size: Size = BAR) -> Chart:
    """A bar for one outcome; its name and the word of its state stand beside it."""
    expected = "" if progress.expected is None else f", {progress.expected:.0f}% expected by now"
    said = f"{progress.achieved:.0f}% of the way{expected}."
    drawing = Drawing(progress_figure(progress, size), size.width)
    return Chart(plain(progress.name)[:_LONGEST_TITLE], said, drawing, stretches=True)
