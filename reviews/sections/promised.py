"""What was promised last time, we owe beside they owe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q

from governance.covers import standing_cover
from governance.ledger import Verdict, judge, tally
from governance.models import ActionItem, Cover, DateRequest
from governance.queries import promises
from partners.models import Side
from reviews.clock import day_of
from reviews.exceptions import Exceptional
from reviews.facts import AgendaFacts, PromiseFacts, Subject
from reviews.queries.room_rows import PromiseRow
from reviews.queries.room_shown import Column, Shown
from reviews.sections.section import Entry, Section

DAYS_WITHOUT_A_LAST_TIME = 35
MOST_NOT_YET_DUE = 12
State = ActionItem.State


@dataclass(frozen=True)
class PromisedInRoom(Shown):
    """Each side's promises that fell due, are late, asked about or reported; below them what is still to come."""

    template = "reviews/room/_promised.html"
    hints = (("D", "done"), ("N", "new date"), ("W", "waiting on"))

    @cached_property
    def since(self) -> date:
        previous = self.room.review.previous
        return day_of(previous) if previous else self.room.today - timedelta(days=DAYS_WITHOUT_A_LAST_TIME)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        today, first = self.room.today, self.since + timedelta(days=1)
        facts = promises(self.room.review.partner, first, today)
        verdicts = {promise.id: judge(promise, today) for promise in facts if promise.kind == "action"}
        counts = tally(facts, first, today, today)
        covered = {promise.id for promise in facts if promise.kind == "action" and promise.covered}
        rows = [self._row(item, verdicts, item.pk in covered) for item in self._items()]
        return tuple(
            Column(
                side, f"{self.room.called[side]} owe",
                tuple(sorted((row for row in rows if row.item.side == side), key=lambda row: row.order)), counts[side],
            )
            for side in Side
        )  # fmt: skip

    @cached_property
    def not_yet_due(self) -> list[ActionItem]:
        """What is still to come, soonest first."""
        later = ActionItem.objects.filter(
            partner=self.room.review.partner, state=State.OPEN, due_on__gt=self.room.today
        ).exclude(first_due_on__gt=self.since, first_due_on__lte=self.room.today)
        later = later.exclude(pk__in=DateRequest.objects.running().values("item"))
        return list(later.select_related("owner").order_by("due_on", "id")[:MOST_NOT_YET_DUE])

    def _items(self) -> list[ActionItem]:
        today = self.room.today
        fell_due = Q(
            first_due_on__gt=self.since, first_due_on__lte=today, state__in=[State.OPEN, State.CLOSED]
        )
        late = Q(state=State.OPEN, due_on__lte=today)
        asked = Q(state=State.OPEN, pk__in=DateRequest.objects.running().values("item"))
        found = ActionItem.objects.filter(partner=self.room.review.partner)
        return list(
            found.filter(fell_due | late | asked | Q(state=State.REPORTED))
            .with_facts()
            .select_related("owner", "confirmed_by")
        )

    @cached_property
    def cover(self) -> Cover | None:
        """The one the partnership stands under today."""
        return standing_cover(self.room.review.partner, reader=self.room.reader, today=self.room.today)

    def _row(self, item: ActionItem, verdicts: dict[int, Verdict], covered: bool) -> PromiseRow:
        line, verdict = (
            self.room.line_about.get(Subject("action", item.pk)),
            verdicts.get(item.pk, Verdict.PENDING),
        )
        return PromiseRow(item, verdict, self.room.today, self.room.names, line, covered)


class Promised(Section):
    number = 1
    title = "Promised last time"
    minutes = 15
    nothing = "Nothing is due by then."
    in_room = PromisedInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """We owe first, as a courtesy; then they owe. The latest first, what only wants a nod last."""
        for side in Side:
            owed = [promise for promise in facts.promises if promise.side == side]
            for promise in sorted(
                owed, key=lambda promise: (_wants_a_nod(promise), promise.due_on, promise.id)
            ):
                yield Entry(
                    self.number, promise.title, subject=promise.subject, presenter=promise.owner,
                    consent=_wants_a_nod(promise),
                )  # fmt: skip


PROMISED = Promised()


def _wants_a_nod(promise: PromiseFacts) -> bool:
    return promise.reported and not promise.questioned
