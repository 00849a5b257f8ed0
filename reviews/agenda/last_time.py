"""What each side said of the record of the meeting before: the first line of an agenda."""

from dataclasses import dataclass
from datetime import date

from partners.models import Side
from reviews.clock import day_of
from reviews.models import Review, SideStatement
from reviews.since import meeting_before

_SAID = {"agree": "agreed", "differ": "differed", "": "did not say"}


@dataclass(frozen=True)
class SaidLastTime:
    """What one side said of it; its `stance` is empty where it said nothing."""

    side: Side
    stance: str


@dataclass(frozen=True)
class LastTime:
    """A sealed review of the same forum, with what both sides said at its end."""

    review: Review
    on: date
    sides: tuple[SaidLastTime, ...]

    def words(self, reader: Side) -> str:
        """ "we agreed, they differed": whoever reads first."""
        said = {each.side: _SAID[each.stance] for each in self.sides}
        ours, theirs = said[reader], said[reader.other]
        return f"both sides {ours}" if ours == theirs else f"we {ours}, they {theirs}"


def last_time(review: Review) -> LastTime | None:
    """None where the forum has sealed no review before."""
    before = meeting_before(review)
    if before is None:
        return None
    said = {row.side: row for row in SideStatement.objects.filter(review=before)}
    found = ((side, said.get(side.value)) for side in Side)
    sides = tuple(SaidLastTime(side, row.stance if row else "") for side, row in found)
    return LastTime(before, day_of(before), sides)
