"""What each side asks of the other: decisions, impediments, recommendations, risks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Q

from governance.models import Ask, RiskLook
from partners.models import Side
from reviews.facts import AskFacts, Snapshot
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.facts.owed import status_of_ask
from reviews.facts.pronouns import Pronouns
from reviews.meeting.rows import AskRow
from reviews.meeting.shown import Column, Shown
from reviews.models import AgendaItem
from reviews.sections.box import Box
from reviews.sections.chapter import Chapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section

_HEADINGS = {
    "decision": "Decisions",
    "impediment": "Impediments",
    "recommendation": "Recommendations",
    "risk": "Risks",
}
_TO_DECIDE = (Ask.Kind.DECISION, Ask.Kind.RECOMMENDATION)
"""What waits for a yes or a no."""


@dataclass(frozen=True)
class AsksInRoom(Shown):
    """By the side that has to answer, oldest first; what was answered today stays in sight."""

    template = "room/_asks.html"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        answered_today = Q(answered_on=self.room.today)
        found = Ask.objects.filter(partner=self.room.review.partner)
        asks = found.filter(Q(state__in=Ask.OPEN_STATES) | answered_today).select_related(
            "owner", "raised_by"
        )
        looks = RiskLook.objects.filter(partner=self.room.review.partner, looked_on=self.room.today)
        looked = groupby(looks.order_by("ask", "-number"), key=lambda look: look.ask_id)
        found_today = {ask: tuple(of_it) for ask, of_it in looked}
        rows = [
            AskRow(
                ask,
                self.room.today,
                self.room.names,
                self.room.line_about.get(Subject("ask", ask.pk)),
                found_today.get(ask.pk, ()),
            )
            for ask in asks
        ]
        return tuple(
            Column(
                side,
                f"{self.room.called[side]} answer",
                tuple(sorted((row for row in rows if row.ask.on_side == side), key=lambda row: row.order)),
            )
            for side in Side
        )


@dataclass(frozen=True)
class AsksOfKind:
    heading: str
    asks: tuple[AskFacts, ...]


@dataclass(frozen=True)
class AsksChapter(Chapter):
    """What was asked and what was answered, by kind."""

    template = "record/print/asks.html"
    anchor = "asks"
    title = "Asks"

    @cached_property
    def groups(self) -> tuple[AsksOfKind, ...]:
        groups = (
            AsksOfKind(heading, tuple(ask for ask in self.snapshot.asks if ask.kind == kind))
            for kind, heading in _HEADINGS.items()
        )
        return tuple(group for group in groups if group.asks)


class Asks(Section):
    number = 4
    title = "Asks: decisions, impediments"
    minutes = 15
    nothing = "Nobody waits for an answer."
    in_room = AsksInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """Both sides' together: what is to be decided, then the rest, each with the oldest first."""
        for ask in sorted(facts.asks, key=lambda ask: (ask.kind not in _TO_DECIDE, ask.raised_on, ask.id)):
            kind = AgendaItem.Kind.DECIDE if ask.kind in _TO_DECIDE else AgendaItem.Kind.DISCUSS
            yield Entry(self.number, ask.title, kind=kind, subject=ask.subject, presenter=ask.owner)

    def note(self, lines: Sequence[AgendaItem], asks_waiting: int) -> str:
        """How many wait on the side of whoever reads, those raised since the agenda was frozen among them."""
        return f"{asks_waiting} wait{'' if asks_waiting > 1 else 's'} on us" if asks_waiting else ""

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box:
        waiting = [ask for ask in snapshot.asks if ask.open]
        if not waiting:
            return Box("Oldest ask", "good", "none waits")
        stood = [(status_of_ask(ask, snapshot.review.on), ask) for ask in waiting]
        status, oldest = max(stood, key=lambda each: (each[0].hurts, each[1].age))
        return Box("Oldest ask", status.level, f"{status.words}, on {called[oldest.on_side].object}")


ASKS = Asks()
