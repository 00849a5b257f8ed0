"""The end of the meeting: what was promised today is read back, each side says whether it agrees, and it is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.models import ActionItem
from governance.people import people_who
from partners.access import Permission
from partners.models import Side, User
from reviews.clock import last_day_to_seal
from reviews.facts import Snapshot
from reviews.facts.pronouns import Pronouns
from reviews.meeting.overtaken import overtaken
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem, RoomMove, SideStatement
from reviews.replying import WORKING_DAYS_TO_REPLY
from reviews.sections.box import Box
from reviews.sections.section import Section

State = ActionItem.State


@dataclass(frozen=True)
class Said:
    """What one side says of what was read back."""

    side: Side
    name: str
    statement: SideStatement | None
    speakers: tuple[User, ...]
    usual: User | None
    """Who is offered as the speaker: whoever spoke before, oneself, or the only one here who may; never a guess."""
    is_overtaken: bool
    """Said before the last change to what is read back."""

    @property
    def stance(self) -> str:
        return self.statement.stance if self.statement else ""


@dataclass(frozen=True)
class SaidToday:
    """A promise as it is read back; `was` is its date before today, where it was given a new one. `written_by` is
    whoever wrote it down, where that is not the chair.
    """

    item: ActionItem
    was: date | None = None
    written_by: User | None = None


@dataclass(frozen=True)
class ReadBackInRoom(Shown):
    """New promises and new dates of both sides, read back; each lead agrees or differs."""

    template = "room/_read_back.html"
    closes = True

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
            move.action.pk: SaidToday(move.action, written_by=self._writer(move))
            for move in reversed(self.room.promised)
            if move.action
        }
        for move in reversed(self.room.redated):
            if move.action and move.action.state == State.OPEN:
                was = date.fromisoformat(move.before["due_on"])
                said.setdefault(move.action.pk, SaidToday(move.action, was, self._writer(move)))
        return list(said.values())

    @property
    def besides(self) -> list[tuple[RoomMove, User | None]]:
        """What else was said of promises, in the order in which it was, and who wrote it down but the chair."""
        return [(move, self._writer(move)) for move in reversed(self.room.said_besides)]

    def _writer(self, move: RoomMove) -> User | None:
        return move.by if move.by_id != self.room.review.chair_id else None

    @cached_property
    def sides(self) -> list[Said]:
        statements = {
            row.side: row for row in self.room.review.statements.select_related("by", "sentence_by")
        }
        late = overtaken(self.room.review, statements.values())
        return [
            Said(
                side,
                self.room.names[side],
                row := statements.get(side),
                may := self._speakers(side),
                self._usual(row, may),
                side in late,
            )
            for side in Side
        ]

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
    def last_day(self) -> date:
        """On which somebody seals it: after that it is sealed as it stands."""
        return last_day_to_seal(self.room.review)

    @property
    def left_open(self) -> list[AgendaItem]:
        """Sections nobody turned to: what is below them comes first next time."""
        return [
            line.item
            for line in self.room.sections
            if line.item.state == AgendaItem.State.OPEN and line.item.section != READ_BACK.number
        ]


class ReadBack(Section):
    number = 6
    title = "Read back & seal"
    minutes = 10
    nothing = "New promises are read back, each side agrees or differs, and the review is sealed."
    in_room = ReadBackInRoom

    def box(self, snapshot: Snapshot, called: Mapping[str, Pronouns]) -> Box:
        stances = {statement.side: statement.stance for statement in snapshot.statements}
        differing = [side for side in Side.values if stances.get(side) == "differ"]
        if differing:
            who = "both differ" if len(differing) == 2 else f"{called[differing[0]].subject} differ"
            if len(differing) == 1 and called[differing[0]].subject not in {"We", "They"}:
                who = f"{called[differing[0]].subject} differs"
            return Box("Read back", "warn", who)
        if any(statement.overtaken for statement in snapshot.statements):
            return Box("Read back", "warn", "changed after a yes")
        if all(stances.get(side) == "agree" for side in Side.values):
            return Box("Read back", "good", "both sides agree")
        return Box("Read back", "none", "not said by both")


READ_BACK = ReadBack()
