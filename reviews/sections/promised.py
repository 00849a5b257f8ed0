"""What was promised last time, we owe beside they owe: in the pack the counts of both sides and the tracker."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest

from django.db.models import Q

from dashboards.charts import Chart, mirrored_chart
from dashboards.queries.kept import of_month
from governance.counting.formula import Promise, Verdict, judge
from governance.cover.queries import standing_cover
from governance.ledger.facts import promises
from governance.models import ActionItem, Cover, DateRequest
from partners.models import Side
from reviews.facts import ActionFacts
from reviews.facts.agenda import AgendaFacts, DueAction, Subject
from reviews.facts.pronouns import pronouns_in
from reviews.meeting.rows import PromiseRow
from reviews.meeting.shown import Column, Shown
from reviews.models import SideNews
from reviews.sections.chapter import Chapter
from reviews.sections.exceptions import Exceptional
from reviews.sections.section import Entry, Section
from reviews.since import last_time, news, since_last

MOST_NOT_YET_DUE = 12
State = ActionItem.State
_SETTLED = (State.CLOSED, State.WITHDRAWN)


@dataclass(frozen=True)
class PromisedInRoom(Shown):
    """Each side's promises that fell due, are late, asked about or reported; below them what is still to come."""

    template = "room/_promised.html"
    hints = (("D", "done"), ("N", "new date"), ("W", "waiting on"))

    @property
    def may_answer(self) -> bool:
        """A scribe writes down what whoever owes it says."""
        return self.room.may_write

    @cached_property
    def since(self) -> date:
        return last_time(self.room.review, self.room.today)

    @cached_property
    def _news(self) -> list[Promise]:
        """Those that fell due since, by the rule by which the seal counts them."""
        return news(promises(self.room.review.partner, self.since, self.room.today), self.since)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        today, actions = self.room.today, self._actions
        verdicts = {number: judge(promise, today) for number, promise in actions.items()}
        counts = since_last(self._news, self.since, today)
        apart = {number: promise.apart_words for number, promise in actions.items()}
        rows = [self._row(item, verdicts, apart.get(item.pk, "")) for item in self._items()]
        return tuple(
            Column(
                side,
                f"{self.room.called[side]} owe",
                tuple(sorted((row for row in rows if row.item.side == side), key=lambda row: row.order)),
                counts[side],
            )
            for side in Side
        )

    @cached_property
    def not_yet_due(self) -> list[ActionItem]:
        """What is still to come, soonest first."""
        later = ActionItem.objects.filter(
            partner=self.room.review.partner, state=State.OPEN, due_on__gt=self.room.today
        ).exclude(pk__in=list(self._actions))
        later = later.exclude(pk__in=DateRequest.objects.running().values("item"))
        return list(later.select_related("owner").order_by("due_on", "id")[:MOST_NOT_YET_DUE])

    @cached_property
    def _actions(self) -> dict[int, Promise]:
        return {promise.id: promise for promise in self._news if promise.kind == "action"}

    def _items(self) -> list[ActionItem]:
        today = self.room.today
        fell_due = Q(pk__in=list(self._actions), state__in=[State.OPEN, State.CLOSED])
        late = Q(state=State.OPEN, due_on__lte=today)
        asked = Q(state=State.OPEN, pk__in=DateRequest.objects.running().values("item"))
        found = ActionItem.objects.filter(partner=self.room.review.partner)
        return list(
            found.filter(fell_due | late | asked | Q(state=State.REPORTED))
            .with_facts()
            .select_related("owner", "confirmed_by")
        )

    @cached_property
    def news(self) -> list[SideNews]:
        """What each side says has changed with it: read out before anything else, ours first."""
        return list(self.room.review.news.select_related("author").order_by("side"))

    @cached_property
    def cover(self) -> Cover | None:
        """The one the partnership stands under today."""
        return standing_cover(self.room.review.partner, reader=self.room.reader, today=self.room.today)

    def _row(self, item: ActionItem, verdicts: dict[int, Verdict], apart: str) -> PromiseRow:
        line, verdict = (
            self.room.line_about.get(Subject("action", item.pk)),
            verdicts.get(item.pk, Verdict.PENDING),
        )
        return PromiseRow(
            item, verdict, self.room.today, self.room.names, line, apart, not self.room.may_move
        )


@dataclass(frozen=True)
class PromisesChapter(Chapter):
    """Both sides' counts by one rule, month by month."""

    template = "record/print/promises.html"
    anchor = "promises"
    title = "Promises"

    @property
    def by_month(self) -> Chart:
        told = self.snapshot
        called = pronouns_in(told.edition, enterprise=told.enterprise, partner=told.partner.name)
        months = (
            of_month(month.month, Side(promises.side), month.count)
            for promises in told.promises
            for month in promises.months
        )
        return mirrored_chart(months, {side: called[side].subject for side in called})


@dataclass(frozen=True)
class Pair:
    """One line of the tracker: what we owe beside what they owe, either may be empty."""

    ours: ActionFacts | None
    theirs: ActionFacts | None

    @property
    def both(self) -> tuple[tuple[str, ActionFacts | None], ...]:
        return (Side.OURS.value, self.ours), (Side.THEIRS.value, self.theirs)


@dataclass(frozen=True)
class TrackerChapter(Chapter):
    """What either side owes, and what was settled."""

    template = "record/print/tracker.html"
    anchor = "tracker"
    title = "Tracker"

    @cached_property
    def fresh(self) -> tuple[Pair, ...]:
        """The promises made in this review."""
        return _paired([action for action in self.snapshot.actions if action.fresh])

    @cached_property
    def open(self) -> tuple[Pair, ...]:
        """What is still owed, apart from what was promised just now: late first, then by date."""
        owed = [
            action for action in self.snapshot.actions if action.state not in _SETTLED and not action.fresh
        ]
        return _paired(sorted(owed, key=lambda action: (-action.days_late, action.due_on, action.id)))

    @cached_property
    def settled(self) -> tuple[Pair, ...]:
        """What was confirmed or withdrawn since the review before."""
        done = [action for action in self.snapshot.actions if action.state in _SETTLED]
        return _paired(sorted(done, key=lambda action: (action.closed_on or date.max, action.id)))


def _paired(actions: Sequence[ActionFacts]) -> tuple[Pair, ...]:
    ours, theirs = ([action for action in actions if action.side == side] for side in Side.values)
    return tuple(Pair(*pair) for pair in zip_longest(ours, theirs))


class Promised(Section):
    number = 1
    title = "Promised last time"
    minutes = 15
    nothing = "Nothing is due by then."
    in_room = PromisedInRoom

    def entries(self, facts: AgendaFacts, exceptions: Mapping[Subject, Exceptional]) -> Iterator[Entry]:
        """We owe first, as a courtesy; then they owe. The latest first, what only waits for a confirmation last."""
        for side in Side:
            owed = [promise for promise in facts.promises if promise.side == side]
            for promise in sorted(
                owed, key=lambda promise: (_wants_a_nod(promise), promise.due_on, promise.id)
            ):
                yield Entry(
                    self.number,
                    promise.title,
                    subject=promise.subject,
                    presenter=promise.owner,
                    consent=_wants_a_nod(promise),
                )


PROMISED = Promised()


def _wants_a_nod(promise: DueAction) -> bool:
    return promise.reported and not promise.questioned
