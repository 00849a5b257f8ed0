"""The agreed outcome intents, with health and progress."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from dashboards.charts import Chart, Progress, progress_chart
from dashboards.charts.frame import Size
from governance.models import CheckIn
from governance.outcomes.queries import ToldChange, Work, changes_since, works_beneath
from governance.outcomes.standing import Outcome
from governance.slowness.reading import costs_of
from reviews.facts import OutcomeFacts, Snapshot
from reviews.facts.agenda import AgendaFacts, Subject
from reviews.facts.pronouns import Pronouns
from reviews.facts.rows.outcomes import told_outcomes
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem
from reviews.sections.box import Box
from reviews.sections.chapter import Chapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section
from reviews.since import last_time

_BAR = Size(300, 16)


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome with its last check-in, the work beneath it, and what one side asked for since the last review."""

    outcome: Outcome
    check_in: CheckIn | None
    line: AgendaItem | None
    work: list[Work]
    changes: list[ToldChange]

    @property
    def told_changes(self) -> list[tuple[ToldChange, tuple[str, ...]]]:
        """Each with its terms in words. What concluded the outcome is told as its end."""
        over = self.outcome.intent.concluded_on is not None
        return [
            (each, each.in_words(self.outcome.today))
            for each in self.changes
            if not (over and each.end and each.is_agreed)
        ]


@dataclass(frozen=True)
class OutcomesInRoom(Shown):
    """Every agreed outcome with the words of its last check-in, and those concluded since the last review."""

    template = "room/_outcomes.html"

    @cached_property
    def rows(self) -> list[OutcomeRow]:
        review, today = self.room.review, self.room.today
        before = last_time(review, today)
        told = told_outcomes(review.partner, before)
        prefetch_related_objects(told, Prefetch("check_ins", CheckIn.objects.select_related("by")))
        work, changes = works_beneath(told, today), changes_since(told, before)
        costs = costs_of(told, today)
        return [
            OutcomeRow(
                Outcome(intent, today, costs.get(intent.pk)),
                next(iter(intent.check_ins.all()), None),
                self.room.line_about.get(Subject("outcome", intent.pk)),
                work[intent.pk],
                changes[intent.pk],
            )
            for intent in told
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
    if outcome.progress is None or outcome.concluded_on is not None:
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
        """Every agreed one, however it stands; one on track that nothing speaks against is there to be known."""
        for outcome in facts.outcomes:
            fine = outcome.is_on_track(facts.on) and outcome.subject not in exceptions
            yield Entry(
                self.number,
                outcome.statement,
                kind=AgendaItem.Kind.KNOW if fine else AgendaItem.Kind.DISCUSS,
                subject=outcome.subject,
                presenter=outcome.presenter,
            )

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box:
        agreed = [outcome for outcome in snapshot.outcomes if outcome.state == "agreed"]
        good = sum(outcome.is_on_track(snapshot.review.on) for outcome in agreed)
        if not agreed:
            return Box("Outcomes on track", "none", "none agreed yet")
        worst = {outcome.health for outcome in agreed}
        state = "good" if good == len(agreed) else "bad" if "off_track" in worst else "warn"
        return Box("Outcomes on track", state, f"{good} of {len(agreed)}")


OUTCOMES = Outcomes()
