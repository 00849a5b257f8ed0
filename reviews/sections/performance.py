"""How the service performs; what asks for a look first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboards.queries.performance import Measured, Performance, performance
from reviews.clock import day_of
from reviews.exceptions import Exceptional
from reviews.facts import AgendaFacts, Subject
from reviews.models import AgendaItem
from reviews.queries.room_shown import Shown
from reviews.sections.section import Entry, Section

MOST_DRAWN = 4


@dataclass(frozen=True)
class PerformanceInRoom(Shown):
    """What is off target or has no reading as a chart, everything else as a line."""

    template = "reviews/room/_performance.html"

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
    def drawn(self) -> list[tuple[Measured, AgendaItem | None]]:
        return [(measured, self.line(measured)) for measured in self.asking]


class OperationalPerformance(Section):
    number = 2
    title = "Operational performance"
    minutes = 15
    nothing = "Nothing is off target."
    in_room = PerformanceInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """What is off target, what was not read, and what became an exception for another reason."""
        for figure in facts.indicators:
            if figure.state == "bad" or figure.months_missing or figure.subject in exceptions:
                # An exception says in its reason how the figure stands.
                detail = "" if figure.subject in exceptions else figure.in_words
                yield Entry(self.number, figure.name, subject=figure.subject, detail=detail)


PERFORMANCE = OperationalPerformance()
