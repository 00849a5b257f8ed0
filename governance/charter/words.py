"""What the charter of a partnership says, read from what both sides keep: one page, and the words they agree to."""

import hashlib
import json
from dataclasses import asdict, dataclass

from governance.models import ActionItem, Forum, MandateStep, Opening, OutcomeIntent, StandingPromise
from partners.models import PartingPlan, Partner, Side, User

MOST_OUTCOMES = 4
MOST_STANDING = 6


@dataclass(frozen=True)
class Intent:
    """An outcome that is handed over, and the free hand given with it."""

    statement: str
    target: str
    function: str
    free_hand_until: str
    limits: str


@dataclass(frozen=True)
class Meeting:
    """How one forum meets."""

    name: str
    cadence: str
    minutes: int


@dataclass(frozen=True)
class CharterWords:
    """Everything both sides say yes to. Nothing in it is one side's alone."""

    brings: str
    outcomes: tuple[Intent, ...]
    meetings: tuple[Meeting, ...]
    standing: dict[str, tuple[str, ...]]
    trusted_with: str
    opened: tuple[str, ...]
    parting: str

    @property
    def sha256(self) -> str:
        """The same for the same words, on every machine."""
        plain = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


def charter_words(partner: Partner, reader: User) -> CharterWords:
    """The same whoever reads: only what both sides see is asked for."""
    agreed = OutcomeIntent.objects.visible_to(reader).filter(
        partner=partner, state=OutcomeIntent.State.AGREED
    )
    forums = Forum.objects.visible_to(reader).standing().filter(partner=partner)
    promised = StandingPromise.objects.visible_to(reader).filter(
        partner=partner, state=StandingPromise.State.AGREED
    )
    plan = PartingPlan.objects.visible_to(reader).filter(partner=partner).first()
    step = MandateStep.objects.visible_to(reader).current().filter(partner=partner).first()
    opened = (
        Opening.objects.visible_to(reader)
        .filter(partner=partner)
        .exclude(action__state=ActionItem.State.WITHDRAWN)
    )
    owed = {
        side: [f"{each.title}, {each.rhythm}" for each in promised.order_by("pk") if each.side == side]
        for side in Side
    }
    return CharterWords(
        brings=partner.expertise,
        outcomes=tuple(map(_intent, agreed.order_by("position", "pk"))),
        meetings=tuple(
            Meeting(each.name, each.get_cadence_display(), each.minutes) for each in forums.order_by("pk")
        ),
        standing={side.value: tuple(said) for side, said in owed.items()},
        trusted_with="; ".join(step.trusted_with.splitlines()) if step else "",
        opened=tuple(each.action.title for each in opened.select_related("action").order_by("pk")),
        parting=plan.plan if plan else "",
    )


def _intent(outcome: OutcomeIntent) -> Intent:
    until = outcome.free_hand_until
    said = f"{until:%-d %B %Y}" if until else ""
    return Intent(outcome.statement, outcome.target, outcome.business_function, said, outcome.guardrails)
