"""One item of each side, which nobody can drop."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partners.models import Side
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section


@dataclass(frozen=True)
class TabledBy:
    """What one side put on the agenda; None where it tabled nothing."""

    side: Side
    name: str
    item: AgendaItem | None


@dataclass(frozen=True)
class TabledInRoom(Shown):
    """Both sides' items beside each other."""

    template = "room/_tabled.html"

    @property
    def sides(self) -> list[TabledBy]:
        by_side = {
            item.tabled_by_side: item for item in self.room.below(TABLED.number) if item.tabled_by_side
        }
        return [TabledBy(side, self.room.names[side], by_side.get(side)) for side in Side]


class Tabled(Section):
    number = 5
    title = "One item from each side"
    minutes = 10
    nothing = "Neither side has put its item here yet: one from each side, and nobody can drop it."
    in_room = TabledInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """Ours, then theirs, each with the minutes its side asked for."""
        for item in sorted(facts.tabled, key=lambda item: list(Side).index(Side(item.side))):
            yield Entry(
                self.number,
                item.title,
                kind=item.kind,
                detail=item.detail,
                minutes=item.minutes,
                tabled_by_side=item.side,
                tabled_by=item.by,
                presenter=item.by,
            )


TABLED = Tabled()
