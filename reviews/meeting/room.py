"""The review room, as one screen sees it. Read in the shared scope: the partner's edition, whoever looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from partners.access import Permission, can
from partners.finding import plain
from partners.models import Side, User
from partners.voice import called
from reviews.clock import today_of
from reviews.facts.agenda import Subject
from reviews.facts.queries import subject_of
from reviews.meeting.overtaken import SAID_BESIDES
from reviews.meeting.place import Place
from reviews.models import AgendaItem, Attendance, Review, RoomMove


@dataclass(frozen=True)
class RailLine:
    """A line of the agenda at the side: a section, or something carried over."""

    item: AgendaItem
    note: str
    seconds: int

    @property
    def is_behind(self) -> bool:
        return self.item.state in (AgendaItem.State.DISCUSSED, AgendaItem.State.DROPPED)

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.seconds / (60 * self.item.minutes))) if self.item.minutes else 0


@dataclass(frozen=True)
class Room:
    """Everything around the section in hand. `reader` is whoever is signed in on this screen.

    `agenda` are its lines in their order, `look_out` what to look out for in a section, by its number, `at_screens` the
    ids of those whose screens show the room now, and `mark` what they are told apart by.
    """

    review: Review
    reader: User
    now: datetime
    place: Place
    agenda: tuple[AgendaItem, ...]
    look_out: Mapping[int, str]
    at_screens: frozenset[int] = frozenset()
    mark: str = ""

    @property
    def today(self) -> date:
        return today_of(self.review.chair, self.now)

    @property
    def seconds(self) -> int:
        return self.review.elapsed(self.now)

    @property
    def minutes_over(self) -> int:
        """Whole minutes beyond what was planned: said quietly, and reproached to nobody."""
        return max(0, self.seconds // 60 - self.review.minutes)

    @cached_property
    def may_move(self) -> bool:
        return can(self.reader, Permission.RUN_REVIEW, self.review.partner)

    @property
    def may_write(self) -> bool:
        """The chair's line, and the undo of what they wrote: for the scribe as well."""
        return self.may_move or self.review.scribe_id == self.reader.pk

    @property
    def may_undo(self) -> bool:
        """Whoever may chair takes back the last move, a scribe what they wrote themselves."""
        return self.may_move or (self.may_write and self.moves[0].by_id == self.reader.pk)

    @property
    def presents(self) -> bool:
        """Whether what this screen turns to is turned to on every other one that follows."""
        return self.review.presented_by == self.reader.pk

    @property
    def presenter(self) -> User | None:
        return self.review.presenter or self.review.chair

    @cached_property
    def may_speak(self) -> bool:
        return can(self.reader, Permission.SPEAK_FOR_SIDE, self.review.partner)

    @cached_property
    def names(self) -> dict[str, str]:
        return self.review.partner.side_names

    @property
    def called(self) -> dict[str, str]:
        """ "We" is the side of whoever reads."""
        return called(self.reader.side)

    @cached_property
    def in_hand(self) -> AgendaItem | None:
        return next((item for item in self.agenda if item.state == AgendaItem.State.NOW), None)

    @cached_property
    def shown(self) -> AgendaItem:
        """What this screen shows: what it asked for, else what is in hand."""
        asked = next((item for item in self.agenda if str(item.pk) == self.place.item), None)
        return asked or self.in_hand or self.agenda[0]

    @property
    def looks_around(self) -> bool:
        """This screen stays where it is when the others turn to something else."""
        return not self.presents and bool(self.place.item)

    @property
    def heading(self) -> AgendaItem:
        """What opens the section that this screen shows, or a line of."""
        return next(item for item in self.agenda if item.is_heading and item.section == self.shown.section)

    @cached_property
    def sections(self) -> list[RailLine]:
        return [
            self._rail(item, self.look_out.get(item.section, "")) for item in self.agenda if item.is_heading
        ]

    @cached_property
    def carried(self) -> list[RailLine]:
        return [
            self._rail(item, "")
            for item in self.agenda
            if item.carried_from_id and item.minutes and not item.is_heading
        ]

    def below(self, section: int) -> list[AgendaItem]:
        """The lines of the section of that number, without its heading."""
        return below(self.agenda, section)

    @cached_property
    def line_about(self) -> dict[Subject, AgendaItem]:
        """The line of the agenda that speaks of something: its answers, and why it is there."""
        return {subject: item for item in self.agenda if (subject := subject_of(item))}

    @cached_property
    def read_back(self) -> AgendaItem:
        """The last section, which closes the meeting."""
        return [item for item in self.agenda if item.is_heading][-1]

    @cached_property
    def seats(self) -> list[Attendance]:
        found = Attendance.objects.filter(review=self.review).select_related("person")
        return sorted(
            found, key=lambda seat: (list(Side).index(seat.person.side), plain(seat.person.full_name))
        )

    @property
    def present(self) -> list[Attendance]:
        return [seat for seat in self.seats if seat.state == Attendance.State.PRESENT]

    @property
    def following(self) -> list[Attendance]:
        """Who looks on from elsewhere at this moment."""
        return [
            seat for seat in self.seats if seat.state == Attendance.State.FOLLOWING and self.watches(seat)
        ]

    @property
    def seated(self) -> list[tuple[Attendance, bool]]:
        """Every seat, and whether its person's screen shows the room now."""
        return [(seat, self.watches(seat)) for seat in self.seats]

    def watches(self, seat: Attendance) -> bool:
        return seat.person_id in self.at_screens

    @property
    def here(self) -> list[User]:
        """Who is in the room or looks on: who can present, or write beside the chair. Whoever does so already stays
        among them while their screen is away."""
        named = (self.review.presenter_id, self.review.scribe_id)
        around = (*self.present, *self.following)
        return [seat.person for seat in self.seats if seat in around or seat.person_id in named]

    @property
    def awaited(self) -> bool:
        """Whether somebody is not in the room who has not left it either."""
        here_or_left = (Attendance.State.PRESENT, Attendance.State.EXCUSED)
        return any(seat.state not in here_or_left for seat in self.seats)

    @property
    def my_seat(self) -> Attendance | None:
        return next((seat for seat in self.seats if seat.person_id == self.reader.pk), None)

    @cached_property
    def moves(self) -> list[RoomMove]:
        """Everything said today that still stands, latest first."""
        found = RoomMove.objects.filter(review=self.review, undone_at=None)
        return list(
            found.select_related("action__owner", "ask__answered_by", "minute", "thanks", "by").order_by(
                "-at", "-id"
            )
        )

    def _of_kind(self, kind: RoomMove.Kind) -> list[RoomMove]:
        return [move for move in self.moves if move.kind == kind]

    @property
    def decided(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.DECIDED)

    @property
    def promised(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.PROMISED)

    @property
    def redated(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.MOVED)

    @property
    def said_besides(self) -> list[RoomMove]:
        """What else was written down of promises on the word of whoever owes them: done, waiting, handed over."""
        return [move for move in self.moves if move.kind in SAID_BESIDES]

    @property
    def notes(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.NOTED)

    @property
    def parked(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.PARKED)

    @property
    def thanked(self) -> list[RoomMove]:
        return self._of_kind(RoomMove.Kind.THANKED)

    def _rail(self, item: AgendaItem, note: str) -> RailLine:
        return RailLine(item, note, item.spent(self.now))


def below(agenda: Iterable[AgendaItem], section: int) -> list[AgendaItem]:
    """The lines of the section of that number, without its heading."""
    return [item for item in agenda if item.section == section and not item.is_heading]
