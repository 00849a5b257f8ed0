"""What became of a sealed meeting, for a screen: decided, promised, said, noted, who was there. From the seal alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from partners.models import Side
from reviews.facts import (
    ActionFacts,
    AgendaItemFacts,
    MinuteFacts,
    MoveFacts,
    PresenceFacts,
    Snapshot,
    StatementFacts,
)
from reviews.facts.names import Names
from reviews.facts.pronouns import pronouns_in
from reviews.models import AgendaItem, Minute, RoomMove
from reviews.record.meeting import NOT_REACHED

_LEFT = (NOT_REACHED, AgendaItem.State.DEFERRED.label)


@dataclass(frozen=True)
class SideOfMeeting:
    """What one side promised in the meeting and what it said at its end, and its people there."""

    side: str
    organisation: str
    owes: str
    """ "We owe", "Meridian owes"."""
    promised: tuple[ActionFacts, ...]
    said: StatementFacts | None
    present: tuple[PresenceFacts, ...]


@dataclass(frozen=True)
class Proceedings:
    """`names` stand beside the ids in the seal."""

    snapshot: Snapshot
    names: Names

    @cached_property
    def sides(self) -> tuple[SideOfMeeting, ...]:
        """Both, ours first."""
        told = self.snapshot
        called = pronouns_in(told.edition, enterprise=told.enterprise, partner=told.partner.name)
        said = {statement.side: statement for statement in told.statements}
        return tuple(
            SideOfMeeting(
                side,
                told.organisation(side),
                f"{called[side].subject} {'owe' if told.edition == 'ours' else 'owes'}",
                tuple(action for action in told.actions if action.fresh and action.side == side),
                said.get(side),
                tuple(presence for presence in told.attendance if presence.side == side),
            )
            for side in Side.values
        )

    @property
    def decided(self) -> tuple[MoveFacts, ...]:
        return self._moves([RoomMove.Kind.DECIDED])

    @property
    def done(self) -> tuple[MoveFacts, ...]:
        """What else was done with promises that were there: new dates, waits, what was reported and confirmed."""
        apart = (RoomMove.Kind.DECIDED, RoomMove.Kind.PROMISED)
        return self._moves([kind for kind in RoomMove.Kind if kind not in apart])

    def _moves(self, kinds: Iterable[RoomMove.Kind]) -> tuple[MoveFacts, ...]:
        labels = {kind.label for kind in kinds}
        return tuple(move for move in self.snapshot.moves if move.kind in labels)

    @cached_property
    def noted(self) -> tuple[tuple[str, tuple[MinuteFacts, ...]], ...]:
        """What was written down besides, by the title of the item in hand; what belongs to none comes last, without."""
        minutes = [minute for minute in self.snapshot.minutes if minute.kind != Minute.Kind.DECISION]
        titles = {item.id: item.title for item in self.snapshot.agenda}
        under = {key: [minute for minute in minutes if minute.item == key] for key in (*titles, None)}
        return tuple((titles[key] if key else "", tuple(found)) for key, found in under.items() if found)

    @property
    def left(self) -> tuple[AgendaItemFacts, ...]:
        """What was not reached, or put off: it waits for the next review, but for what was only to be known."""
        wanted = (item for item in self.snapshot.agenda if item.kind != AgendaItem.Kind.KNOW)
        return tuple(item for item in wanted if item.state in _LEFT)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """(anchor, title) of what there is below page one, with how many."""
        promised = sum(len(side.promised) for side in self.sides)
        return tuple(
            (anchor, title)
            for anchor, title, there in (
                ("said", "Said by each side", True),
                ("decided", f"{len(self.decided)} decided", bool(self.decided)),
                ("promised", f"{promised} promised", bool(promised)),
                ("outcomes", "Outcomes", bool(self.snapshot.outcomes)),
                ("noted", "Noted", bool(self.noted or self.left)),
                ("present", "Who was there", bool(self.snapshot.attendance)),
            )
            if there
        )
