"""What the pages show of a mandate: how far it goes, what was opened up for it and whether that was kept, and bets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.counting.formula import Verdict
from governance.ledger.entries import Entry
from governance.ledger.facts import covers_of, promise_of
from governance.models import ActionItem, CapabilityBet, MandateStep, Opening
from governance.models.mandate import Reach
from partners.models import Partner, User


@dataclass(frozen=True)
class Mark:
    """A step of the path, the day from which it holds or held, where it was reached, and how that was decided."""

    reach: Reach
    reached: bool
    current: bool
    since: date | None


@dataclass(frozen=True)
class Opened:
    """Something our side opened up: an action, and what it came to once it fell due."""

    opening: Opening
    entry: Entry | None

    @property
    def action(self) -> ActionItem:
        return self.opening.action

    @property
    def is_over(self) -> bool:
        """Whether it fell due, and nothing is left to be said about it."""
        return self.entry is not None and self.action.state == ActionItem.State.CLOSED

    @property
    def kept(self) -> bool:
        return self.entry is not None and self.entry.verdict is Verdict.KEPT


@dataclass(frozen=True)
class Mandate:
    """The mandate of one partnership, as both sides read it. `steps` are all that were decided, the newest first."""

    steps: tuple[MandateStep, ...]
    opened: tuple[Opened, ...]
    bets: tuple[CapabilityBet, ...]

    @property
    def current(self) -> MandateStep | None:
        return self.steps[0] if self.steps else None

    @property
    def path(self) -> tuple[Mark, ...]:
        """All steps there are, the narrowest first, up to where the mandate goes today."""
        rank = self.current.rank if self.current else -1
        return tuple(
            Mark(
                reach,
                reach.rank <= rank,
                reach.rank == rank,
                self._since(reach) if reach.rank <= rank else None,
            )
            for reach in Reach
        )

    def _since(self, reach: Reach) -> date | None:
        """The day of the last decision by which it became this step; None where it was passed over."""
        return next((step.decided_on for step in self.steps if step.step == reach), None)

    @property
    def standing(self) -> tuple[Opened, ...]:
        """What was opened up and not withdrawn since."""
        return tuple(o for o in self.opened if o.action.state != ActionItem.State.WITHDRAWN)

    @property
    def kept(self) -> int:
        return sum(opened.kept for opened in self.standing)

    @property
    def open_bets(self) -> list[CapabilityBet]:
        return [bet for bet in self.bets if bet.state == CapabilityBet.State.OPEN]

    @property
    def past_bets(self) -> list[CapabilityBet]:
        return [bet for bet in self.bets if bet.state != CapabilityBet.State.OPEN]


def current_step(partner: Partner) -> MandateStep | None:
    """The decision that holds in the partnership today."""
    return MandateStep.objects.current().filter(partner=partner).select_related("previous").first()


def mandate_of(partner: Partner, reader: User, today: date) -> Mandate:
    """Everything that was decided, opened up and bet on in the partnership."""
    steps = MandateStep.objects.visible_to(reader).filter(partner=partner)
    bets = CapabilityBet.objects.visible_to(reader).filter(partner=partner)
    return Mandate(
        tuple(steps.select_related("decided_by", "previous", "partner").order_by("-id")),
        opened_of(Opening.objects.visible_to(reader).filter(partner=partner), partner, today),
        tuple(bets.select_related("placed_by", "said_by", "partner")),
    )


def opened_of(openings: Iterable[Opening], partner: Partner, today: date) -> tuple[Opened, ...]:
    """What was opened up, the earliest due first, each with what it came to."""
    openings = list(openings)
    actions = ActionItem.objects.filter(opening__in=openings).prefetch_related("dates", "waits")
    found, covers = {item.pk: item for item in actions}, covers_of([partner])
    rows = []
    for opening in openings:
        opening.action = item = found[opening.action_id]
        item.partner = partner
        promise = promise_of(item, item.dates.all(), covers)
        entry = Entry(promise, today) if promise else None
        rows.append(Opened(opening, entry if entry and entry.has_fallen_due else None))
    return tuple(sorted(rows, key=lambda row: (row.action.first_due_on or date.max, row.opening.pk)))


def decided_between(partner: Partner, after: date, until: date) -> list[MandateStep]:
    """The decisions after one day up to and including another, the earliest first."""
    found = MandateStep.objects.filter(partner=partner, decided_on__gt=after, decided_on__lte=until)
    return list(found.select_related("previous").prefetch_related("openings__action").order_by("id"))
