"""A chart as a page or a pack takes it: the figure, the sentence for those who do not see it, the numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.charts.facts import Gap, MonthPromises, Progress, SideName, Trend
from dashboards.charts.frame import Figure, Size
from dashboards.charts.gap import gap_figure
from dashboards.charts.kept_line import LINE, kept_line_figure
from dashboards.charts.lettering import plain
from dashboards.charts.mirrored import CALLED, SIDES, counts, mirrored_figure, of_side
from dashboards.charts.numbers import spoken, with_unit
from dashboards.charts.progress import BAR, progress_figure
from dashboards.charts.sparkline import SPARK, sparkline_figure
from dashboards.charts.standing import standing
from dashboards.charts.trend import WIDE, last_reading, trend_figure


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` and `description` are plain text; `rows` are the cells of the table behind the picture.

    `lively` charts are worth Plotly's weight on screen; the others stay the SVG they are served as.
    """

    title: str
    description: str
    figure: Figure
    width: int
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lively: bool = False

    @property
    def height(self) -> int:
        return self.figure["layout"]["height"]


def trend_chart(trend: Trend, size: Size = WIDE) -> Chart:
    """A trend to read and to hover over, with its months as a table."""
    rows = tuple(
        (
            f"{point.month:%b %Y}",
            "no reading" if point.value is None else with_unit(spoken(point.value), trend.unit),
            "provisional" if point.provisional else "",
        )
        for point in reversed(trend.series())
    )
    figure, name = trend_figure(trend, size), plain(trend.name)[:200]
    return Chart(name, described(trend), figure, size.width, ("Month", name, "Remark"), rows, lively=True)


def sparkline_chart(trend: Trend, size: Size = SPARK) -> Chart:
    """A trend the size of a word; its words and its table stand elsewhere on the page."""
    return Chart(plain(trend.name)[:200], described(trend), sparkline_figure(trend, size), size.width)


def mirrored_chart(months: Iterable[MonthPromises]) -> Chart:
    """The mirror ledger by month, with every count of both sides as a table."""
    months = list(months)
    every = sorted({promises.month for promises in months})
    sides = {side: of_side(side, every, months) for side in SIDES}
    rows = tuple(
        (f"{month:%b %Y}", *(counts(sides[side][row]) for side in SIDES)) for row, month in enumerate(every)
    )
    said = " ".join(f"{CALLED[side]} kept {_total(sides[side])}." for side in SIDES)
    columns = ("Month", *(CALLED[side] for side in SIDES))
    return Chart("Promises kept", said, mirrored_figure(months), 520, columns, rows[::-1], lively=True)


def kept_line_chart(side: SideName, months: Iterable[MonthPromises], size: Size = LINE) -> Chart:
    """One side's line for page one of the pack."""
    months = list(months)
    mine = [promises for promises in months if promises.side == side]
    said = f"{CALLED[side]} kept {_total(mine)}."
    return Chart(f"{CALLED[side]}: promises kept by month", said, kept_line_figure(side, months, size), size.width)


def progress_chart(progress: Progress, size: Size = BAR) -> Chart:
    expected = "" if progress.expected is None else f", expected by now {progress.expected:.0f}%"
    said = f"{progress.achieved:.0f}% of the way{expected}."
    return Chart(plain(progress.name)[:200], said, progress_figure(progress, size), size.width)


def gap_chart(gaps: Sequence[Gap]) -> Chart:
    rows = tuple(
        (plain(gap.question)[:200], *("too few answers" if mean is None else spoken(mean, 1) for mean in means))
        for gap in gaps
        for means in [[getattr(gap, side) for side in SIDES]]
    )
    said = ". ".join(f"{question}: we say {ours}, they say {theirs}" for question, ours, theirs in rows)
    return Chart("How it feels", said, gap_figure(gaps), 340, ("Question", "We", "They"), rows)


def described(trend: Trend) -> str:
    """The trend in words: the last reading, where it stands, the change since, the months without one."""
    at, last = standing(trend), last_reading(trend.series())
    if last is None or last.value is None:
        return "No readings yet."
    sentences = [f"{last.month:%B %Y}: {with_unit(spoken(last.value), trend.unit)}, {at.word}."]
    if trend.goal is not None:
        bound = "at least" if trend.direction == "higher" else "at most"
        sentences.append(f"Target {bound} {with_unit(spoken(trend.goal), trend.unit)}.")
    if at.change:
        way = "Up" if at.change > 0 else "Down"
        sentences.append(f"{way} {with_unit(spoken(abs(at.change)), trend.unit)} since the month before.")
    for first, final in trend.holes():
        until = "" if first == final else f" to {final:%B %Y}"
        sentences.append(f"No readings {'in' if first == final else 'from'} {first:%B %Y}{until}.")
    return " ".join(sentences)


def _total(promised: Sequence[MonthPromises]) -> str:
    due = sum(promises.due for promises in promised)
    return f"{sum(promises.kept for promises in promised)} of {due} promises" if due else "nothing: nothing was due"
