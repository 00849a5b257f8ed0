"""Reviews as lists, and one review before it begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from governance.models import Forum
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.models import Partner, Side, User
from partners.numbers import number_in_words
from partners.paging import first
from reviews.clock import WORKING_DAYS_FROZEN, day_of, freezes_on, today_of, zone_of
from reviews.models import AgendaAnswer, AgendaItem, Attendance, Review
from reviews.sections import PROMISED, in_order, section_numbered
from reviews.sections.section import Section

PAST_SHOWN = 20
State = Review.State


@dataclass(frozen=True)
class Listed:
    """A review in a list, as `reader` sees it."""

    review: Review
    reader: User
    now: datetime

    @property
    def on(self) -> date:
        return day_of(self.review)

    @property
    def may_prepare(self) -> bool:
        return can(self.reader, Permission.PREPARE_REVIEW, self.review.partner)

    @property
    def standing(self) -> tuple[str, str]:
        """State of its sign and the word."""
        if self.review.state == State.OPEN:
            return "good", "under way"
        if self.review.state == State.SEALED:
            return "none", "sealed"
        days = (self.on - today_of(self.reader, self.now)).days
        if days < 0:
            return "bad", "not held yet"
        return ("warn", "today") if days == 0 else ("none", "tomorrow" if days == 1 else f"in {days} days")


@dataclass(frozen=True)
class Lists:
    """Every review the reader sees: those to come, those held, and forums without a day."""

    reader: User
    now: datetime
    partner: Partner | None = None
    before: int = 0

    @cached_property
    def coming(self) -> list[Listed]:
        rows = self._rows().filter(state__in=[State.SCHEDULED, State.OPEN]).order_by("starts_at", "id")
        return [Listed(row, self.reader, self.now) for row in rows]

    @cached_property
    def _held(self) -> tuple[list[Review], Review | None]:
        rows = self._rows().filter(state=State.SEALED).order_by("-id")
        return first(rows.filter(pk__lt=self.before) if self.before else rows, PAST_SHOWN)

    @property
    def older(self) -> int:
        """The key to go on from, or 0."""
        last = self._held[1]
        return last.pk if last else 0

    @property
    def shown_held(self) -> list[Listed]:
        """A page of sealed ones, latest first."""
        return [Listed(row, self.reader, self.now) for row in self._held[0]]

    @cached_property
    def to_schedule(self) -> list[Partner]:
        """Partnerships whose review the reader may schedule and that have none to come."""
        planned = {listed.review.partner_id for listed in self.coming}
        partners = (
            [self.partner]
            if self.partner
            else Partner.objects.visible_to(self.reader).filter(status="active")
        )
        return [
            partner
            for partner in partners
            if partner.pk not in planned and may_begin(self.reader, Permission.PREPARE_REVIEW, partner)
        ]

    def _rows(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.reader).select_related("partner", "forum", "chair")
        return rows.filter(partner=self.partner) if self.partner else rows


@dataclass(frozen=True)
class Line:
    """A line of the agenda with what each side answered, and what the reader's side may still say."""

    item: AgendaItem
    mine: AgendaAnswer | None
    answers: tuple[AgendaAnswer, ...]
    tabled_by_name: str

    @property
    def side(self) -> str:
        """Whose promise or ask it is; empty where it is nobody's alone."""
        if self.item.action:
            return self.item.action.side
        if self.item.ask:
            return self.item.ask.on_side
        return self.item.tabled_by_side

    @property
    def wants_a_nod(self) -> bool:
        return bool(self.item.action and self.item.action.state == "reported")


@dataclass(frozen=True)
class SectionLines:
    """A section with its lines, by side where they are somebody's. `number` is its place on this agenda."""

    section: Section
    number: int
    heading: AgendaItem
    lines: tuple[Line, ...]

    @property
    def nothing(self) -> str:
        """What is said where nothing stands in it."""
        return self.section.nothing

    @property
    def to_talk_about(self) -> list[Line]:
        return [line for line in self.lines if not self._is_consent(line)]

    @property
    def consent(self) -> list[Line]:
        """Reported done and questioned by nobody: folded away."""
        return [line for line in self.lines if self._is_consent(line)]

    @staticmethod
    def _is_consent(line: Line) -> bool:
        given_back = line.item.action is not None and line.item.action.returned > 0
        return (
            line.wants_a_nod
            and not given_back
            and not any(answer.side != line.side for answer in line.answers)
        )


