"""Our house: what the reader's own side owes every partner, by business function, and what it holds up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dashboards.saying import Part, counted, in_words
from governance.models import ActionItem, Ask, WaitingPeriod
from partners.models import User

MOST = 500
UNNAMED = "No function named"


@dataclass(frozen=True)
class Debt:
    """One thing owed: an action, or an ask to be answered; `holds_up` names what of theirs waits meanwhile."""

    kind: str
    title: str
    partner_name: str
    slug: str
    pk: int
    owner: User | None
    since: date
    due_on: date | None
    holds_up: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """One business function of our house, the oldest debt first."""

    function: str
    debts: list[Debt]

    def late(self, today: date) -> int:
        return sum(debt.due_on is not None and debt.due_on < today for debt in self.debts)


@dataclass(frozen=True)
class House:
    rooms: list[Room]
    held_up: list[WaitingPeriod]
    today: date

    @property
    def owed(self) -> int:
        return sum(len(room.debts) for room in self.rooms)

    @property
    def late(self) -> int:
        return sum(room.late(self.today) for room in self.rooms)

    @property
    def sentence(self) -> list[Part]:
        """What is owed, where it sticks, and what it holds up."""
        if not self.owed:
            return [Part("Our side owes nobody anything today.")]
        said = [Part(f"We owe {counted(self.owed, 'thing')}")]
        if self.narrowest:
            count = in_words(self.late)
            where = (
                ""
                if len(self.rooms) == 1
                else f"{'' if self.late == 1 else ', most of it'} in {self.narrowest.function}"
            )
            said += [
                Part("; "),
                Part(f"{count} {'is' if self.late == 1 else 'are'} late{where}", hurts=True),
            ]
        said.append(Part("."))
        if number := len(self.held_up):
            said.append(
                Part(
                    f" {counted(number, 'item').capitalize()} of theirs cannot move because we hold the ball."
                )
            )
        return said

    @property
    def narrowest(self) -> Room | None:
        """The function with the most that is late; None when nothing is."""
        late = [room for room in self.rooms if room.late(self.today)]
        return max(late, key=lambda room: room.late(self.today), default=None)


def our_house(reader: User, *, today: date) -> House:
    """Everything the reader's side owes in the partnerships they see; the number of queries is always the same."""
    side = reader.side
    waits = list(
        WaitingPeriod.objects.visible_to(reader)
        .filter(on_side=side, ended_on=None, item__state=ActionItem.State.OPEN)
        .exclude(item__side=side)
        .select_related("item", "partner", "on_person")
        .order_by("began_on")[:MOST]
    )
    behind: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for wait in waits:
        behind[wait.partner_id, wait.on_person_id].append(wait.item.title)
    actions = (
        ActionItem.objects.to_do()
        .owed_by(side)
        .visible_to(reader)
        .select_related("owner", "partner", "outcome")
    )
    asks = Ask.objects.waiting_on(side).visible_to(reader).select_related("owner", "partner", "outcome")
    rooms: dict[str, list[Debt]] = defaultdict(list)
    for item in actions.order_by("first_due_on", "id")[:MOST]:
        rooms[_function(item)].append(_action(item, tuple(behind.pop((item.partner_id, item.owner_id), ()))))
    for ask in asks.order_by("raised_on", "id")[:MOST]:
        held = tuple(behind.pop((ask.partner_id, ask.owner_id), ())) if ask.owner_id else ()
        rooms[_function(ask)].append(_ask(ask, held))
    listed = [Room(name, sorted(debts, key=lambda debt: debt.since)) for name, debts in rooms.items()]
    listed.sort(key=lambda room: (-room.late(today), room.function == UNNAMED, room.function))
    return House(listed, waits, today)


def _function(row: ActionItem | Ask) -> str:
    """The function its outcome serves, else its owner's."""
    by_outcome = row.outcome.business_function if row.outcome else ""
    by_owner = row.owner.business_function if row.owner else ""
    return by_outcome or by_owner or UNNAMED


def _action(item: ActionItem, holds_up: tuple[str, ...]) -> Debt:
    return Debt(
        "action", item.title, item.partner.name, item.partner.slug, item.pk, item.owner,
        item.first_due_on or item.due_on, item.due_on, holds_up,
    )  # fmt: skip


def _ask(ask: Ask, holds_up: tuple[str, ...]) -> Debt:
    return Debt(
        ask.kind, ask.title, ask.partner.name, ask.partner.slug, ask.pk, ask.owner,
        ask.raised_on, ask.needed_by, holds_up,
    )  # fmt: skip
