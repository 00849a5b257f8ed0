"""The agreed outcome intents, with health and progress."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch

from dashboards.queries.partnership import Outcome
from governance.models import CheckIn, OutcomeIntent
from reviews.exceptions import Exceptional
from reviews.facts import AgendaFacts, Subject
from reviews.models import AgendaItem
from reviews.queries.room_shown import Shown
from reviews.sections.section import Entry, Section


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome intent with its last check-in."""

    outcome: Outcome
    check_in: CheckIn | None
    line: AgendaItem | None


@dataclass(frozen=True)
class OutcomesInRoom(Shown):
    """Every agreed outcome with the words of its last check-in."""

    template = "reviews/room/_outcomes.html"

    @cached_property
    def rows(self) -> list[OutcomeRow]:
        latest = CheckIn.objects.select_related("by").order_by("-on", "-id")
        agreed = OutcomeIntent.objects.filter(
            partner=self.room.review.partner, state=OutcomeIntent.State.AGREED
        ).select_related("sponsor").prefetch_related(Prefetch("check_ins", latest, to_attr="latest"))  # fmt: skip
        return [
            OutcomeRow(
                Outcome(intent, self.room.today), intent.latest[0] if intent.latest else None,
                self.room.line_about.get(Subject("outcome", intent.pk)),
            )
            for intent in agreed
        ]  # fmt: skip


class Outcomes(Section):
    number = 3
    title = "Outcomes & initiatives"
    minutes = 20
    nothing = "No outcome is agreed yet."
    in_room = OutcomesInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """Every agreed one, however it stands."""
        for outcome in facts.outcomes:
            yield Entry(self.number, outcome.statement, subject=outcome.subject, presenter=outcome.presenter)


OUTCOMES = Outcomes()
