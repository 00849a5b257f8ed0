"""One review before it begins, and the lines of its agenda as they were sealed."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from governance.models import ActionItem, Ask
from governance.owed import Status
from partners.access import Permission, can
from partners.finding import plain
from partners.models import Side, User
from partners.numbers import counted, number_in_words
from reviews.agenda.coming_up import coming_up
from reviews.agenda.last_time import LastTime, last_time
from reviews.agenda.timetable import Length, length_of
from reviews.agenda.verbs.preparing import lines_behind
from reviews.clock import (
    day_of,
    freezes_on,
    is_left_open,
    last_day_to_seal,
    today_of,
    zone_of,
)
from reviews.facts import ActionFacts
from reviews.facts.ahead import AheadShown
from reviews.facts.owed import status_of_action
from reviews.facts.queries import subject_of
from reviews.facts.seal import snapshot_of
from reviews.models import (
    AgendaAnswer,
    AgendaItem,
    AgendaPaper,
    Attendance,
    ItemGuest,
    Review,
    Seal,
    SideNews,
)
from reviews.recipients import EDITION_OF
from reviews.sections import in_order, section_numbered
from reviews.sections.section import Section

State = Review.State


@dataclass(frozen=True)
class Line:
    """A line of the agenda with what each side answered, and what the reader's side may still say."""

    item: AgendaItem
    mine: AgendaAnswer | None
    answers: tuple[AgendaAnswer, ...]
    tabled_by_name: str
    stood: ActionItem | Ask | Status | None = None
    """How the promise or ask it is about stands; once the review is sealed, how a promise stood then."""
    sealed_state: str = ""
    """Of a promise, its state as it was sealed."""
    url: str = ""
    """The page of what it is about; empty where it is about nothing that has one."""

    @property
    def has_more(self) -> bool:
        """Whether a paper hangs on it or somebody is asked to it."""
        return bool(self.item.papers.all() or self.item.guests.all())

    @property
    def side(self) -> str:
        """Whose promise or ask it is; empty where it is nobody's alone."""
        if self.item.action:
            return self.item.action.side
        if self.item.ask:
            return self.item.ask.on_side
        return self.item.tabled_by_side

    @property
    def due_on(self) -> date | None:
        """The day of the promise, or by which the ask needs its answer."""
        return (
            self.item.action.due_on
            if self.item.action
            else self.item.ask.needed_by
            if self.item.ask
            else None
        )

    @property
    def wants_a_nod(self) -> bool:
        if not self.item.action:
            return False
        return (self.sealed_state or self.item.action.state) == "reported"


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
    def wanted(self) -> str:
        """What its lines want of the meeting, counted: "4 to decide, 6 to discuss"."""
        kinds = [line.item.kind for line in self.to_talk_about]
        found = [(kinds.count(kind), kind.label) for kind in AgendaItem.Kind]
        said = [f"{count} to {word}" for count, word in found if count]
        if self.consent:
            said.append(f"{len(self.consent)} to confirm")
        return ", ".join(said)

    @property
    def added(self) -> int:
        """How many of them were added automatically."""
        return sum(bool(line.item.rule) for line in self.lines)

    @property
    def added_in_words(self) -> str:
        return f"{self.added} added automatically"

    @property
    def keys(self) -> list[int]:
        return [line.item.pk for line in self.lines]

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
class NewsOfSide:
    """What one side says has changed with it, and whether the reader says it."""

    side: Side
    name: str
    said: SideNews | None
    is_own: bool
    may_say: bool


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
    def is_left_open(self) -> bool:
        """Its day has passed and nobody has sealed it."""
        return is_left_open(self.review, self.now)

    @property
    def last_day(self) -> date:
        """On which somebody seals it: after that it is sealed as it stands."""
        return last_day_to_seal(self.review)

    @property
    def starts(self) -> datetime:
        """The hour, where its chair lives."""
        return timezone.localtime(self.review.starts_at, zone_of(self.review.chair))

    @property
    def exceptions_in_words(self) -> str:
        """ "Two lines were added automatically." """
        count = len(self.exceptions)
        if not count:
            return ""
        return (
            "One line was added automatically."
            if count == 1
            else f"{number_in_words(count).capitalize()} lines were added automatically."
        )

    @property
    def days_frozen(self) -> int:
        return self.review.forum.papers_ahead

    @property
    def freezes_on(self) -> date:
        return freezes_on(self.review)

    @property
    def today(self) -> date:
        return today_of(self.reader, self.now)

    @cached_property
    def behind(self) -> str:
        """What a frozen agenda no longer knows, in a sentence; empty while it is as the facts are."""
        if not self.is_scheduled or not self.review.agenda_frozen_at:
            return ""
        count = lines_behind(self.review)
        if not count:
            return ""
        built = f"It was built on {timezone.localtime(self.review.agenda_frozen_at, zone_of(self.review.chair)):%-d %B}"
        would = f"{counted(count, 'line')} would be different".capitalize()
        return f"{built}, and what both sides promised and measured has changed since. {would} today."

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
        with_people: list[Prefetch[Any]] = [
            Prefetch("answers", AgendaAnswer.objects.select_related("author")),
            Prefetch("guests", ItemGuest.objects.select_related("person")),
        ]
        items = in_order(
            AgendaItem.objects.filter(review=self.review)
            .select_related("action__owner", "ask", "carried_from", "tabled_by", "presenter")
            .prefetch_related(*with_people, Prefetch("papers", AgendaPaper.objects.all()))
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

    @cached_property
    def length(self) -> Length | None:
        """What it takes, while it is planned: overtime in the room is nobody's reproach."""
        if not self.is_scheduled:
            return None
        items = [section.heading for section in self.sections]
        items += [line.item for section in self.sections for line in section.lines]
        return length_of(items, self.review.minutes)

    @cached_property
    def last_time(self) -> LastTime | None:
        """The meeting before, and what each side said of its record."""
        return last_time(self.review)

    @property
    def last_time_in_words(self) -> str:
        return self.last_time.words(self.reader.side) if self.last_time else ""

    @cached_property
    def news(self) -> list[NewsOfSide]:
        """What each side says has changed with it, the reader's own to be said or corrected."""
        said = {row.side: row for row in self.review.news.select_related("author")}
        return [
            NewsOfSide(
                side,
                self.names[side],
                said.get(side),
                side is self.reader.side,
                self._may_say_news(side, said.get(side)),
            )
            for side in Side
        ]

    @property
    def has_news(self) -> bool:
        return any(each.said for each in self.news)

    def _may_say_news(self, side: Side, said: SideNews | None) -> bool:
        return self.may_prepare and side == self.reader.side and not (said and self.review.agenda_frozen_at)

    @cached_property
    def ahead(self) -> AheadShown:
        """What comes in the next ninety days, as far as the reader may know it; nothing once the review has begun."""
        return coming_up(self.review.partner, self.reader, self.today) if self.is_scheduled else AheadShown()

    @property
    def exceptions(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines if line.item.rule]

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
        return sorted(
            found, key=lambda seat: (list(Side).index(seat.person.side), plain(seat.person.full_name))
        )

    def _line(self, item: AgendaItem) -> Line:
        answers = tuple(item.answers.all())
        mine = next((answer for answer in answers if answer.side == self.reader.side), None)
        stood, state = self._stood(item)
        about = subject_of(item)
        url = about.url(self.review.partner.slug) if about else ""
        return Line(item, mine, answers, self.names.get(item.tabled_by_side, ""), stood, state, url)

    def _stood(self, item: AgendaItem) -> tuple[ActionItem | Ask | Status | None, str]:
        """How the promise or ask of a line stands, and the state of a promise where that is sealed."""
        if self.review.state != State.SEALED:
            return item.action or item.ask, ""
        if not item.action:
            return None, ""
        fact = self._sealed.get(item.action.pk)
        return (status_of_action(fact, self.on), fact.state) if fact else (None, "")

    @cached_property
    def _sealed(self) -> dict[int, ActionFacts]:
        """Every promise as it was sealed, in the edition of the reader's side, by its id."""
        edition = EDITION_OF[self.reader.side]
        seals = Seal.objects.filter(review=self.review, kind=Seal.Kind.REVIEW, edition=edition)
        return {fact.id: fact for seal in seals for fact in snapshot_of(seal).actions}

    @staticmethod
    def _below(item: AgendaItem, heading: AgendaItem) -> bool:
        return item.section == heading.section and not item.is_heading
