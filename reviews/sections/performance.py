"""How the service performs; what needs attention first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards.attention import on_target
from dashboards.charts import HALF, Chart, Point, Trend, trend_chart
from dashboards.queries.performance import Measured, Performance, performance
from reviews.clock import day_of
from reviews.facts import IndicatorFacts, Snapshot
from reviews.facts.agenda import AgendaFacts, LiveIndicator, Subject
from reviews.facts.pronouns import Pronouns
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.box import Box
from reviews.sections.chapter import Chapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section

MOST_DRAWN = 4
MOST_WENT_WELL = 3
WENT_WELL = "What went well"


@dataclass(frozen=True)
class PerformanceInRoom(Shown):
    """What is off target or has no reading as a chart, everything else as a line."""

    template = "room/_performance.html"

    @cached_property
    def performance(self) -> Performance:
        return performance([self.room.review.partner], today=day_of(self.room.review))[0]

    @cached_property
    def asking(self) -> list[Measured]:
        """Those drawn large: red, then amber, then what has no reading, at most four."""
        return self.performance.asking()[:MOST_DRAWN]

    @cached_property
    def others(self) -> list[Measured]:
        drawn = {measured.indicator.pk for measured in self.asking}
        return [measured for measured in self.performance.measured if measured.indicator.pk not in drawn]

    def line(self, measured: Measured) -> AgendaItem | None:
        return self.room.line_about.get(Subject("indicator", measured.indicator.pk))

    @property
    def sentence(self) -> list[tuple[str, bool]]:
        """What is said where no figure needs attention."""
        return self.performance.sentence(day_of(self.room.review))

    @property
    def drawn(self) -> list[tuple[Measured, AgendaItem | None]]:
        return [(measured, self.line(measured)) for measured in self.asking]


@dataclass(frozen=True)
class Charted:
    indicator: IndicatorFacts
    chart: Chart


@dataclass(frozen=True)
class PerformanceChapter(Chapter):
    """Every figure with its chart."""

    template = "record/print/performance.html"
    anchor = "performance"
    title = "Performance"

    @cached_property
    def measured(self) -> tuple[tuple[Charted, ...], ...]:
        """Every indicator with its chart, two to a row."""
        every = [
            Charted(indicator, trend_chart(_trend_of(indicator), HALF))
            for indicator in self.snapshot.indicators
        ]
        return tuple(tuple(every[start : start + 2]) for start in range(0, len(every), 2))


def _trend_of(indicator: IndicatorFacts) -> Trend:
    """The figure's facts as they were sealed; a month without a reading stays one."""
    return Trend(
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,
        target=indicator.target,
        amber=indicator.amber,
        points=tuple(
            Point(reading.month, reading.value, reading.provisional) for reading in indicator.readings
        ),
        until=indicator.until,
    )


class OperationalPerformance(Section):
    number = 2
    title = "Operational performance"
    minutes = 15
    nothing = "Nothing is off target."
    in_room = PerformanceInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """What went well, in one line; then what is off target, what was not read, and what became an exception for
        another reason.
        """
        if well := [figure for figure in facts.indicators if _went_well(figure)]:
            yield Entry(self.number, WENT_WELL, kind=AgendaItem.Kind.KNOW, detail=_in_a_line(well))
        for figure in facts.indicators:
            if figure.state == "bad" or figure.months_missing or figure.subject in exceptions:
                # An exception says in its reason how the figure stands.
                detail = "" if figure.subject in exceptions else figure.in_words
                yield Entry(self.number, figure.name, subject=figure.subject, detail=detail)

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box:
        states = [indicator.state for indicator in snapshot.indicators]
        missing = sum(indicator.word == "missing" for indicator in snapshot.indicators)
        for state, word in (("bad", "red"), ("warn", "closing in")):
            if state in states:
                return Box("Performance", state, f"{states.count(state)} of {len(states)} {word}")
        if missing:
            return Box("Performance", "none", f"{missing} of {len(states)} not read")
        if not states:
            return Box("Performance", "none", "nothing measured")
        good = states.count("good")
        return Box("Performance", "good" if good else "none", on_target(good, len(states)))


def _went_well(figure: LiveIndicator) -> bool:
    return figure.state == "good" and not figure.months_missing and bool(figure.in_words)


def _in_a_line(figures: Sequence[LiveIndicator]) -> str:
    """ "Availability: 99.97% against a target of 99.95%. Order entry: …", and how many more there are."""
    said = [f"{figure.name}: {figure.in_words}" for figure in figures[:MOST_WENT_WELL]]
    more = len(figures) - len(said)
    return " ".join([*said, f"And {more} more on target."] if more else said)


PERFORMANCE = OperationalPerformance()
