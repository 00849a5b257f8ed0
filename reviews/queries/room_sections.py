"""What each section of the room shows. The number of queries does not depend on how much there is."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch, Q

from dashboards.queries.partnership import Outcome
from dashboards.queries.performance import Measured, Performance, performance
from governance.covers import standing_cover
from governance.ledger import Verdict, judge, tally
from governance.models import ActionItem, Ask, CheckIn, Cover, DateRequest, OutcomeIntent
from governance.people import people_who
from governance.queries import promises
from partners.access import Permission
from partners.models import Side, User
from reviews.clock import day_of
from reviews.facts import Subject
from reviews.models import AgendaItem, Section, SideStatement
from reviews.queries.room import Room
from reviews.queries.room_rows import AskRow, PromiseRow
from reviews.queries.room_shown import Column, Shown
from reviews.replying import WORKING_DAYS_TO_REPLY

DAYS_WITHOUT_A_LAST_TIME = 35
MOST_NOT_YET_DUE = 12
State = ActionItem.State


@dataclass(frozen=True)
class Promised(Shown):
    """Section 1: what was promised last time, we owe beside they owe."""

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


@dataclass(frozen=True)
class Asked(Shown):
    """Section 4: decisions, what is in the way, advice; by the side that has to answer, oldest first."""

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        answered_today = Q(answered_on=self.room.today)
        found = Ask.objects.filter(partner=self.room.review.partner)
        asks = found.filter(Q(state__in=Ask.OPEN_STATES) | answered_today).select_related(
            "owner", "raised_by"
        )
        rows = [
            AskRow(ask, self.room.today, self.room.names, self.room.line_about.get(Subject("ask", ask.pk)))
            for ask in asks
        ]
        return tuple(
            Column(
                side, f"{self.room.called[side]} answer",
                tuple(sorted((row for row in rows if row.ask.on_side == side), key=lambda row: row.order)),
            )
            for side in Side
        )  # fmt: skip


@dataclass(frozen=True)
class Performing(Shown):
    """Section 2: how it performs; what asks for a look first."""

    @cached_property
    def performance(self) -> Performance:
        return performance([self.room.review.partner], today=day_of(self.room.review))[0]

    @cached_property
    def asking(self) -> list[Measured]:
        """Those drawn large: red, then amber, then what has no reading, at most four."""
        return self.performance.asking()[:4]

    @cached_property
    def others(self) -> list[Measured]:
        drawn = {measured.indicator.pk for measured in self.asking}
        return [measured for measured in self.performance.measured if measured.indicator.pk not in drawn]

    def line(self, measured: Measured) -> AgendaItem | None:
        return self.room.line_about.get(Subject("indicator", measured.indicator.pk))

    @property
    def drawn(self) -> list[tuple[Measured, AgendaItem | None]]:
        return [(measured, self.line(measured)) for measured in self.asking]


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome intent with its last check-in."""

    outcome: Outcome
    check_in: CheckIn | None
    line: AgendaItem | None


@dataclass(frozen=True)
class Outcomes(Shown):
    """Section 3: the agreed outcome intents, with health and progress."""

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


@dataclass(frozen=True)
class TabledBy:
    """What one side put on the agenda; None where it tabled nothing."""

    side: Side
    name: str
    item: AgendaItem | None


@dataclass(frozen=True)
class Tabled(Shown):
    """Section 5: one item of each side."""

    @property
    def sides(self) -> list[TabledBy]:
        by_side = {
            item.tabled_by_side: item for item in self.room.below(Section.TABLED) if item.tabled_by_side
        }
        return [TabledBy(side, self.room.names[side], by_side.get(side)) for side in Side]


@dataclass(frozen=True)
class Said:
    """What one side says of what was read back."""

    side: Side
    name: str
    statement: SideStatement | None
    speakers: tuple[User, ...]
    usual: User | None
    """Who is offered as the speaker: whoever spoke before, oneself, or the only one here who may; never a guess."""
    stale: bool

    @property
    def stance(self) -> str:
        return self.statement.stance if self.statement else ""


@dataclass(frozen=True)
class SaidToday:
    """A promise as it is read back; `was` is its date before today, where it was given a new one."""

    item: ActionItem
    was: date | None = None


@dataclass(frozen=True)
class ReadBack(Shown):
    """Section 6: new promises and new dates of both sides, read back; each lead agrees or differs."""

    @property
    def new(self) -> list[tuple[Side, str, list[SaidToday]]]:
        said = self._said_today
        return [
            (side, f"{self.room.called[side]} owe", [each for each in said if each.item.side == side])
            for side in Side
        ]

    @cached_property
    def _said_today(self) -> list[SaidToday]:
        """What was promised, then what was given another date and is still to be done; each of them once."""
        said = {
            move.action.pk: SaidToday(move.action) for move in reversed(self.room.promised) if move.action
        }
        for move in reversed(self.room.redated):
            if move.action and move.action.state == State.OPEN:
                said.setdefault(
                    move.action.pk, SaidToday(move.action, date.fromisoformat(move.before["due_on"]))
                )
        return list(said.values())

    @cached_property
    def sides(self) -> list[Said]:
        statements = {
            row.side: row for row in self.room.review.statements.select_related("by", "sentence_by")
        }
        last = max((move.at for move in self.room.promised), default=None)
        return [
            Said(
                side, self.room.names[side], row := statements.get(side), may := self._speakers(side),
                self._usual(row, may), bool(row and row.stance and last and last > row.at),
            )
            for side in Side
        ]  # fmt: skip

    @cached_property
    def _who_may_speak(self) -> set[int]:
        may = people_who(Permission.SPEAK_FOR_SIDE, self.room.review.partner)
        return set(may.values_list("pk", flat=True))

    def _speakers(self, side: Side) -> tuple[User, ...]:
        """Those in the room who speak for `side`; oneself for one's own, in the room or not."""
        reader = self.room.reader
        here = [seat.person for seat in self.room.present if seat.person.side == side]
        own = [reader] if reader.side == side and reader not in here else []
        return tuple(person for person in (*own, *here) if person.pk in self._who_may_speak)

    def _usual(self, statement: SideStatement | None, speakers: tuple[User, ...]) -> User | None:
        before = [statement.by] if statement and statement.stance else []
        alone = speakers if len(speakers) == 1 else ()
        return next((person for person in (*before, self.room.reader, *alone) if person in speakers), None)

    days_to_reply = WORKING_DAYS_TO_REPLY

    @property
    def left_open(self) -> list[AgendaItem]:
        """Sections nobody turned to: what is below them comes first next time."""
        return [
            line.item for line in self.room.sections
            if line.item.state == AgendaItem.State.OPEN and line.item.section != Section.READ_BACK
        ]  # fmt: skip


SHOWN: dict[Section, type[Shown]] = {
    Section.PROMISED: Promised,
    Section.PERFORMANCE: Performing,
    Section.OUTCOMES: Outcomes,
    Section.ASKS: Asked,
    Section.TABLED: Tabled,
    Section.READ_BACK: ReadBack,
}


def section_of(room: Room) -> Shown:
    """What the screen shows in its middle."""
    return SHOWN[room.section](room) if room.shown.is_heading else Shown(room)
