"""The agreed outcome intents, with health and progress."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch

from dashboards.charts import Chart, Progress, progress_chart
from dashboards.charts.frame import Size
from governance.models import CheckIn, OutcomeIntent
from governance.outcomes.standing import Outcome
from reviews.facts import OutcomeFacts, Snapshot
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.facts.pronouns import Pronouns
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.box import Box
from reviews.sections.chapter import Chapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section

_BAR = Size(300, 16)


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome intent with its last check-in."""

    outcome: Outcome
    check_in: CheckIn | None
    line: AgendaItem | None


@dataclass(frozen=True)
class OutcomesInRoom(Shown):
    """Every agreed outcome with the words of its last check-in."""

    template = "room/_outcomes.html"

    @cached_property
    def rows(self) -> list[OutcomeRow]:
        latest = CheckIn.objects.select_related("by").order_by("-on", "-id")
        agreed = (
            OutcomeIntent.objects.filter(partner=self.room.review.partner, state=OutcomeIntent.State.AGREED)
            .select_related("sponsor")
            .prefetch_related(Prefetch("check_ins", latest, to_attr="latest"))
        )
        return [
            OutcomeRow(
                Outcome(intent, self.room.today),
                intent.latest[0] if intent.latest else None,
                self.room.line_about.get(Subject("outcome", intent.pk)),
            )
            for intent in agreed
        ]


@dataclass(frozen=True)
class PrintedOutcome:
    """An outcome as it was sealed; `bar` is how far it has come, `contradiction` what speaks against its check-in."""

    facts: OutcomeFacts
    bar: Chart | None
    contradiction: str


@dataclass(frozen=True)
class OutcomesChapter(Chapter):
    """Every outcome with what was said of it."""

    template = "record/print/outcomes.html"
    anchor = "outcomes"
    title = "Outcomes"

    @cached_property
    def outcomes(self) -> tuple[PrintedOutcome, ...]:
        return tuple(
            PrintedOutcome(outcome, _bar(outcome), outcome.contradiction(self.snapshot.review.on))
            for outcome in self.snapshot.outcomes
        )


def _bar(outcome: OutcomeFacts) -> Chart | None:
    if outcome.progress is None:
        return None
    expected = None if outcome.expected is None else Decimal(outcome.expected)
    return progress_chart(
        Progress(outcome.statement, Decimal(outcome.progress), expected, outcome.level), _BAR
    )


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

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box:
        agreed = [outcome for outcome in snapshot.outcomes if outcome.state == "agreed"]
        good = sum(outcome.is_on_track(snapshot.review.on) for outcome in agreed)
        if not agreed:
            return Box("Outcomes on track", "none", "none agreed yet")
        worst = {outcome.health for outcome in agreed}
        state = "good" if good == len(agreed) else "bad" if "off_track" in worst else "warn"
        return Box("Outcomes on track", state, f"{good} of {len(agreed)}")


OUTCOMES = Outcomes()