@dataclass(frozen=True)
class Agenda:
    """A review before it begins, as `reader` sees it."""

    review: Review
    reader: User
    now: datetime

    @property
    def on(self) -> date:
        return day_of(self.review)

    @property
    def starts(self) -> datetime:
        """The hour, where its chair lives."""
        return timezone.localtime(self.review.starts_at, zone_of(self.review.chair))

    @property
    def exceptions_in_words(self) -> str:
        """ "Two things put themselves on the agenda." """
        count = len(self.exceptions)
        if not count:
            return ""
        return (
            "One thing put itself on the agenda."
            if count == 1
            else f"{number_in_words(count).capitalize()} things put themselves on the agenda."
        )

    days_frozen = WORKING_DAYS_FROZEN

    @property
    def freezes_on(self) -> date:
        return freezes_on(self.review)

    @property
    def today(self) -> date:
        return today_of(self.reader, self.now)

    @cached_property
    def names(self) -> dict[str, str]:
        return self.review.partner.side_names

    @property
    def other_name(self) -> str:
        return self.names[self.reader.side.other]

    def _may(self, permission: Permission) -> bool:
        return can(self.reader, permission, self.review.partner)

    @property
    def is_scheduled(self) -> bool:
        return self.review.state == State.SCHEDULED

    @property
    def may_prepare(self) -> bool:
        return self.is_scheduled and self._may(Permission.PREPARE_REVIEW)

    @property
    def may_answer(self) -> bool:
        return self.is_scheduled and self._may(Permission.RAISE)

    @property
    def may_run(self) -> bool:
        return self._may(Permission.RUN_REVIEW)

    @property
    def is_due(self) -> bool:
        """Its day has come: it may be opened."""
        return self.is_scheduled and today_of(self.review.chair, self.now) >= self.on

    @cached_property
    def sections(self) -> list[SectionLines]:
        answers = Prefetch("answers", AgendaAnswer.objects.select_related("author"))
        items = in_order(
            AgendaItem.objects.filter(review=self.review)
            .select_related("action__owner", "ask", "carried_from", "tabled_by", "presenter")
            .prefetch_related(answers)
        )
        headings = [item for item in items if item.is_heading]
        return [
            SectionLines(
                section_numbered(heading.section),
                number,
                heading,
                tuple(self._line(item) for item in items if self._below(item, heading)),
            )
            for number, heading in enumerate(headings, start=1)
        ]

    @property
    def exceptions(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines if line.item.rule]

    @property
    def owed(self) -> dict[str, int]:
        """How many promises of each side are to be talked about."""
        lines = next((each.to_talk_about for each in self.sections if each.section is PROMISED), [])
        return {side.value: sum(line.side == side for line in lines) for side in Side}

    @cached_property
    def my_item(self) -> AgendaItem | None:
        """What the reader's side tabled."""
        tabled = (
            line.item for section in self.sections for line in section.lines if line.item.tabled_by_side
        )
        return next((item for item in tabled if item.tabled_by_side == self.reader.side), None)

    @property
    def may_table(self) -> bool:
        return self.may_prepare and not (self.my_item and self.review.agenda_frozen_at)

    @cached_property
    def seats(self) -> list[Attendance]:
        found = self.review.attendance.select_related("person")
        return sorted(found, key=lambda seat: (list(Side).index(seat.person.side), seat.person.full_name))

    def _line(self, item: AgendaItem) -> Line:
        answers = tuple(item.answers.all())
        mine = next((answer for answer in answers if answer.side == self.reader.side), None)
        return Line(item, mine, answers, self.names.get(item.tabled_by_side, ""))

    @staticmethod
    def _below(item: AgendaItem, heading: AgendaItem) -> bool:
        return item.section == heading.section and not item.is_heading


def forums_of(partner: Partner) -> Iterable[Forum]:
    return Forum.objects.filter(partner=partner).select_related("partner", "chair", "deputy_chair")
